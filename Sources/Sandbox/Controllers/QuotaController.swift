// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// Keeps the status of ResourceQuotas.
enum QuotaController: Controller {
    static func observe(_ change: Change, in cluster: inout Cluster) {
        if change.key.resource == .resourceQuotas { cluster.enqueue(Self.self, change.key) }
        // Whatever a namespace holds may count.
        let namespace = change.key.namespace
        guard !namespace.isEmpty else { return }
        for quota in cluster.store.list(.resourceQuotas, namespace: namespace) {
            let key = ObjectKey(resource: .resourceQuotas, namespace: namespace, name: quota.name)
            cluster.enqueue(Self.self, key)
        }
    }

    /// Reports how much of a quota is used.
    static func reconcile(_ key: ObjectKey, in cluster: inout Cluster) {
        guard let quota = cluster.store[key] else { return }
        let hard = quota.spec["hard"]?.members ?? [:]
        var usedNow: JSONObject = [:]
        let used = cluster.used(hard.map(\.key), of: quota)
        for limit in hard {
            usedNow[limit.key] = .string((used[limit.key] ?? Quantity.milli(0)).description)
        }
        let status: JSONValue = ["hard": .object(hard), "used": .object(usedNow)]
        guard status != quota.status else { return }
        cluster.modify(key, subresource: "status") { $0["status"] = status }
    }
}
