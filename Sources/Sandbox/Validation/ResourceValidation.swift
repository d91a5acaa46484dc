// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// The rules of amounts: what containers ask for, and what claims ask for.
enum ResourceValidation {
    /// What is wrong with the limits and requests of a container.
    static func container(_ resources: JSONValue, at path: String) -> [StatusFailure.Cause] {
        var causes: [StatusFailure.Cause] = []
        for limit in resources["limits"]?.members ?? [:] {
            causes += amount(limit.key, limit.value, at: "\(path).limits[\(limit.key)]")
        }
        for request in resources["requests"]?.members ?? [:] {
            causes += amount(request.key, request.value, at: "\(path).requests[\(request.key)]")
            causes += excess(request.key, request.value, resources["limits"], at: path)
        }
        return causes
    }

    private static func amount(_ name: String, _ value: JSONValue, at field: String)
        -> [StatusFailure.Cause]
    {
        containerResource(name, at: field) + quantity(value, ofIntegers: isExtended(name), at: field)
    }

    /// A request is at most its limit, and equal to it where a node cannot promise more than it has.
    private static func excess(
        _ name: String,
        _ value: JSONValue,
        _ limits: JSONValue?,
        at path: String
    ) -> [StatusFailure.Cause] {
        let mayOvercommit = Self.mayOvercommit(name)
        guard let limit = limits?[name]?.string.flatMap({ Quantity($0) }) else {
            let words = "Limit must be set for non overcommitable resources"
            return mayOvercommit ? [] : [.required("\(path).limits", words)]
        }
        guard let asked = value.string.flatMap({ Quantity($0) }) else { return [] }
        if !mayOvercommit, asked != limit {
            return [.invalid("\(path).requests", value, "must be equal to \(name) limit of \(limit)")]
        }
        guard limit < asked else { return [] }
        let words = "must be less than or equal to \(name) limit of \(limit)"
        return [.invalid("\(path).requests", value, words)]
    }

    /// What is wrong with the name of something that containers ask for.
    static func containerResource(_ name: String, at field: String) -> [StatusFailure.Cause] {
        var causes: [StatusFailure.Cause] = []
        causes.add(Format.labelKey(name), at: field, name)
        if !causes.isEmpty { return causes }
        if name.contains("/") {
            if isNative(name) || isExtended(name) { return [] }
            return [.invalid(field, .string(name), "doesn't follow extended resource name standard")]
        }
        causes = resource(name, at: field)
        if !["cpu", "memory", "ephemeral-storage"].contains(name), !isHugePage(name) {
            causes.append(.invalid(field, .string(name), "must be a standard resource for containers"))
        }
        return causes
    }

    /// What is wrong with the name of something that has an amount.
    static func resource(_ name: String, at field: String) -> [StatusFailure.Cause] {
        var causes: [StatusFailure.Cause] = []
        causes.add(Format.labelKey(name), at: field, name)
        let isKnown = standard.contains(name) || isHugePage(name) || name.hasPrefix("requests.hugepages-")
        if causes.isEmpty, !isKnown, !name.contains("/") {
            let words = "must be a standard resource type or fully qualified"
            causes.append(.invalid(field, .string(name), words))
        }
        return causes
    }

    /// What is wrong with an amount: it is not negative, and whole where things are counted that have no parts.
    static func quantity(_ value: JSONValue, ofIntegers: Bool = false, at field: String)
        -> [StatusFailure.Cause]
    {
        guard let amount = value.string.flatMap({ Quantity($0) }) else { return [] }
        var causes: [StatusFailure.Cause] = []
        if amount < Quantity.milli(0) {
            let words = "must be greater than or equal to 0"
            causes.append(.invalid(field, .string(amount.description), words))
        }
        if ofIntegers, amount.milliValue % 1000 != 0 {
            causes.append(.invalid(field, .string(amount.description), "must be an integer"))
        }
        return causes
    }

    /// What is wrong with a claim of a volume.
    static func claim(_ spec: JSONValue, at path: String) -> [StatusFailure.Cause] {
        var causes: [StatusFailure.Cause] = []
        let modes = spec["accessModes"]?.elements.compactMap(\.string) ?? []
        let words = "at least 1 access mode is required"
        if modes.isEmpty { causes.append(.required("\(path).accessModes", words)) }
        causes += SelectorValidation.selector(spec["selector"], at: "\(path).selector")
        let known = ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"]
        for mode in modes where !known.contains(mode) {
            causes.append(.unsupported("\(path).accessModes", mode, known))
        }
        if modes.contains("ReadWriteOncePod"), modes.contains(where: { $0 != "ReadWriteOncePod" }) {
            let words = "may not use ReadWriteOncePod with other access modes"
            causes.append(.forbidden("\(path).accessModes", words))
        }
        let field = "\(path).resources[storage]"
        if let storage = spec[path: "resources", "requests", "storage"]?.string {
            if let amount = Quantity(storage), amount <= Quantity.milli(0) {
                causes.append(.invalid(field, .string(storage), "must be greater than zero"))
            }
        } else {
            causes.append(.required(field))
        }
        causes.addOptional(spec["storageClassName"], at: "\(path).storageClassName", Format.subdomain)
        causes.add(spec["volumeMode"], at: "\(path).volumeMode", oneOf: ["Block", "Filesystem"])
        return causes
    }

    /// What a server counts by itself, for pods and quotas.
    static let standard: Set<String> = [
        "cpu", "memory", "ephemeral-storage", "requests.cpu", "requests.memory", "requests.ephemeral-storage",
        "limits.cpu", "limits.memory", "limits.ephemeral-storage", "pods", "resourcequotas", "services",
        "replicationcontrollers", "secrets", "configmaps", "persistentvolumeclaims", "storage",
        "requests.storage", "services.nodeports", "services.loadbalancers",
    ]

    /// Whether nodes may promise more of it than they have.
    static func mayOvercommit(_ name: String) -> Bool { isNative(name) && !isHugePage(name) }

    private static func isHugePage(_ name: String) -> Bool { name.hasPrefix("hugepages-") }

    private static func isNative(_ name: String) -> Bool {
        !name.contains("/") || name.contains("kubernetes.io/")
    }

    /// What nodes have that Kubernetes knows nothing of, such as `example.com/gpu`.
    static func isExtended(_ name: String) -> Bool {
        !isNative(name) && !name.hasPrefix("requests.") && Format.labelKey("requests.\(name)").isEmpty
    }
}
