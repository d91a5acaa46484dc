// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// What a HorizontalPodAutoscaler cannot be: bounds that hold nothing, and aims that are none.
enum AutoscalerValidation {
    static func causes(_ spec: JSONValue) -> [StatusFailure.Cause] {
        var causes = bounds(spec)
        for name in ["kind", "name"] where spec[path: "scaleTargetRef", name] == "" {
            causes.append(.required("spec.scaleTargetRef.\(name)"))
        }
        for (index, metric) in (spec["metrics"]?.elements ?? []).enumerated() {
            for kind in ["object", "external", "pods", "resource", "containerResource"] {
                guard let target = metric[kind]?["target"] else { continue }
                causes += aim(target, kind, at: "spec.metrics[\(index)].\(kind).target")
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
