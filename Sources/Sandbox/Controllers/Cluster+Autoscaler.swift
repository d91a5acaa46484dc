// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension Cluster {
    /// The annotation on the target, or its pods' template, that stands in for measured use: percent of the request.
    static let cpuAnnotation = "sandbox.msctl.dev/cpu"

    /// Sizes what a HorizontalPodAutoscaler points at.
    mutating func reconcileAutoscaler(_ key: ObjectKey) {
        guard let scaler = store[key], !scaler.isDeleting else { return }
        enqueue(.autoscaler, key, after: options.autoscalerPeriod)
        let reference = scaler.spec["scaleTargetRef"] ?? [:]
        let kind = GroupVersionKind(
            apiVersion: reference["apiVersion"]?.string ?? "",
            kind: reference["kind"]?.string ?? ""
        )
        var status = scaler.status
        defer { write(status, to: key, instead: scaler.status) }
        guard let type = type(of: kind), type.subresources.contains(.scale),
            let name = reference["name"]?.string,
            let target = store[
                ObjectKey(resource: GroupResource(type), namespace: key.namespace, name: name)
            ]
        else {
            let name = reference["name"]?.string ?? ""
            let text =
                "the HPA controller was unable to get the target's current scale: \(kind.kind.lowercased())s.\(kind.group) \"\(name)\" not found"
            set("AbleToScale", "False", "FailedGetScale", text, &status)
            return
        }
        let current = target.spec["replicas"]?.wholeNumber ?? 1
        let least = scaler.spec["minReplicas"]?.wholeNumber ?? 1
        let most = scaler.spec["maxReplicas"]?.wholeNumber ?? least
        let (wanted, use) = recommendation(scaler, target, current)
        let bounded = current == 0 ? 0 : min(max(wanted ?? current, least), most)
        // Out of bounds, a real one does not even ask what is used.
        if current == 0 || current >= least && current <= most { reportMetrics(use, current, &status) }
        status["currentReplicas"] = .integer(Int64(current))
        status["desiredReplicas"] = .integer(Int64(bounded))
        status["observedGeneration"] = scaler.generation > 0 ? .integer(scaler.generation) : nil
        if current == 0 {
            set(
                "ScalingActive",
                "False",
                "ScalingDisabled",
                "scaling is disabled since the replica count of the target is zero",
                &status
            )
            return
        }
        if bounded != current {
            let place = ObjectKey(resource: GroupResource(type), namespace: key.namespace, name: name)
            modify(place, subresource: "scale") { $0["spec"]?["replicas"] = .integer(Int64(bounded)) }
            status["lastScaleTime"] = .string(time)
            set(
                "AbleToScale",
                "True",
                "SucceededRescale",
                "the HPA controller was able to update the target scale to \(bounded)",
                &status
            )
            let reason =
                wanted == nil
                ? "Current number of replicas below Spec.MinReplicas"
                : "cpu resource utilization (percentage of request) \(bounded > current ? "above" : "below") target"
            record(
                Remark(
                    reason: "SuccessfulRescale",
                    message: "New size: \(bounded); reason: \(reason)",
                    source: "horizontal-pod-autoscaler"
                ),
                about: scaler
            )
        } else {
            set("AbleToScale", "True", "ReadyForNewScale", "recommended size matches current size", &status)
        }
        reportLimits(wanted, least, most, &status)
    }

    /// The size that the measured use asks for, and that use; nothing where nothing is measured.
    private func recommendation(_ scaler: StoredObject, _ target: StoredObject, _ current: Int) -> (
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
            let use = annotation.flatMap({ Int32($0).map(Int.init) }) ?? (options.hasAddOns ? goal : nil)
        else { return (nil, nil) }
        let ratio = Double(use) / Double(max(1, goal))
        // Within a tenth of the goal nothing changes.
        if abs(ratio - 1) <= 0.1 { return (current, use) }
        // The annotation may name any number; Kubernetes counts replicas in 32 bits.
        return (Int(min((Double(current) * ratio).rounded(.up), Double(Int32.max))), use)
    }

    private func reportMetrics(_ use: Int?, _ current: Int, _ status: inout JSONValue) {
        guard let use else {
            let text =
                "the HPA was unable to compute the replica count: failed to get cpu utilization: unable to get metrics "
                + "for resource cpu: unable to fetch metrics from resource metrics API: the server could not find the "
                + "requested resource (get pods.metrics.k8s.io)"
            if current > 0 { set("ScalingActive", "False", "FailedGetResourceMetric", text, &status) }
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
            &status
        )
    }

    private func reportLimits(_ wanted: Int?, _ least: Int, _ most: Int, _ status: inout JSONValue) {
        guard let wanted else { return }
        if wanted > most {
            set(
                "ScalingLimited",
                "True",
                "TooManyReplicas",
                "the desired replica count is more than the maximum replica count",
                &status
            )
        } else if wanted < least {
            set(
                "ScalingLimited",
                "True",
                "TooFewReplicas",
                "the desired replica count is less than the minimum replica count",
                &status
            )
        } else {
            set(
                "ScalingLimited",
                "False",
                "DesiredWithinRange",
                "the desired count is within the acceptable range",
                &status
            )
        }
    }

    private func set(
        _ type: String,
        _ value: String,
        _ reason: String,
        _ message: String,
        _ status: inout JSONValue
    ) {
        Conditions.set(
            Condition(type: type, status: value, reason: reason, message: message),
            in: &status,
            at: time
        )
    }

    private mutating func write(_ status: JSONValue, to key: ObjectKey, instead old: JSONValue) {
        if status != old { modify(key, subresource: "status") { $0["status"] = status } }
    }
}
