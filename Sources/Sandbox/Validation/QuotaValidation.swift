// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// The rules of ResourceQuotas: what can be counted, and of which objects.
enum QuotaValidation {
    static func causes(_ spec: JSONValue) -> [StatusFailure.Cause] {
        var causes: [StatusFailure.Cause] = []
        let hard = spec["hard"]?.members ?? [:]
        for limit in hard {
            let field = "spec.hard[\(limit.key)]"
            causes += resource(limit.key, at: field)
            let isCounted = integers.contains(limit.key) || ResourceValidation.isExtended(limit.key)
            causes += ResourceValidation.quantity(limit.value, ofIntegers: isCounted, at: field)
        }
        let names = hard.keys.filter { ResourceValidation.standard.contains($0) && $0 != "storage" }
        let scopes = spec["scopes"]?.elements ?? []
        causes += self.scopes(scopes, of: names)
        causes += selector(spec, of: names)
        return causes
    }

    private static let integers: Set<String> = [
        "pods", "resourcequotas", "services", "replicationcontrollers", "secrets", "configmaps",
        "persistentvolumeclaims", "services.nodeports", "services.loadbalancers",
    ]

    private static func resource(_ name: String, at field: String) -> [StatusFailure.Cause] {
        var causes = ResourceValidation.resource(name, at: field)
        let isHuge = name.hasPrefix("hugepages-") || name.hasPrefix("requests.hugepages-")
        if name.contains("/") || isHuge { return causes }
        if !ResourceValidation.standard.contains(name) || name == "storage" {
            causes.append(.invalid(field, .string(name), "must be a standard resource for quota"))
        }
        return causes
    }

    private static let ofPods: Set<String> = [
        "Terminating", "NotTerminating", "BestEffort", "NotBestEffort", "PriorityClass",
        "CrossNamespacePodAffinity",
    ]

    /// Whether what is counted has parts that a scope tells apart.
    private static func fits(_ scope: String, _ resource: String) -> Bool {
        let amounts: Set<String> = [
            "cpu", "memory", "limits.cpu", "limits.memory", "requests.cpu", "requests.memory",
        ]
        switch scope {
        case "BestEffort": return resource == "pods"
        case "VolumeAttributesClass":
            return ["persistentvolumeclaims", "requests.storage"].contains(resource)
        case _ where ofPods.contains(scope): return resource == "pods" || amounts.contains(resource)
        default: return true
        }
    }

    private static func scopes(_ scopes: [JSONValue], of resources: [String]) -> [StatusFailure.Cause] {
        let field = "spec.scopes"
        var causes: [StatusFailure.Cause] = []
        let names = scopes.compactMap(\.string)
        for scope in names {
            if !isKnown(scope) { causes.append(.invalid(field, .array(scopes), "unsupported scope")) }
            for resource in resources.sorted() where !fits(scope, resource) {
                causes.append(.invalid(field, .array(scopes), "unsupported scope applied to resource"))
            }
        }
        if contradict(names) { causes.append(.invalid(field, .array(scopes), "conflicting scopes")) }
        return causes
    }

    private static func isKnown(_ scope: String) -> Bool {
        ofPods.contains(scope) || scope == "VolumeAttributesClass"
    }

    private static func contradict(_ scopes: [String]) -> Bool {
        [["BestEffort", "NotBestEffort"], ["Terminating", "NotTerminating"]].contains { pair in
            pair.allSatisfy(scopes.contains)
        }
    }

    private static func selector(_ spec: JSONValue, of resources: [String]) -> [StatusFailure.Cause] {
        let field = "spec.scopeSelector.matchExpressions"
        guard let selector = spec["scopeSelector"] else { return [] }
        var causes: [StatusFailure.Cause] = []
        for expression in selector["matchExpressions"]?.elements ?? [] {
            let scope = expression["scopeName"]?.string ?? ""
            let name = expression["operator"]?.string ?? ""
            if !isKnown(scope) {
                causes.append(.invalid("\(field).scopeName", .string(scope), "unsupported scope"))
            }
            for resource in resources.sorted() where !fits(scope, resource) {
                causes.append(.invalid(field, selector, "unsupported scope applied to resource"))
            }
            if ofPods.contains(scope), scope != "PriorityClass", name != "Exists" {
                let words =
                    "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, "
                    + "ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort "
                    + "or ResourceQuotaScopeCrossNamespacePodAffinity"
                causes.append(.invalid("\(field).operator", .string(name), words))
            }
            causes += values(expression, name, at: field)
        }
        let names = (selector["matchExpressions"]?.elements ?? []).compactMap { $0["scopeName"]?.string }
        if contradict(names) {
            causes.append(.invalid(field, spec["scopes"] ?? .null, "conflicting scopes"))
        }
        return causes
    }

    private static func values(_ expression: JSONValue, _ name: String, at field: String)
        -> [StatusFailure.Cause]
    {
        let values = expression["values"]?.elements ?? []
        switch name {
        case "In", "NotIn":
            let words = "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector"
            return values.isEmpty ? [.required("\(field).values", words)] : []
        case "Exists", "DoesNotExist":
            let words = "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector"
            return values.isEmpty ? [] : [.invalid("\(field).values", .array(values), words)]
        default:
            return [.invalid("\(field).operator", .string(name), "not a valid selector operator")]
        }
    }
}
