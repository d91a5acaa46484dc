// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Documents

/// What pods are made from.
package struct PodTemplate: Emittable {
    /// The labels of the pods, which the selector of their owner must match.
    package var labels: [String: String]
    /// What runs in each of them; another content is another version.
    package var spec: PodSpec
    /// The annotations of the pods; a change of one rolls them.
    package var annotations: [String: String] = [:]

    /// Takes what must be there; the rest is set afterwards.
    package init(labels: [String: String], spec: PodSpec) {
        self.labels = labels
        self.spec = spec
    }

    /// The fields that are set.
    package var json: JSONObject {
        [
            "metadata": ["labels": .optional(labels), "annotations": .optional(annotations)],
            "spec": .object(spec.json),
        ]
    }
}
