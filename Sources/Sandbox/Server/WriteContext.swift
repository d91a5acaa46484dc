// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes

/// Who writes what, and how.
struct WriteContext: Sendable {
    var type: ResourceType
    /// The version that is written in, where it is not the one that is stored.
    var version: ConvertedVersion?
    /// The field manager to record.
    var manager: String
    var subresource: String = ""
    var isDryRun = false
    /// Whether a controller reports: of that nothing is defaulted, allocated or checked.
    var isStatusOfController = false

    /// Where the object is.
    func key(namespace: String?, name: String) -> ObjectKey {
        ObjectKey(
            resource: GroupResource(type),
            namespace: type.isNamespaced ? namespace ?? "" : "",
            name: name
        )
    }

    var owner: ManagedFields.Manager {
        ManagedFields.Manager(
            name: manager,
            operation: .update,
            apiVersion: (version?.served ?? type).type.apiVersion,
            subresource: subresource
        )
    }
}
