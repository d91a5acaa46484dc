// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension ServiceManifest {
    /// The texts that let callers from outside in: the host, or else the public APIs.
    var doors: [SourceSpan] {
        if let host = self.expose?.value.host { return [host.span] }
        return self.provides.compactMap { api in
            api.visibility.flatMap { $0.value == .public ? $0.span : nil }
        }
    }

    /// Whether the team says why callers do not come through the gateway.
    var hasBypass: Bool { !(self.expose?.value.bypass?.value.isEmpty ?? true) }
}
