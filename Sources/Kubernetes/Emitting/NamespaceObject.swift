// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// A Namespace to render: only the fields that are set are written, a server fills in the rest.
package struct NamespaceObject: Sendable {
    /// Name, labels and annotations.
    package var metadata: Metadata

    /// Takes what must be there; the rest is set afterwards.
    package init(_ metadata: Metadata) {
        self.metadata = metadata
    }

    /// The object, with only what is set.
    package var object: KubernetesObject {
        KubernetesObject(
            type: .namespace,
            metadata: metadata.json,
            members: [:]
        )
    }
}
