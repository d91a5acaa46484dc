// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// Sizes what HorizontalPodAutoscalers point at.
enum AutoscalerController: Controller {
    /// What autoscalers remember; a saved state does not have it.
    struct Memory: Sendable {
        fileprivate var histories: [ObjectKey: AutoscalerHistory] = [:]
    }

    static func observe(_ change: Change, in cluster: inout Cluster) {
        guard change.key.resource == .horizontalPodAutoscalers else { return }
        if change.kind == .deleted { cluster.autoscalers.histories[change.key] = nil }
        // It has reported, and looks again when its period is over: sooner, it would outgrow its own limits.
        if change.kind == .modified, change.previous?.spec == change.object.spec { return }
        // A new autoscaler first acts after a full period, like the real one.
        let delay = change.kind == .added ? cluster.options.autoscalerPeriod : nil
        cluster.enqueue(Self.self, change.key, after: delay)
    }

    /// The annotation on the target, or its pods' template, that stands in for measured use: percent of the request.
    static let cpuAnnotation = "sandbox.msctl.dev/cpu"

    /// Sizes what a HorizontalPodAutoscaler points at.
    static func reconcile(_ key: ObjectKey, in cluster: inout Cluster) {
        guard let scaler = cluster.store[key], !scaler.isDeleting else { return }
        cluster.enqueue(Self.self, key, after: cluster.options.autoscalerPeriod)
        let reference = scaler.spec["scaleTargetRef"] ?? [:]
        let kind = GroupVersionKind(
            apiVersion: reference["apiVersion"]?.string ?? "",
            kind: reference["kind"]?.string ?? ""
        )
        var status = scaler.status
        defer { write(status, to: key, instead: scaler.status, in: &cluster) }
        guard let type = cluster.type(of: kind), type.subresources.contains(.scale),
            let name = reference["name"]?.string,
            let target = cluster.store[
                ObjectKey(resource: GroupResource(type), namespace: key.namespace, name: name)
            ]
        else {
            let name = reference["name"]?.string ?? ""
            let text =
                "the HPA controller was unable to get the target's current scale: \(kind.kind.lowercased())s.\(kind.group) \"\(name)\" not found"
            set("AbleToScale", "False", "FailedGetScale", text, &status, in: cluster)
            return
        }
        let current = target.spec["replicas"]?.wholeNumber ?? 1
        let minimum = scaler.spec["minReplicas"]?.wholeNumber ?? 1
        let maximum = scaler.spec["maxReplicas"]?.wholeNumber ?? minimum
        let (wanted, use) = recommendation(scaler, target, current, in: cluster)
        let isWithin = current >= minimum && current <= maximum
        // Out of bounds, a real one does not even ask what is used.
        if current == 0 || isWithin { reportMetrics(use, current, &status, in: cluster) }
        var decision: AutoscalerHistory.Decision?
        if current > 0, isWithin, let wanted {
            decision = cluster.autoscalers.histories[key, default: AutoscalerHistory()]
                .decide(
                    wanted,
                    current: current,
                    within: minimum...maximum,
                    behavior: scaler.spec["behavior"],
                    at: cluster.now
                )
        }
        let bounded = current == 0 ? 0 : decision?.replicas ?? min(max(current, minimum), maximum)
        status["currentReplicas"] = .integer(Int64(current))
        status["desiredReplicas"] = .integer(Int64(bounded))
        status["observedGeneration"] = scaler.generation > 0 ? .integer(scaler.generation) : nil
        if current == 0 {
            set(
                "ScalingActive",
                "False",
                "ScalingDisabled",
                "scaling is disabled since the replica count of the target is zero",
                &status,
                in: cluster
            )
            return
        }
        if bounded != current {
            let place = ObjectKey(resource: GroupResource(type), namespace: key.namespace, name: name)
            cluster.modify(place, subresource: "scale") { $0["spec"]?["replicas"] = .integer(Int64(bounded)) }
            status["lastScaleTime"] = .string(cluster.time)
            set(
                "AbleToScale",
                "True",
                "SucceededRescale",
                "the HPA controller was able to update the target scale to \(bounded)",
                &status,
                in: cluster
            )
            let reason =
                if decision == nil {
                    current > maximum
                        ? "Current number of replicas above Spec.MaxReplicas"
                        : "Current number of replicas below Spec.MinReplicas"
                } else {
                    bounded > current
                        ? "cpu resource utilization (percentage of request) above target"
                        : "All metrics below target"
                }
            cluster.autoscalers.histories[key]?.note(from: current, to: bounded, at: cluster.now)
            cluster.record(
                Event(
                    reason: "SuccessfulRescale",
                    message: "New size: \(bounded); reason: \(reason)",
                    source: "horizontal-pod-autoscaler"
                ),
                about: scaler
            )
        } else {
            set(
                "AbleToScale",
                "True",
                decision?.stabilization?.reason ?? "ReadyForNewScale",
                decision?.stabilization?.message ?? "recommended size matches current size",
                &status,
                in: cluster
            )
        }
        guard let decision else { return }
        set(
            "ScalingLimited",
            decision.limit == nil ? "False" : "True",
            decision.limit?.reason ?? "DesiredWithinRange",
            decision.limit?.message ?? "the desired count is within the acceptable range",
            &status,
            in: cluster
        )
    }

