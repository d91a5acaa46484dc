// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension Cluster {
    /// Refuses what a ResourceQuota of the namespace has no room for.
    func admit(_ object: JSONValue, at key: ObjectKey, _ type: ResourceType) throws(StatusFailure) {
        for quota in store.list("resourcequotas", namespace: key.namespace) {
            let hard = quota.spec["hard"]?.members ?? [:]
            let demand = Self.demand(of: object, type)
            var exceeded: [(name: String, asked: String, used: String, limit: String)] = []
            for limit in hard {
                guard let asked = demand[limit.key], let most = limit.value.string.flatMap({ Quantity($0) })
                else {
                    continue
                }
                let used = used(limit.key, in: key.namespace)
                if most < used + asked {
                    exceeded.append((limit.key, asked.description, used.description, most.description))
                }
            }
            guard !exceeded.isEmpty else { continue }
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

    /// How much of a quota's resource a namespace uses.
    func used(_ name: String, in namespace: String) -> Quantity {
        if ["pods", "cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory"]
            .contains(name)
        {
            guard let pods = ResourceType.named(group: "", plural: "pods") else { return Quantity.milli(0) }
            return store.list("pods", namespace: namespace)
                .filter { !["Succeeded", "Failed"].contains($0.status["phase"]?.string ?? "") }
                .reduce(Quantity.milli(0)) { sum, pod in
                    sum + (Self.demand(of: .object(pod.json), pods)[name] ?? Quantity.milli(0))
                }
        }
        let resource = name.hasPrefix("count/") ? String(name.dropFirst(6)) : name
        return Quantity.milli(Int64(store.count(resource, namespace: namespace)) * 1000)
    }

    /// What an object would use of each of a quota's resources.
    static func demand(of object: JSONValue, _ type: ResourceType) -> [String: Quantity] {
        var result = [
            "count/\(type.qualifiedPlural)": Quantity.milli(1000), type.plural: Quantity.milli(1000),
        ]
        guard type.type.kind == "Pod" else { return result }
        for (group, prefixes) in [("requests", ["requests.", ""]), ("limits", ["limits."])] {
            for name in ["cpu", "memory"] {
                let sum = podTotal(of: object["spec"] ?? [:], group, name)
                for prefix in prefixes { result[prefix + name] = sum }
            }
        }
        return result
    }

    /// The sum over a pod's containers of a request or limit.
    static func podTotal(of spec: JSONValue, _ group: String, _ name: String) -> Quantity {
        (spec["containers"]?.elements ?? []).reduce(Quantity.milli(0)) { sum, container in
            sum
                + (container[path: "resources", group, name]?.string.flatMap { Quantity($0) }
                    ?? Quantity.milli(0))
        }
    }
}
