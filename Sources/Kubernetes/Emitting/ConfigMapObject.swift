// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// A ConfigMap to render: only the fields that are set are written, a server fills in the rest.
package struct ConfigMapObject: Sendable {
    /// Name, labels and annotations.
    package var metadata: Metadata
    /// Texts by key, written in the order of their keys.
    package var data: [String: String]
    /// Whether the server refuses changes; true as content has its own name.
    package var isImmutable: Bool = true

    /// Takes what must be there; the rest is set afterwards.
    package init(_ metadata: Metadata, data: [String: String]) {
        self.metadata = metadata
        self.data = data
    }

    /// The object, with only what is set.
    package var object: KubernetesObject {
        KubernetesObject(
            type: .configMap,
            metadata: metadata.json,
            members: [
                "immutable": .when(isImmutable, true),
                "data": .sorted(data),
            ]
        )
    }
}