    /// The size that the measured use asks for, and that use; nothing where nothing is measured.
    private static func recommendation(
        _ scaler: StoredObject,
        _ target: StoredObject,
        _ current: Int,
        in cluster: Cluster
    ) -> (
        Int?, Int?
    ) {
        let metrics = scaler.spec["metrics"]?.elements ?? []
        let goal =
            metrics.first { $0[path: "resource", "name"]?.string == "cpu" }?[
                path: "resource",
                "target",
                "averageUtilization"
            ]?.wholeNumber ?? 80
        let template = StoredObject.strings(target.spec[path: "template", "metadata", "annotations"])
        let annotation = target.annotations[Self.cpuAnnotation] ?? template[Self.cpuAnnotation]
        guard
            let use = annotation.flatMap({ Int32($0).map(Int.init) })
                ?? (cluster.options.hasAddOns ? goal : nil)
        else { return (nil, nil) }
        let ratio = Double(use) / Double(max(1, goal))
        // Within a tenth of the goal nothing changes.
        if abs(ratio - 1) <= 0.1 { return (current, use) }
        // The annotation may name any number; Kubernetes counts replicas in 32 bits.
        return (Int(min((Double(current) * ratio).rounded(.up), Double(Int32.max))), use)
    }

    private static func reportMetrics(
        _ use: Int?,
        _ current: Int,
        _ status: inout JSONValue,
        in cluster: Cluster
    ) {
        guard let use else {
            let text =
                "the HPA was unable to compute the replica count: failed to get cpu utilization: unable to get metrics "
                + "for resource cpu: unable to fetch metrics from resource metrics API: the server could not find the "
                + "requested resource (get pods.metrics.k8s.io)"
            if current > 0 {
                set("ScalingActive", "False", "FailedGetResourceMetric", text, &status, in: cluster)
            }
            return
        }
        status["currentMetrics"] = [
            [
                "type": "Resource",
                "resource": [
                    "name": "cpu",
                    "current": [
                        "averageUtilization": .integer(Int64(use)), "averageValue": .string("\(use * 10)m"),
                    ],
                ],
            ]
        ]
        set(
            "ScalingActive",
            "True",
            "ValidMetricFound",
            "the HPA was able to successfully calculate a replica count from cpu resource utilization (percentage of request)",
            &status,
            in: cluster
        )
    }

    private static func set(
        _ type: String,
        _ value: String,
        _ reason: String,
        _ message: String,
        _ status: inout JSONValue,
        in cluster: Cluster
    ) {
        Conditions.set(
            Condition(type: type, status: value, reason: reason, message: message),
            in: &status,
            at: cluster.time
        )
    }

    private static func write(
        _ status: JSONValue,
        to key: ObjectKey,
        instead old: JSONValue,
        in cluster: inout Cluster
    ) {
        if status != old { cluster.modify(key, subresource: "status") { $0["status"] = status } }
    }
}
