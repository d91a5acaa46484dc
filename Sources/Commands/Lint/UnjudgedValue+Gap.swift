// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Lint
import Manifest

extension UnjudgedValue {
    /// A value that could not be read, as machine formats name it.
    init(_ undecided: LintResult.Undecided) {
        let (kind, name) = Self.document(of: undecided.gap.subject)
        self.init(kind: kind.rawValue, name: name, pointer: undecided.gap.pointer, rules: undecided.rules)
    }

    private static func document(of subject: ManifestGap.Subject) -> (ManifestKind, String?) {
        switch subject {
        case .service(let name): (.service, name)
        case .system: (.system, nil)
        case .environment(let name): (.environment, name.isEmpty ? nil : name)
        }
    }
}
