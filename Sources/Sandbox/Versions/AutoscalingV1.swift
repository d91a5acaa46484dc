// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// Autoscalers of `autoscaling/v1`, which know the use of the processor only.
///
/// What else an autoscaler holds stands in annotations, so that it survives being read and written in this version.
extension ConvertedVersion {
    static let autoscalingV1 = ConvertedVersion(
        served: ResourceType(
            GroupVersionKind(group: "autoscaling", version: "v1", kind: "HorizontalPodAutoscaler"),
            plural: ResourceType.horizontalPodAutoscalers.plural,
            shortNames: ResourceType.horizontalPodAutoscalers.shortNames,
            subresources: ResourceType.horizontalPodAutoscalers.subresources,
            categories: ResourceType.horizontalPodAutoscalers.categories
        ),
        stored: .horizontalPodAutoscalers,
        fromStored: autoscalerInV1,
        toStored: storedAutoscaler
    )

    static let autoscalingV1Fields = """
        kind autoscaling/v1 HorizontalPodAutoscaler autoscaling.v1.HorizontalPodAutoscaler
        autoscaling.v1.HorizontalPodAutoscaler apiVersion:s kind:s metadata:>apis.meta.v1.ObjectMeta \
        spec:>autoscaling.v1.HorizontalPodAutoscalerSpec status:>autoscaling.v1.HorizontalPodAutoscalerStatus
        autoscaling.v1.HorizontalPodAutoscalerSpec maxReplicas:i! minReplicas:i \
        scaleTargetRef:>autoscaling.v1.CrossVersionObjectReference! targetCPUUtilizationPercentage:i
        autoscaling.v1.HorizontalPodAutoscalerStatus currentCPUUtilizationPercentage:i currentReplicas:i! \
        desiredReplicas:i! lastScaleTime:t observedGeneration:l
        autoscaling.v1.CrossVersionObjectReference~ apiVersion:s kind:s! name:s!

        """

    /// The annotations for what this version has no fields for.
    private enum Carried: String, CaseIterable {
        case metrics = "autoscaling.alpha.kubernetes.io/metrics"
        case currentMetrics = "autoscaling.alpha.kubernetes.io/current-metrics"
        case behavior = "autoscaling.alpha.kubernetes.io/behavior"
        case conditions = "autoscaling.alpha.kubernetes.io/conditions"
    }

    private static let goal = "averageUtilization"

    @Sendable private static func autoscalerInV1(_ stored: JSONValue) -> JSONValue {
        var result = stored
        result["apiVersion"] = "autoscaling/v1"
        var carried: [Carried: JSONValue] = [:]
        if var spec = stored["spec"] {
            let metrics = spec["metrics"]?.elements ?? []
            let aim = metrics.first(where: isGoal)
            spec["targetCPUUtilizationPercentage"] = aim?[path: "resource", "target", goal]
            let others = metrics.filter { !isGoal($0) }
            if !others.isEmpty { carried[.metrics] = .array(others.map(AutoscalerMetric.source.inV1)) }
            carried[.behavior] = spec["behavior"].map(AutoscalerBehavior.asCarried)
            spec["metrics"] = nil
            spec["behavior"] = nil
            result["spec"] = spec
        }
        if var status = stored["status"] {
            let metrics = status["currentMetrics"]?.elements ?? []
            let use = metrics.last { isProcessor($0) && $0[path: "resource", "current", goal] != nil }
            status["currentCPUUtilizationPercentage"] = use?[path: "resource", "current", goal]
            if !metrics.isEmpty {
                carried[.currentMetrics] = .array(metrics.map(AutoscalerMetric.current.inV1))
            }
            if let conditions = status["conditions"], !conditions.elements.isEmpty {
                carried[.conditions] = conditions
            }
            status["currentMetrics"] = nil
            status["conditions"] = nil
            status.fill("currentReplicas", 0)
            status.fill("desiredReplicas", 0)
            result["status"] = status
        }
        annotate(&result, carried)
        return result
    }

    @Sendable private static func storedAutoscaler(_ object: JSONValue) -> JSONValue {
        var result = object
        result["apiVersion"] = "autoscaling/v2"
        func carried(_ name: Carried) -> JSONValue? {
            object[path: "metadata", "annotations", name.rawValue]?.string.flatMap { JSONValue(parsing: $0) }
        }
        if var spec = object["spec"] {
            var metrics = carried(.metrics)?.array?.map(AutoscalerMetric.source.stored) ?? []
            if let aim = spec["targetCPUUtilizationPercentage"] {
                let target: JSONValue = ["type": "Utilization", "averageUtilization": aim]
                metrics.append(["type": "Resource", "resource": ["name": "cpu", "target": target]])
            }
            // Without any, the default of the stored version is the one of this version as well.
            spec["metrics"] = metrics.isEmpty ? nil : .array(metrics)
            spec["behavior"] = carried(.behavior).flatMap(AutoscalerBehavior.stored)
            spec["targetCPUUtilizationPercentage"] = nil
            result["spec"] = spec
        }
        if var status = object["status"] {
            if let metrics = carried(.currentMetrics)?.array {
                status["currentMetrics"] = .array(metrics.map(AutoscalerMetric.current.stored))
            } else if let use = status["currentCPUUtilizationPercentage"] {
                let resource: JSONValue = ["name": "cpu", "current": ["averageUtilization": use]]
                status["currentMetrics"] = [["type": "Resource", "resource": resource]]
            }
            if let conditions = carried(.conditions), conditions.array != nil {
                status["conditions"] = conditions
            }
            status["currentCPUUtilizationPercentage"] = nil
            result["status"] = status
        }
        annotate(&result, [:])
        return result
    }

    /// Sets these annotations, and takes what an earlier conversion has left.
    private static func annotate(_ object: inout JSONValue, _ carried: [Carried: JSONValue]) {
        var annotations = object[path: "metadata", "annotations"]?.members ?? [:]
        guard !carried.isEmpty || Carried.allCases.contains(where: { annotations[$0.rawValue] != nil }) else {
            return
        }
        for name in Carried.allCases {
            annotations[name.rawValue] = carried[name].map { .string($0.text()) }
        }
        object["metadata"]?["annotations"] = annotations.isEmpty ? nil : .object(annotations)
    }

    private static func isProcessor(_ metric: JSONValue) -> Bool {
        metric["type"] == "Resource" && metric[path: "resource", "name"] == "cpu"
    }

    /// Whether a metric is the one that this version has a field for.
    private static func isGoal(_ metric: JSONValue) -> Bool {
        isProcessor(metric) && metric[path: "resource", "target", goal] != nil
    }
}
