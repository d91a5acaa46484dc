// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Documents

/// A Deployment to render: only the fields that are set are written, a server fills in the rest.
package struct DeploymentObject: Sendable {
    /// Name, labels and annotations.
    package var metadata: Metadata
    /// The labels of its pods; cannot be changed later.
    package var selector: [String: String]
    /// What its pods are made from; its labels must match the selector.
    package var template: PodTemplate
    /// The pods wanted; absent where an autoscaler decides.
    package var replicas: Int? = nil
    /// How long a pod must be ready before it counts as available; a server takes 0.
    package var minReadySeconds: Int? = nil
    /// After how long without progress the rollout counts as stuck; a server takes 600.
    package var progressDeadlineSeconds: Int? = nil
    /// How many old ReplicaSets are kept to go back to; a server takes 10.
    package var revisionHistoryLimit: Int? = nil
    /// How pods are replaced; a server takes a rolling update with 25 % surge and 25 % unavailable.
    package var strategy: UpdateStrategy? = nil

    /// Takes what must be there; the rest is set afterwards.
    package init(_ metadata: Metadata, selector: [String: String], template: PodTemplate) {
        self.metadata = metadata
        self.selector = selector
        self.template = template
    }

    /// The object, with only what is set.
    package var object: KubernetesObject {
        KubernetesObject(
            type: .deployment,
            metadata: metadata.json,
            members: [
                "spec": [
                    "replicas": .optional(replicas),
                    "revisionHistoryLimit": .optional(revisionHistoryLimit),
                    "minReadySeconds": .optional(minReadySeconds),
                    "progressDeadlineSeconds": .optional(progressDeadlineSeconds),
                    "strategy": .optional(strategy),
                    "selector": ["matchLabels": .sorted(selector)],
                    "template": .object(template.json),
                ]
            ]
        )
    }
}

/// How a Deployment replaces its pods.
package enum UpdateStrategy: Emittable, Hashable {
    /// All old pods stop before the first new one starts.
    case recreate
    /// New pods come before old ones go.
    case rolling(maxSurge: IntOrString, maxUnavailable: IntOrString)

    /// The strategy with its bounds.
    package var json: JSONObject {
        switch self {
        case .recreate: ["type": "Recreate"]
        case .rolling(let maxSurge, let maxUnavailable):
            [
                "type": "RollingUpdate",
                "rollingUpdate": ["maxSurge": maxSurge.json, "maxUnavailable": maxUnavailable.json],
            ]
        }
    }
}
