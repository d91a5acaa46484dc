// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension Cluster {
    /// Works out how many pods of a budget may be disturbed now.
    mutating func reconcileDisruption(_ key: ObjectKey) {
        guard let budget = store[key], let selector = Selection.of(budget.spec["selector"]) else { return }
        let labels = StoredObject.strings(budget.spec[path: "selector", "matchLabels"])
        let pods = store.pods(in: key.namespace, with: labels)
            .filter { selector.matches($0.labels) && !PodState($0).hasFinished }
        let healthy = pods.filter { PodState($0).isReady && !$0.isDeleting }.count
        let expected = max(pods.count, expectedPods(of: pods))
        var needed = 0
        if let least = budget.spec["minAvailable"].flatMap({ IntOrString($0) }) {
            needed = least.scaled(to: expected, roundingUp: true) ?? 0
        } else if let most = budget.spec["maxUnavailable"].flatMap({ IntOrString($0) }) {
            needed = max(0, expected - (most.scaled(to: expected, roundingUp: true) ?? 0))
        }
        let allowed = max(0, healthy - needed)
        var status = budget.status
        status["observedGeneration"] = .integer(budget.generation)
        status["disruptionsAllowed"] = .integer(Int64(expected == 0 ? 0 : allowed))
        status["currentHealthy"] = .integer(Int64(healthy))
        status["desiredHealthy"] = .integer(Int64(needed))
        status["expectedPods"] = .integer(Int64(expected))
        let condition = Condition(
            type: "DisruptionAllowed",
            status: allowed > 0 ? "True" : "False",
            reason: allowed > 0 ? "SufficientPods" : "InsufficientPods"
        )
        Conditions.set(condition, in: &status, at: time)
        status["conditions"] = .array(
            (status["conditions"]?.elements ?? []).map { condition in
                var condition = condition
                condition["message"] = ""
                condition["observedGeneration"] = .integer(budget.generation)
                return condition
            }
        )
        guard status != budget.status else { return }
        modify(key, subresource: "status") { $0["status"] = status }
    }

    /// The sizes of the sets that the pods belong to.
    private func expectedPods(of pods: [StoredObject]) -> Int {
        var owners: [String: Int] = [:]
        for pod in pods {
            guard let owner = pod.controller, let uid = owner["uid"]?.string, owners[uid] == nil else {
                continue
            }
            let resource: GroupResource =
                owner["kind"]?.string == "StatefulSet" ? .statefulSets : .replicaSets
            let key = ObjectKey(
                resource: resource,
                namespace: pod.namespace,
                name: owner["name"]?.string ?? ""
            )
            owners[uid] = store[key]?.spec["replicas"]?.wholeNumber ?? 0
        }
        return owners.values.reduce(0, +)
    }

    /// Reports how much of a quota is used.
    mutating func reconcileQuota(_ key: ObjectKey) {
        guard let quota = store[key] else { return }
        let hard = quota.spec["hard"]?.members ?? [:]
        var usedNow: JSONObject = [:]
        for limit in hard { usedNow[limit.key] = .string(used(limit.key, in: key.namespace).description) }
        let status: JSONValue = ["hard": .object(hard), "used": .object(usedNow)]
        guard status != quota.status else { return }
        modify(key, subresource: "status") { $0["status"] = status }
    }

    /// Serves what a CustomResourceDefinition defines, or stops serving it.
    mutating func reconcileDefinition(_ key: ObjectKey) {
        guard let definition = store[key] else {
            for type in definitions.types where type.qualifiedPlural == key.name {
                for object in store.list(GroupResource(type)) {
                    erase(
                        ObjectKey(
                            resource: GroupResource(type),
                            namespace: object.namespace,
                            name: object.name
                        )
                    )
                }
            }
            definitions.forget(key.name)
            return
        }
        definitions.define(definition)
        var status = definition.status
        let names = Condition(
            type: "NamesAccepted",
            status: "True",
            reason: "NoConflicts",
            message: "no conflicts found"
        )
        let established = Condition(
            type: "Established",
            status: "True",
            reason: "InitialNamesAccepted",
            message: "the initial names have been accepted"
        )
        Conditions.set(names, in: &status, at: time)
        Conditions.set(established, in: &status, at: time)
        status["acceptedNames"] = definition.spec["names"]
        status["storedVersions"] = .array(
            (definition.spec["versions"]?.elements ?? []).filter { $0["storage"]?.bool ?? false }
                .compactMap { $0["name"] }
        )
        guard status != definition.status else { return }
        modify(key, subresource: "status") { $0["status"] = status }
    }
}
