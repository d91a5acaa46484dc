// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension Cluster {
    /// Refuses what a ResourceQuota of the namespace has no room for.
    func admit(_ object: JSONValue, at key: ObjectKey, _ type: ResourceType) throws(StatusFailure) {
        for quota in store.list(.resourceQuotas, namespace: key.namespace) {
            let hard = quota.spec["hard"]?.members ?? [:]
            let demand = Self.demand(of: object, type)
            try Self.requireRequests(object, at: key, type, quota.name, hard)
            var exceeded: [(name: String, asked: String, used: String, limit: String)] = []
            var isExceeded = false
            for limit in hard {
                guard let asked = demand[limit.key], let most = limit.value.string.flatMap({ Quantity($0) })
                else {
                    continue
                }
                let used = used(limit.key, in: key.namespace)
                // One limit that is exceeded brings all that the object counts against into the message.
                if !isExceeded, most < used + asked { isExceeded = true }
                if asked != Quantity.milli(0) {
                    exceeded.append((limit.key, asked.description, used.description, most.description))
                }
            }
            guard isExceeded else { continue }
            exceeded.sort { $0.name < $1.name }
            let list = { (pick: ((name: String, asked: String, used: String, limit: String)) -> String) in
                exceeded.map { "\($0.name)=\(pick($0))" }.joined(separator: ",")
            }
            throw .forbidden(
                type,
                key.name,
                "exceeded quota: \(quota.name), requested: \(list { $0.asked }), used: \(list { $0.used }), "
                    + "limited: \(list { $0.limit })"
            )
        }
    }

    /// Where a quota counts cores or memory, every container has to say what it wants.
    private static func requireRequests(
        _ object: JSONValue,
        at key: ObjectKey,
        _ type: ResourceType,
        _ quota: String,
        _ hard: JSONObject
    ) throws(StatusFailure) {
        guard type == .pods else { return }
        var missing: [String] = []
        for limit in hard.keys.sorted() {
            let parts = limit.split(separator: ".")
            let isLimit = parts.count == 2 && parts[0] == "limits"
            let name = String(parts.last ?? "")
            guard ["cpu", "memory"].contains(name) else { continue }
            let silent = (object[path: "spec", "containers"]?.elements ?? []).filter {
                $0[path: "resources", isLimit ? "limits" : "requests", name] == nil
            }
            guard !silent.isEmpty else { continue }
            let names = silent.compactMap { $0["name"]?.string }.joined(separator: ",")
            missing.append("\(limit) for: \(names)")
        }
        guard !missing.isEmpty else { return }
        throw .forbidden(
            type,
            key.name,
            "failed quota: \(quota): must specify \(missing.joined(separator: "; "))"
        )
    }

    /// How much of a quota's resource a namespace uses.
    func used(_ name: String, in namespace: String) -> Quantity {
        if ["pods", "cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory"]
            .contains(name)
        {
            return store.list(.pods, namespace: namespace)
                .filter { !["Succeeded", "Failed"].contains($0.status["phase"]?.string ?? "") }
                .reduce(Quantity.milli(0)) { sum, pod in
                    sum + (Self.demand(of: .object(pod.json), .pods)[name] ?? Quantity.milli(0))
                }
        }
        let resource = name.hasPrefix("count/") ? String(name.dropFirst(6)) : name
        return Quantity.milli(Int64(store.count(GroupResource(text: resource), namespace: namespace)) * 1000)
    }

    /// What an object would use of each of a quota's resources.
    static func demand(of object: JSONValue, _ type: ResourceType) -> [String: Quantity] {
        var result = [
            "count/\(type.qualifiedPlural)": Quantity.milli(1000), type.plural: Quantity.milli(1000),
        ]
        guard type == .pods else { return result }
        for (group, prefixes) in [("requests", ["requests.", ""]), ("limits", ["limits."])] {
            for name in ["cpu", "memory"] {
                let sum = PodResources.total(of: object["spec"] ?? [:], group, name)
                for prefix in prefixes { result[prefix + name] = sum }
            }
        }
        return result
    }
}
