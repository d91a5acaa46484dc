// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// A metric of an autoscaler in the form that annotations of `autoscaling/v1` have, and in the one of version 2.
///
/// The older form is flat: `targetAverageUtilization` is what `target.averageUtilization` is in the newer one.
struct AutoscalerMetric: Sendable {
    /// `target` for what is aimed at, `current` for what is measured.
    var side: String

    static let source = AutoscalerMetric(side: "target")
    static let current = AutoscalerMetric(side: "current")

    private static let kinds = ["object", "pods", "resource", "containerResource", "external"]

    /// The older form of a metric of the newer one.
    func inV1(_ metric: JSONValue) -> JSONValue { converted(metric, inV1) }

    /// The newer form of a metric of the older one.
    func stored(_ metric: JSONValue) -> JSONValue { converted(metric, stored) }

    private func converted(_ metric: JSONValue, _ part: (JSONValue, String) -> JSONValue) -> JSONValue {
        var result: JSONObject = ["type": metric["type"]]
        for kind in Self.kinds { result[kind] = metric[kind].map { part($0, kind) } }
        return .object(result)
    }

    private func selector(_ kind: String) -> String { kind == "external" ? "metricSelector" : "selector" }

    private func average(_ kind: String) -> String {
        kind == "object" ? "averageValue" : "\(side)AverageValue"
    }

    private func inV1(_ part: JSONValue, _ kind: String) -> JSONValue {
        let amount = part[side] ?? [:]
        // Here these values cannot be absent.
        let zero: JSONValue? = kind == "object" || kind == "external" && side == "current" ? "0" : nil
        let least: JSONValue? = side == "current" && !["object", "external"].contains(kind) ? "0" : nil
        return [
            "target": part["describedObject"], "name": part["name"],
            "metricName": part[path: "metric", "name"],
            selector(kind): part[path: "metric", "selector"],
            "\(side)AverageUtilization": amount["averageUtilization"],
            "\(side)Value": amount["value"] ?? zero, average(kind): amount["averageValue"] ?? least,
            "container": part["container"],
        ]
    }

    private func stored(_ part: JSONValue, _ kind: String) -> JSONValue {
        var amount: JSONObject = [
            "value": part["\(side)Value"], "averageValue": part[average(kind)],
            "averageUtilization": part["\(side)AverageUtilization"],
        ]
        if side == "target" {
            if amount["averageValue"] != nil, amount["value"] == "0" { amount["value"] = nil }
            let type = amount["value"] != nil && amount["averageValue"] == nil ? "Value" : "AverageValue"
            amount["type"] = amount["averageUtilization"] != nil ? "Utilization" : .string(type)
        }
        let isNamed = part["metricName"] != nil
        let metric: JSONValue = ["name": part["metricName"], "selector": part[selector(kind)]]
        return [
            "describedObject": part["target"], "name": part["name"], "metric": isNamed ? metric : nil,
            side: .object(amount), "container": part["container"],
        ]
    }
}

/// How fast an autoscaler goes, as the annotation of `autoscaling/v1` says it: by Go's names, which begin large.
enum AutoscalerBehavior {
    /// The text's value for a behavior of `autoscaling/v2`; what is absent is `null`.
    static func asCarried(_ behavior: JSONValue) -> JSONValue {
        func rules(_ name: String) -> JSONValue {
            guard let rules = behavior[name] else { return .null }
            let policies = rules["policies"]?.array.map { policies in
                JSONValue.array(
                    policies.map { policy in
                        [
                            "Type": policy["type"] ?? "", "Value": policy["value"] ?? 0,
                            "PeriodSeconds": policy["periodSeconds"] ?? 0,
                        ]
                    }
                )
            }
            return [
                "StabilizationWindowSeconds": rules["stabilizationWindowSeconds"] ?? .null,
                "SelectPolicy": rules["selectPolicy"] ?? .null, "Policies": policies ?? .null,
                "Tolerance": rules["tolerance"] ?? .null,
            ]
        }
        return ["ScaleUp": rules("scaleUp"), "ScaleDown": rules("scaleDown")]
    }

    /// The behavior that an annotation says, however its names begin; `nil` for an empty one.
    static func stored(_ carried: JSONValue) -> JSONValue? {
        let behavior = lowered(carried)
        return behavior.members.isEmpty ? nil : behavior
    }

    private static func lowered(_ value: JSONValue) -> JSONValue {
        switch value {
        case .object(let members):
            .object(
                JSONObject(
                    members.filter { !$0.value.isNull }.map { member in
                        (member.key.prefix(1).lowercased() + member.key.dropFirst(), lowered(member.value))
                    }
                )
            )
        case .array(let elements): .array(elements.map(lowered))
        default: value
        }
    }
}
