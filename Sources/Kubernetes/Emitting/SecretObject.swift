// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// A Secret.
package struct SecretObject: Sendable {
    /// Name, labels and annotations.
    package var metadata: Metadata
    /// What it holds, such as `Opaque`.
    package var type: String
    /// Base64 by name.
    package var data: [String: String]
    /// Whether the server refuses changes.
    package var isImmutable: Bool = false

    /// Takes what must be there; the rest is set afterwards.
    package init(_ metadata: Metadata, type: String, data: [String: String]) {
        self.metadata = metadata
        self.type = type
        self.data = data
    }

    /// The object, with only what is set.
    package var object: KubernetesObject {
        KubernetesObject(
            type: GroupVersionKind(apiVersion: "v1", kind: "Secret"),
            metadata: metadata.json,
            members: [
                "type": .string(type),
                "immutable": .when(isImmutable, true),
                "data": .sorted(data),
            ]
        )
    }
}
