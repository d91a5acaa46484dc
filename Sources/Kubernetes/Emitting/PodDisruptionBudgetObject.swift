// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// A PodDisruptionBudget to render: only the fields that are set are written, a server fills in the rest.
package struct PodDisruptionBudgetObject: Sendable {
    /// Name, labels and annotations.
    package var metadata: Metadata
    /// The labels of the pods that it guards.
    package var selector: [String: String]
    /// How many of them an eviction may leave unavailable, as a number or a percentage.
    package var maxUnavailable: IntOrString
    /// Whether pods that are not ready may go although the budget is used up.
    package var evictsUnhealthy: Bool = true

    /// Takes what must be there; the rest is set afterwards.
    package init(_ metadata: Metadata, selector: [String: String], maxUnavailable: IntOrString) {
        self.metadata = metadata
        self.selector = selector
        self.maxUnavailable = maxUnavailable
    }

    /// The object, with only what is set.
    package var object: KubernetesObject {
        KubernetesObject(
            type: .podDisruptionBudget,
            metadata: metadata.json,
            members: [
                "spec": [
                    "maxUnavailable": maxUnavailable.json,
                    "unhealthyPodEvictionPolicy": .when(evictsUnhealthy, "AlwaysAllow"),
                    "selector": ["matchLabels": .sorted(selector)],
                ]
            ]
        )
    }
}
