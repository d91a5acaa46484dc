// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Documents

/// A ServiceAccount to render: only the fields that are set are written, a server fills in the rest.
package struct ServiceAccountObject: Sendable {
    /// Name, labels and annotations.
    package var metadata: Metadata
    /// Whether its pods get a token of the API server, unless a pod says otherwise.
    package var automountsToken: Bool = false
    /// Names of Secrets with credentials for registries, which its pods pull images with.
    package var imagePullSecrets: [String] = []

    /// Takes what must be there; the rest is set afterwards.
    package init(_ metadata: Metadata) {
        self.metadata = metadata
    }

    /// The object, with only what is set.
    package var object: KubernetesObject {
        KubernetesObject(
            type: .serviceAccount,
            metadata: metadata.json,
            members: [
                "automountServiceAccountToken": .bool(automountsToken),
                "imagePullSecrets": .optional(imagePullSecrets.map(LocalReference.init(name:))),
            ]
        )
    }
}

/// The name of an object in the same namespace.
package struct LocalReference: Emittable {
    /// The name of the object, whose kind follows from where the reference stands.
    package var name: String

    /// Takes what must be there; the rest is set afterwards.
    package init(name: String) {
        self.name = name
    }

    /// The fields that are set.
    package var json: JSONObject {
        [
            "name": .optional(name)
        ]
    }
}
