// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// The rules of what keeps pods running: Deployments, ReplicaSets, StatefulSets and DaemonSets.
enum WorkloadValidation {
    /// What is wrong with a specification; of old objects what cannot change is not looked at.
    static func causes(_ spec: JSONValue, _ type: ResourceType, isNew: Bool) -> [StatusFailure.Cause] {
        switch type {
        case .statefulSets: statefulSet(spec, isNew: isNew)
        case .daemonSets: daemonSet(spec)
        default: replicated(spec, type)
        }
    }

    private static func replicated(_ spec: JSONValue, _ type: ResourceType) -> [StatusFailure.Cause] {
        var causes: [StatusFailure.Cause] = []
        causes.addNegative(spec["replicas"], at: "spec.replicas")
        if type == .replicaSets { causes.addNegative(spec["minReadySeconds"], at: "spec.minReadySeconds") }
        causes += selected(spec, "deployment", refusal: ": invalid label selector") {
            PodValidation.template(spec["template"] ?? [:], at: "spec.template") + endless(spec, "ReplicaSet")
        }
        guard type == .deployments else { return causes }
        causes += strategy(spec["strategy"] ?? [:])
        for name in ["minReadySeconds", "revisionHistoryLimit", "progressDeadlineSeconds"] {
            causes.addNegative(spec[name], at: "spec.\(name)")
        }
        // Progress cannot be given up before a pod that makes it counts as available.
        if let deadline = spec["progressDeadlineSeconds"]?.integer,
            deadline <= spec["minReadySeconds"]?.integer ?? 0
        {
            let words = "must be greater than minReadySeconds"
            causes.append(.invalid("spec.progressDeadlineSeconds", .integer(deadline), words))
        }
        return causes
    }

    private static func statefulSet(_ spec: JSONValue, isNew: Bool) -> [StatusFailure.Cause] {
        var causes: [StatusFailure.Cause] = []
        let claims = spec["volumeClaimTemplates"]?.elements ?? []
        let rolling = spec[path: "updateStrategy", "rollingUpdate"] ?? [:]
        let place = "spec.updateStrategy.rollingUpdate"
        causes.addNegative(rolling["partition"], at: "\(place).partition")
        if let unavailable = rolling["maxUnavailable"] {
            causes.addShare(unavailable, at: "\(place).maxUnavailable")
            if share(unavailable) == 0 {
                causes.append(.invalid("\(place).maxUnavailable", unavailable, "cannot be 0"))
            }
        }
        if isNew {
            for (index, claim) in claims.enumerated() {
                let place = "spec.volumeClaimTemplates[\(index)].spec"
                causes += ResourceValidation.claim(claim["spec"] ?? [:], at: place)
            }
        }
        // Unlike that of the others, its limit of revisions is not looked at.
        for name in ["replicas", "minReadySeconds"] { causes.addNegative(spec[name], at: "spec.\(name)") }
        causes.addNegative(spec[path: "ordinals", "start"], at: "spec.ordinals.start")
        if isNew { causes.addOptional(spec["serviceName"], at: "spec.serviceName", Format.label) }
        causes += selected(spec, "statefulset", refusal: "") {
            var template = spec["template"] ?? [:]
            // The controller gives pods names of its own.
            for name in ["hostname", "subdomain"] { template["spec"]?[name] = nil }
            let names = claims.compactMap { $0[path: "metadata", "name"]?.string }
            return PodValidation.template(template, at: "spec.template", claims: names)
        }
        return causes + endless(spec, "StatefulSet")
    }

    private static func daemonSet(_ spec: JSONValue) -> [StatusFailure.Cause] {
        var causes: [StatusFailure.Cause] = []
        let selector = spec["selector"]
        causes += SelectorValidation.selector(selector, at: "spec.selector")
        if causes.isEmpty { causes += mismatch(selector, spec) }
        if let selector, SelectorValidation.isEmpty(selector) {
            causes.append(.invalid("spec.selector", selector, "empty selector is invalid for daemonset"))
        }
        causes += PodValidation.template(spec["template"] ?? [:], at: "spec.template")
        causes += endless(spec, "DaemonSet")
        causes.addNegative(spec["minReadySeconds"], at: "spec.minReadySeconds")
        if let rolling = spec[path: "updateStrategy", "rollingUpdate"],
            spec[path: "updateStrategy", "type"]?.string == "RollingUpdate"
        {
            causes += surge(rolling)
        }
        causes.addNegative(spec["revisionHistoryLimit"], at: "spec.revisionHistoryLimit")
        return causes
    }

