// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// What objects use of what ResourceQuotas count.
enum QuotaUsage {
    private static let classSuffix = ".storageclass.storage.k8s.io/"

    /// Kinds that are counted under their own name, beside `count/` and that name.
    private static let named: Set<ResourceType> = [
        .services, .secrets, .configMaps, .resourceQuotas, .persistentVolumeClaims,
    ]

    /// How much of each countable thing an object uses.
    static func usage(of object: JSONValue, _ type: ResourceType) -> [String: Quantity] {
        let one = Quantity.milli(1000)
        var result = ["count/\(type.qualifiedPlural)": one]
        if named.contains(type) { result[type.plural] = one }
        switch type {
        case .pods: result.merge(pod(object)) { $1 }
        case .services: result.merge(service(object["spec"] ?? [:])) { $1 }
        case .persistentVolumeClaims: result.merge(claim(object["spec"] ?? [:])) { $1 }
        default: break
        }
        return result
    }

    /// The kind of objects that use a countable thing.
    static func resource(of name: String) -> GroupResource {
        if name.hasPrefix("count/") { return GroupResource(text: String(name.dropFirst(6))) }
        if name == "requests.storage" || name.contains(classSuffix) { return .persistentVolumeClaims }
        if name.hasPrefix("services.") { return .services }
        return named.first { $0.plural == name }.map { GroupResource($0) } ?? .pods
    }

    /// Whether a countable thing is the objects of a type themselves, each for one.
    static func isPlainCount(_ name: String, of type: ResourceType) -> Bool {
        name == "count/\(type.qualifiedPlural)" || named.contains(type) && name == type.plural
    }

    /// A pod that has ended uses nothing any more, though it is still there.
    private static func pod(_ pod: JSONValue) -> [String: Quantity] {
        let phase = pod[path: "status", "phase"]?.string ?? ""
        if phase == "Succeeded" || phase == "Failed" { return [:] }
        var result = ["pods": Quantity.milli(1000)]
        for (group, prefixes) in [("requests", ["requests.", ""]), ("limits", ["limits."])] {
            for name in ["cpu", "memory", "ephemeral-storage"] {
                let sum = PodResources.total(of: pod["spec"] ?? [:], group, name)
                for prefix in prefixes { result[prefix + name] = sum }
            }
        }
        return result
    }

    private static func service(_ spec: JSONValue) -> [String: Quantity] {
        let ports = spec["ports"]?.elements ?? []
        var (nodePorts, balancers) = (0, 0)
        switch spec["type"]?.string {
        case "NodePort": nodePorts = ports.count
        case "LoadBalancer":
            let isWithout = spec["allocateLoadBalancerNodePorts"]?.bool == false
            nodePorts = isWithout ? ports.filter { $0["nodePort"] != nil }.count : ports.count
            balancers = 1
        default: break
        }
        return [
            "services.nodeports": .milli(Int64(nodePorts) * 1000),
            "services.loadbalancers": .milli(Int64(balancers) * 1000),
        ]
    }

    private static func claim(_ spec: JSONValue) -> [String: Quantity] {
        let size = spec[path: "resources", "requests", "storage"]?.string.flatMap { Quantity($0) }
        var result: [String: Quantity] = [:]
        result["requests.storage"] = size
        guard let name = spec["storageClassName"]?.string, !name.isEmpty else { return result }
        result["\(name)\(classSuffix)persistentvolumeclaims"] = .milli(1000)
        result["\(name)\(classSuffix)requests.storage"] = size
        return result
    }
}

/// Of which objects a quota counts the use.
struct QuotaScope {
    private var conditions: [JSONValue]

    init(_ quota: JSONValue) {
        conditions = (quota["scopes"]?.elements ?? []).map { ["scopeName": $0, "operator": "Exists"] }
        conditions += quota[path: "scopeSelector", "matchExpressions"]?.elements ?? []
    }

    /// Whether the quota is about all objects.
    var isEverything: Bool { conditions.isEmpty }

    /// Whether an object counts; where there is a scope, only pods can.
    func contains(_ object: JSONValue, isPod: Bool) -> Bool {
        let spec = object["spec"] ?? [:]
        return conditions.allSatisfy { isPod && Self.holds($0, for: spec) }
    }

    private static func holds(_ condition: JSONValue, for spec: JSONValue) -> Bool {
        let isEnding = (spec["activeDeadlineSeconds"]?.integer ?? -1) >= 0
        return switch condition["scopeName"]?.string {
        case "Terminating": isEnding
        case "NotTerminating": !isEnding
        case "BestEffort": Preparation.qualityOfService(spec) == "BestEffort"
        case "NotBestEffort": Preparation.qualityOfService(spec) != "BestEffort"
        case "PriorityClass": hasPriority(condition, spec["priorityClassName"]?.string ?? "")
        default: false
        }
    }

    private static func hasPriority(_ condition: JSONValue, _ name: String) -> Bool {
        let isListed = (condition["values"]?.elements ?? []).contains(.string(name))
        return switch condition["operator"]?.string {
        case "Exists": !name.isEmpty
        case "DoesNotExist": name.isEmpty
        case "In": !name.isEmpty && isListed
        case "NotIn": name.isEmpty || !isListed
        default: false
        }
    }
}
