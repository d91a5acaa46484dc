// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension Cluster {
    /// Refuses what a ResourceQuota of the namespace has no room for; of a changed object only what it uses more.
    func admit(
        _ object: JSONValue,
        at key: ObjectKey,
        _ type: ResourceType,
        replacing old: JSONValue? = nil
    ) throws(StatusFailure) {
        let quotas = store.list(.resourceQuotas, namespace: key.namespace)
        if quotas.isEmpty { return }
        let demand = QuotaUsage.usage(of: object, type)
        let before = old.map { QuotaUsage.usage(of: $0, type) } ?? [:]
        for quota in quotas where QuotaScope(quota.spec).contains(object, isPod: type == .pods) {
            let hard = quota.spec["hard"]?.members ?? [:]
            try Self.requireRequests(object, at: key, type, quota.name, hard)
            var wanted: [(name: String, asked: Quantity, most: Quantity)] = []
            for limit in hard {
                guard let whole = demand[limit.key], let most = limit.value.string.flatMap({ Quantity($0) })
                else {
                    continue
                }
                let asked = before[limit.key].map { whole - $0 } ?? whole
                if asked > Quantity.milli(0) { wanted.append((limit.key, asked, most)) }
            }
            if wanted.isEmpty { continue }
            let used = used(wanted.map(\.name), of: quota)
            var exceeded: [(name: String, asked: String, used: String, limit: String)] = []
            for (name, asked, most) in wanted {
                let used = used[name] ?? Quantity.milli(0)
                guard most < used + asked else { continue }
                exceeded.append((name, asked.description, used.description, most.description))
            }
            guard !exceeded.isEmpty else { continue }
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
        let containers = ["containers", "initContainers"].flatMap { object["spec"]?[$0]?.elements ?? [] }
        var missing: [String] = []
        for limit in hard.keys.sorted() {
            let parts = limit.split(separator: ".")
            let isLimit = parts.count == 2 && parts[0] == "limits"
            let name = String(parts.last ?? "")
            guard ["cpu", "memory"].contains(name) else { continue }
            let silent = containers.filter {
                $0[path: "resources", isLimit ? "limits" : "requests", name] == nil
            }
            guard !silent.isEmpty else { continue }
            let names = silent.compactMap { $0["name"]?.string }.sorted().joined(separator: ",")
            missing.append("\(limit) for: \(names)")
        }
        guard !missing.isEmpty else { return }
        throw .forbidden(
            type,
            key.name,
            "failed quota: \(quota): must specify \(missing.joined(separator: "; "))"
        )
    }

    /// How much a namespace uses of what one of its quotas counts, of the objects that the quota is about.
    ///
    /// Each object is looked at once, however much of it is counted.
    func used(_ names: [String], of quota: StoredObject) -> [String: Quantity] {
        let scope = QuotaScope(quota.spec)
        var sums: [String: Quantity] = [:]
        for (resource, names) in Dictionary(grouping: names, by: QuotaUsage.resource(of:)) {
            guard let type = type(of: resource) else { continue }
            let isPlain = names.allSatisfy { QuotaUsage.isPlainCount($0, of: type) }
            if scope.isEverything, isPlain {
                let count = Int64(store.count(resource, namespace: quota.namespace))
                for name in names { sums[name] = .milli(count * 1000) }
                continue
            }
            for stored in store.list(resource, namespace: quota.namespace) {
                let object = JSONValue.object(stored.json)
                guard scope.contains(object, isPod: type == .pods) else { continue }
                let usage = QuotaUsage.usage(of: object, type)
                for name in names {
                    guard let part = usage[name] else { continue }
                    sums[name] = sums[name].map { $0 == Quantity.milli(0) ? part : $0 + part } ?? part
                }
            }
        }
        return sums
    }
}