    /// The selector, and what is looked at only where it is one: the template.
    private static func selected(
        _ spec: JSONValue,
        _ kind: String,
        refusal: String,
        _ template: () -> [StatusFailure.Cause]
    ) -> [StatusFailure.Cause] {
        guard let selector = spec["selector"] else {
            return [.required("spec.selector")] + mismatch(nil, spec) + template()
        }
        var causes = SelectorValidation.selector(selector, at: "spec.selector")
        let isBroken = !causes.isEmpty
        if SelectorValidation.isEmpty(selector) {
            causes.append(.invalid("spec.selector", selector, "empty selector is invalid for \(kind)"))
        }
        if isBroken {
            let shown = SelectorValidation.shown(selector).text()
            let message = "Invalid value: \(shown)\(refusal)"
            return causes + [.init(field: "spec.selector", reason: "FieldValueInvalid", message: message)]
        }
        return causes + mismatch(selector, spec) + template()
    }

    private static func mismatch(_ selector: JSONValue?, _ spec: JSONValue) -> [StatusFailure.Cause] {
        let labels = spec[path: "template", "metadata", "labels"]?.sortedByName ?? .null
        if let selector, SelectorValidation.matches(selector, labels) { return [] }
        let words = "`selector` does not match template `labels`"
        return [.invalid("spec.template.metadata.labels", labels, words)]
    }

    /// Pods that are kept running neither end nor have a deadline.
    private static func endless(_ spec: JSONValue, _ kind: String) -> [StatusFailure.Cause] {
        var causes: [StatusFailure.Cause] = []
        let pod = spec[path: "template", "spec"] ?? [:]
        let place = "spec.template.spec"
        causes.add(pod["restartPolicy"], at: "\(place).restartPolicy", oneOf: ["Always"])
        if pod["activeDeadlineSeconds"] != nil {
            let words = "activeDeadlineSeconds in \(kind) is not Supported"
            causes.append(.forbidden("\(place).activeDeadlineSeconds", words))
        }
        return causes
    }

    private static func strategy(_ strategy: JSONValue) -> [StatusFailure.Cause] {
        let place = "spec.strategy.rollingUpdate"
        guard let rolling = strategy["rollingUpdate"] else { return [] }
        if strategy["type"]?.string == "Recreate" {
            return [.forbidden(place, "may not be specified when strategy `type` is 'Recreate'")]
        }
        var causes: [StatusFailure.Cause] = []
        let unavailable = rolling["maxUnavailable"]
        causes.addShare(unavailable, at: "\(place).maxUnavailable")
        causes.addShare(rolling["maxSurge"], at: "\(place).maxSurge")
        if share(unavailable) == 0, share(rolling["maxSurge"]) == 0 {
            let words = "may not be 0 when `maxSurge` is 0"
            causes.append(.invalid("\(place).maxUnavailable", unavailable ?? .null, words))
        }
        if let percent = unavailable?.string.flatMap(Format.percent), percent > 100, let unavailable {
            let words = "must not be greater than 100%"
            causes.append(.invalid("\(place).maxUnavailable", unavailable, words))
        }
        return causes
    }

    private static func surge(_ rolling: JSONValue) -> [StatusFailure.Cause] {
        let place = "spec.updateStrategy.rollingUpdate"
        var causes: [StatusFailure.Cause] = []
        for name in ["maxUnavailable", "maxSurge"] {
            causes.addShare(rolling[name], at: "\(place).\(name)", limit: 100)
        }
        let (unavailable, surge) = (share(rolling["maxUnavailable"]), share(rolling["maxSurge"]))
        if unavailable != 0, surge != 0 {
            let words = "may not be set when maxUnavailable is non-zero"
            causes.append(.invalid("\(place).maxSurge", rolling["maxSurge"] ?? .null, words))
        } else if unavailable == 0, surge == 0 {
            causes.append(.required("\(place).maxUnavailable", "cannot be 0 when maxSurge is 0"))
        }
        return causes
    }

    /// The number or the percentage, and nothing for any other text.
    private static func share(_ value: JSONValue?) -> Int {
        value?.wholeNumber ?? value?.string.flatMap { Format.percent($0) ?? Int($0) } ?? 0
    }
}
