// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension KubernetesObject {
    /// Whether it has been deleted, and is there only until its finalizers are done.
    var isBeingDeleted: Bool { self[metadata: "deletionTimestamp"]?.string != nil }

    /// What the end of an object that is being deleted waits for: `being deleted, waits for finalizer x`.
    var departure: String {
        let finalizers = (self[metadata: "finalizers"]?.array ?? []).compactMap(\.string)
        // Those of a namespace stand in its spec, and what is still in it says more.
        let contents = (self["status"]?["conditions"]?.array ?? []).first {
            $0["type"]?.string == "NamespaceContentRemaining" && $0["status"]?.string == "True"
        }
        if let message = contents?["message"]?.string { return "being deleted: \(message)" }
        guard !finalizers.isEmpty else { return "being deleted" }
        let names = finalizers.map { "`\($0)`" }.joined(separator: ", ")
        return "being deleted, waits for finalizer\(finalizers.count == 1 ? "" : "s") \(names)"
    }

    /// The field by which somebody has stopped it, if it is stopped.
    var stoppingField: String? {
        switch kind {
        case "Deployment": self["spec"]?["paused"]?.bool == true ? "paused" : nil
        case "Job", "CronJob": self["spec"]?["suspend"]?.bool == true ? "suspend" : nil
        default: nil
        }
    }

    /// That it is stopped, and by whom where that is recorded: `paused by x`; `nil` for what goes on.
    var stop: String? {
        guard let field = stoppingField else { return nil }
        let word = field == "paused" ? "paused" : "suspended"
        return owner(of: field).map { "\(word) by `\($0)`" } ?? word
    }

    /// Whether it is stopped, and as our manifest has it.
    var isStoppedByUs: Bool {
        stoppingField.map { owner(of: $0) == FieldManager.msctl } ?? false
    }

    /// Who has set a field of the `spec`, the first where there are several.
    private func owner(of field: String) -> String? {
        let entries = self[metadata: "managedFields"]?.array ?? []
        return entries.first { $0["fieldsV1"]?["f:spec"]?["f:\(field)"] != nil }?["manager"]?.string
    }
}

extension ObservedWorkload {
    /// That somebody has paused the Deployment before all of what we wrote is rolled out; `nil` if it goes on.
    ///
    /// Its pods are then those of another version, whatever its revision number says. A Job is suspended by whoever queues
    /// it, and goes on by itself; what the manifest itself stops is meant to stand.
    var stop: RootCause? {
        guard named.object.kind == "Deployment", !isStoppedOnPurpose,
            let stop = latest.stop, number("updatedReplicas") < scale
        else { return nil }
        let name = named.object.name
        var cause = cause(
            .paused,
            "`\(name)` is \(stop), so that nothing is rolled out",
            at: "/spec/paused"
        )
        let namespace = named.object.namespace.map { " -n \($0)" } ?? ""
        cause.remedy = "let it go on with `kubectl rollout resume deployment/\(name)\(namespace)`"
        return cause
    }

    /// That one of its pods was ended as a whole, which starts no container of it again.
    func end(of pod: KubernetesObject, among count: Int) -> RootCause {
        let reason = pod.endReason ?? ""
        let more = count > 1 ? ", as one of \(count)" : ""
        var cause = cause(
            .podEnded,
            "the pod `\(pod.name)` was ended and is not started again\(more): \(reason)",
            at: CauseLocator.podPointer(in: named.object)
        )
        let message = pod["status"]?["message"]?.string ?? ""
        cause.detail = message.isEmpty ? nil : message
        cause.pod = pod.name
        cause.chain += ["Pod \(pod.name)", "Failed: \(reason)"]
        // Those of others make a new one by themselves.
        if named.object.kind == "Pod" { cause.remedy = "delete the pod and make it again: nothing else does" }
        return cause
    }

    /// Whether none of its pods are of what we wrote.
    var hasNoNewPods: Bool { number("updatedReplicas") == 0 }
}
