// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Documents

/// The name of an object, and what tools and people read on it.
package struct Metadata: Emittable {
    /// The name, unique for the kind in its namespace.
    package var name: String
    /// The namespace; `nil` for cluster-scoped kinds.
    package var namespace: String?
    /// What selectors see, written in the order of the keys.
    package var labels: [String: String] = [:]
    /// What tools and people read, written in the order of the keys.
    package var annotations: [String: String] = [:]

    /// Takes what must be there; the rest is set afterwards.
    package init(name: String, namespace: String? = nil) {
        self.name = name
        self.namespace = namespace
    }

    /// The fields that are set.
    package var json: JSONObject {
        [
            "name": .optional(name),
            "namespace": .optional(namespace),
            "labels": .optional(labels),
            "annotations": .optional(annotations),
        ]
    }
}
