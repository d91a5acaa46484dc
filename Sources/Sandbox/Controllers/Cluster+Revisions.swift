// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension Cluster {
    /// Records the pod template of a StatefulSet or DaemonSet as its newest ControllerRevision.
    ///
    /// It is made when it is new and renumbered when it comes back. As many old ones are kept as the set says, ten by default,
    /// besides those that pods still have.
    mutating func recordRevision(
        _ name: String,
        of set: StoredObject,
        labels: JSONObject = [:]
    ) throws(StatusFailure) {
        let known = store.dependents(of: set.uid, resource: .controllerRevisions)
        // Anybody can write a revision; it has to leave room for the next one.
        func number(_ object: StoredObject) -> Int64 { min(object.json["revision"]?.integer ?? 0, .max - 1) }
        let highest = known.map { number($0.object) }.max() ?? 0
        if let same = known.first(where: { $0.object.name == name }) {
            if number(same.object) < highest { modify(same.key) { $0["revision"] = .integer(highest + 1) } }
            return
        }
        let template = set.spec["template"] ?? [:]
        let labels = (template[path: "metadata", "labels"] ?? [:]).merging(labels)
        let object: JSONValue = [
            "apiVersion": "apps/v1", "kind": "ControllerRevision",
            "metadata": [
                "name": .string(name),
                "labels": labels.members.isEmpty ? nil : labels,
                "ownerReferences": [set.controllerReference],
            ],
            "data": ["spec": ["template": template.merging(["$patch": "replace"])]],
            "revision": .integer(highest + 1),
        ]
        let context = WriteContext(type: .controllerRevisions, manager: "kube-controller-manager")
        _ = try create(object.members, namespace: set.namespace, context)

        var live = Set(
            store.pods(controlledBy: set).compactMap { $0.object.labels["controller-revision-hash"] }
        )
        if let current = set.status["currentRevision"]?.string { live.insert(current) }
        // The label of a StatefulSet's pod is the whole name, that of a DaemonSet's pod the end of it.
        let old = known.filter { revision in
            !live.contains(revision.object.name)
                && !live.contains(String(revision.object.name.dropFirst(set.name.count + 1)))
        }
        let surplus = old.count - (set.spec["revisionHistoryLimit"]?.wholeNumber ?? 10)
        for revision in old.sorted(by: { number($0.object) < number($1.object) }).prefix(max(0, surplus)) {
            discard(revision.key)
        }
    }
}

extension JSONValue {
    /// The object with more members.
    fileprivate func merging(_ more: JSONObject) -> JSONValue {
        var result = self
        for member in more { result[member.key] = member.value }
        return result
    }
}
