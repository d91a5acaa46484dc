// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// What a HorizontalPodAutoscaler cannot be: bounds that hold nothing, and aims that are none.
enum AutoscalerValidation {
    /// What is wrong with a specification; the version of what an old one scales is looked at where it changes.
    static func causes(_ spec: JSONValue, isNew: Bool) -> [StatusFailure.Cause] {
        var causes = bounds(spec)
        for name in ["kind", "name"] {
            let field = "spec.scaleTargetRef.\(name)"
            causes.addRequired(spec[path: "scaleTargetRef", name], at: field, Format.pathSegment)
        }
        if isNew { causes += group(spec["scaleTargetRef"]) }
        for (index, metric) in (spec["metrics"]?.elements ?? []).enumerated() {
            causes += self.metric(metric, at: "spec.metrics[\(index)]")
        }
        let types = (spec["metrics"]?.elements ?? []).map { $0["type"] }
        if spec["minReplicas"] == 0, !types.contains("Object"), !types.contains("External") {
            let aim = "to support scaling to zero replicas"
            causes.append(
                .forbidden("spec.metrics", "must specify at least one Object or External metric \(aim)")
            )
        }
        for direction in ["scaleUp", "scaleDown"] {
            guard let rules = spec[path: "behavior", direction] else { continue }
            causes += pace(rules, at: "spec.behavior.\(direction)")
        }
        return causes
    }

    /// What scales belongs to a group, but for ReplicationControllers, which are none of any.
    static func group(_ target: JSONValue?) -> [StatusFailure.Cause] {
        let text = target?["apiVersion"]?.string ?? ""
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        let field = "spec.scaleTargetRef.apiVersion"
        if parts.count > 2 {
            return [.invalid(field, .string(text), "unexpected GroupVersion string: \(text)")]
        }
        let hasGroup = parts.count == 2 && !parts[0].isEmpty
        guard !hasGroup, target?["kind"] != "ReplicationController" else { return [] }
        return [.invalid(field, .string(text), "apiVersion must specify API group")]
    }

    /// A metric has the one source that its type names.
    private static func metric(_ metric: JSONValue, at place: String) -> [StatusFailure.Cause] {
        let kinds = ["object", "external", "pods", "resource", "containerResource"]
        let present = kinds.filter { metric[$0] != nil }
        var causes: [StatusFailure.Cause] = []
        if let kind = present.first {
            if let name = metric[kind]?["metric"]?["name"]?.string {
                let field = "\(place).\(kind).metric.name"
                if name.isEmpty { causes.append(.required(field, "must specify a metric name")) }
                causes.add(Format.pathSegment(name), at: field, name)
            }
            if let target = metric[kind]?["target"] {
                causes += aim(target, kind, at: "\(place).\(kind).target")
            }
        }
        let type = metric["type"]?.string ?? ""
        let expected = type.prefix(1).lowercased() + type.dropFirst()
        guard kinds.contains(expected) else { return causes }
        if !present.contains(expected) {
            let words = "must populate information for the given metric source"
            causes.append(.required("\(place).\(expected)", words))
        }
        guard present.count > 1 else { return causes }
        return causes
            + present.filter { $0 != expected }.map {
                .forbidden("\(place).\($0)", "must populate the given metric source only")
            }
    }

    /// How fast an autoscaler may go one way.
    private static func pace(_ rules: JSONValue, at place: String) -> [StatusFailure.Cause] {
        var causes: [StatusFailure.Cause] = []
        if let window = rules["stabilizationWindowSeconds"]?.integer, !(0...3600).contains(window) {
            let words =
                "must be \(window < 0 ? "greater than or equal to zero" : "less than or equal to 3600")"
            causes.append(.invalid("\(place).stabilizationWindowSeconds", .integer(window), words))
        }
        for (index, policy) in (rules["policies"]?.elements ?? []).enumerated() {
            let field = "\(place).policies[\(index)]"
            for name in ["value", "periodSeconds"] {
                let number = policy[name]?.integer ?? 0
                if number > 0 { continue }
                causes.append(.invalid("\(field).\(name)", .integer(number), "must be greater than zero"))
            }
            if let seconds = policy["periodSeconds"]?.integer, seconds > 1800 {
                let words = "must be less than or equal to 1800"
                causes.append(.invalid("\(field).periodSeconds", .integer(seconds), words))
            }
        }
        return causes
    }

    private static func bounds(_ spec: JSONValue) -> [StatusFailure.Cause] {
        var causes: [StatusFailure.Cause] = []
        let least = spec["minReplicas"]?.integer ?? 1
        if least < 1 {
            causes.append(.invalid("spec.minReplicas", .integer(least), "must be greater than or equal to 1"))
        }
        guard let most = spec["maxReplicas"]?.integer else { return causes }
        if most == 0 { causes.append(.required("spec.maxReplicas", "must be set and greater than 0")) }
        if most < 0 {
            causes.append(.invalid("spec.maxReplicas", .integer(most), "must be greater than or equal to 1"))
        }
        if most < least {
            causes.append(
                .invalid("spec.maxReplicas", .integer(most), "must be greater than or equal to `minReplicas`")
            )
        }
        return causes
    }

    private static func aim(_ target: JSONValue, _ kind: String, at path: String) -> [StatusFailure.Cause] {
        var causes: [StatusFailure.Cause] = []
        for name in ["value", "averageValue"] {
            guard let aim = target[name]?.string, let amount = Quantity(aim), amount <= Quantity.milli(0)
            else {
                continue
            }
            causes.append(.invalid("\(path).\(name)", .string(aim), "must be positive"))
        }
        let use = target["averageUtilization"]
        if let use, let number = use.integer, number < 1 {
            causes.append(.invalid("\(path).averageUtilization", use, "must be greater than 0"))
        }
        let (value, average) = (target["value"], target["averageValue"])
        switch kind {
        case "resource", "containerResource":
            if use == nil, average == nil {
                let words = "must set either a target raw value or a target utilization"
                causes.append(.required("\(path).averageUtilization", words))
            } else if use != nil, average != nil {
                let words = "may not set both a target raw value and a target utilization"
                causes.append(.forbidden("\(path).averageValue", words))
            }
        case "pods" where average == nil:
            causes.append(.required("\(path).averageValue", "must specify a positive target averageValue"))
        case "object" where value == nil && average == nil:
            causes.append(.required("\(path).averageValue", "must set either a target value or averageValue"))
        case "external" where value == nil && average == nil:
            let words = "must set either a target value for metric or a per-pod target"
            causes.append(.required("\(path).averageValue", words))
        default: break
        }
        return causes
    }
}
