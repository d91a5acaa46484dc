// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension KubernetesObject {
    /// When it was made, by the server's clock; `nil` if it does not say.
    var createdAt: Timestamp? { self[metadata: "creationTimestamp"]?.string.flatMap { Timestamp($0) } }

    /// Whether nobody but msctl can have made it: nobody else has written it in the second of its creation.
    ///
    /// Controllers write what others have made, and status is written by them.
    var isMadeByUs: Bool {
        let own: Set = [FieldManager.msctl, ScaleOverride.fieldManager, FieldManager.controllers]
        let created = self[metadata: "creationTimestamp"]?.string ?? ""
        return !(self[metadata: "managedFields"]?.array ?? []).contains { entry in
            entry["subresource"] == nil && !own.contains(entry["manager"]?.string ?? "")
                && (entry["time"]?.string ?? "") <= created
        }
    }
}
