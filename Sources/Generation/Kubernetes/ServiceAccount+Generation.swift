// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes

extension ServiceRendering {
    /// An account of its own for every service, without a token of the API server.
    func serviceAccount() -> DesiredObject {
        desired(ServiceAccountObject(metadata()).object)
    }
}
