// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Documents

/// A HorizontalPodAutoscaler to render: only the fields that are set are written, a server fills in the rest.
package struct HorizontalPodAutoscalerObject: Sendable {
    /// Name, labels and annotations.
    package var metadata: Metadata
    /// The type of what it scales, which must have replicas.
    package var target: GroupVersionKind
    /// The name of what it scales, in its own namespace.
    package var targetName: String
    /// The fewest replicas that it may ask for, also without any load.
    package var minReplicas: Int
    /// The most replicas that it may ask for, however high the load.
    package var maxReplicas: Int
    /// The share of the requested CPU to aim at, in percent; `nil` leaves CPU out.
    package var cpuPercent: Int? = nil
    /// Further averages over pods to aim at; whichever asks for most replicas wins.
    package var podMetrics: [PodMetric] = []
    /// How long lower demand must last before pods go; a server takes 300.
    package var scaleDownWindowSeconds: Int? = nil

    /// Takes what must be there; the rest is set afterwards.
    package init(
        _ metadata: Metadata,
        target: GroupVersionKind,
        targetName: String,
        minReplicas: Int,
        maxReplicas: Int
    ) {
        self.metadata = metadata
        self.target = target
        self.targetName = targetName
        self.minReplicas = minReplicas
        self.maxReplicas = maxReplicas
    }

    /// The object, with only what is set.
    package var object: KubernetesObject {
        KubernetesObject(
            type: .horizontalPodAutoscaler,
            metadata: metadata.json,
            members: [
                "spec": [
                    "scaleTargetRef": [
                        "apiVersion": .string(target.apiVersion), "kind": .string(target.kind),
                        "name": .string(targetName),
                    ],
                    "minReplicas": .optional(minReplicas),
                    "maxReplicas": .optional(maxReplicas),
                    "metrics": metrics,
                    "behavior": scaleDownWindowSeconds.map {
                        ["scaleDown": ["stabilizationWindowSeconds": .integer(Int64($0))]]
                    },
                ]
            ]
        )
    }

    private var metrics: JSONValue? {
        let cpu: [JSONValue] =
            cpuPercent.map {
                let target: JSONValue = ["type": "Utilization", "averageUtilization": .integer(Int64($0))]
                return [["type": "Resource", "resource": ["name": "cpu", "target": target]]]
            } ?? []
        let all = cpu + podMetrics.map { .object($0.json) }
        return .when(!all.isEmpty, .array(all))
    }
}

/// An average over pods to aim at.
package struct PodMetric: Emittable {
    /// The name of the metric in the custom metrics API.
    package var name: String
    /// The value per pod, averaged over all pods, that more replicas are to bring it down to.
    package var average: Quantity

    /// Takes what must be there; the rest is set afterwards.
    package init(name: String, average: Quantity) {
        self.name = name
        self.average = average
    }

    /// The fields that are set.
    package var json: JSONObject {
        [
            "type": "Pods",
            "pods": [
                "metric": ["name": .string(name)],
                "target": ["type": "AverageValue", "averageValue": .string(average.description)],
            ],
        ]
    }
}
