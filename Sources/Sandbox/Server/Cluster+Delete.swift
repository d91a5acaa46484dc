// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// How an object is to be deleted.
struct DeleteOptions: Sendable {
    /// What happens to the objects that it owns.
    enum Propagation: String, Sendable {
        case background = "Background"
        case foreground = "Foreground"
        case orphan = "Orphan"
    }

    var propagation: Propagation?
    var gracePeriod: Int?
    var uid: String?
    var resourceVersion: String?
    var isDryRun = false

    /// The finalizers that an object has from now on: what is said about its dependents replaces what was said before.
    func finalizers(besides known: [String]) -> [String] {
        guard let propagation else { return known }
        let others = known.filter { $0 != "orphan" && $0 != "foregroundDeletion" }
        let wanted =
            switch propagation {
            case .foreground: others + ["foregroundDeletion"]
            case .orphan: others + ["orphan"]
            case .background: others
            }
        // The same ones stay in the order in which they are.
        return Set(wanted) == Set(known) ? known : wanted
    }
}

/// What a deletion came to.
enum DeleteOutcome: Sendable {
    /// Gone; the last state of it.
    case gone(JSONObject)
    /// Marked, and held by finalizers, containers or content.
    case marked(JSONObject)
}

extension Cluster {
    /// Deletes an object, or marks it when something has to happen first.
    mutating func delete(
        _ key: ObjectKey,
        _ type: ResourceType,
        _ options: DeleteOptions = DeleteOptions()
    ) throws(StatusFailure) -> DeleteOutcome {
        guard let old = store[key] else { throw .notFound(type, key.name) }
        try checkPreconditions(options, old, type)
        if type == .namespaces, ["default", "kube-system", "kube-public"].contains(key.name) {
            throw .forbidden(type, key.name, "this namespace may not be deleted")
        }
        if type == .pods { return deletePod(key, old, options) }
        if type == .namespaces { return deleteNamespace(key, old, options) }
        let finalizers = options.finalizers(besides: old.finalizers)
        if finalizers.isEmpty {
            return .gone((options.isDryRun ? nil : erase(key)) ?? old.json)
        }
        if old.isDeleting, finalizers == old.finalizers { return .marked(old.json) }
        let moment = time
        return mark(key, old, options, finalizers: finalizers) { object in
            object["metadata"]?.fill("deletionTimestamp", .string(moment))
            object["metadata"]?["deletionGracePeriodSeconds"] = 0
        }
    }

    /// Namespaces go their own way whatever the policy.
    private mutating func deleteNamespace(
        _ key: ObjectKey,
        _ old: StoredObject,
        _ options: DeleteOptions
    ) -> DeleteOutcome {
        if old.isDeleting { return .marked(old.json) }
        let moment = time
        return mark(key, old, options, finalizers: old.finalizers) { object in
            object["status"]?["phase"] = "Terminating"
            object["metadata"]?["deletionTimestamp"] = .string(moment)
        }
    }

    /// Writes that an object is being deleted, with which a new generation of it begins once.
    private mutating func mark(
        _ key: ObjectKey,
        _ old: StoredObject,
        _ options: DeleteOptions,
        finalizers: [String],
        _ change: (inout JSONValue) -> Void
    ) -> DeleteOutcome {
        var object = JSONValue.object(old.json)
        object["metadata"]?["finalizers"] =
            finalizers.isEmpty ? nil : .array(finalizers.map { .string($0) })
        if !old.isDeleting, old.generation > 0 {
            object["metadata"]?["generation"] = .integer(old.generation + 1)
        }
        change(&object)
        let ordered = Self.ordered(object)
        return .marked(options.isDryRun ? ordered : commit(ordered, at: key).json)
    }

    private func checkPreconditions(
        _ options: DeleteOptions,
        _ old: StoredObject,
        _ type: ResourceType
    ) throws(StatusFailure) {
        var why: String?
        if let uid = options.uid, uid != old.uid {
            why =
                "the UID in the precondition (\(uid)) does not match the UID in record (\(old.uid)). "
                + "The object might have been deleted and then recreated"
        } else if let version = options.resourceVersion, version != String(old.revision) {
            why =
                "the ResourceVersion in the precondition (\(version)) does not match the ResourceVersion in "
                + "record (\(old.revision)). The object might have been modified"
        }
        guard let why else { return }
        // Unlike every other conflict, this one names the kind and not the resource.
        var details = type.details(old.name)
        details["kind"] = .string(type.type.kind)
        let kind = type.type.group.isEmpty ? type.type.kind : "\(type.type.kind).\(type.type.group)"
        throw StatusFailure(
            code: 409,
            reason: "Conflict",
            message: "Operation cannot be fulfilled on \(kind) \"\(old.name)\": \(why)",
            details: details
        )
    }

    /// A pod on a node gets its grace period; the kubelet takes it away when the containers have stopped.
    ///
    /// One that goes at once is marked before it goes, so that whoever watches sees its period end.
    ///
    /// What is being deleted already can only be hurried; while its time runs, finalizers stay as they are.
    private mutating func deletePod(
        _ key: ObjectKey,
        _ old: StoredObject,
        _ options: DeleteOptions
    ) -> DeleteOutcome {
        let left = old.metadata["deletionGracePeriodSeconds"]?.wholeNumber ?? 0
        let runs = old.isDeleting && left > 0
        var grace = runs ? options.gracePeriod ?? left : startingGrace(of: old, options)
        if grace < 0 { grace = 1 }
        if runs, grace >= left { return .marked(old.json) }
        if old.isDeleting, !runs { grace = 0 }
        let finalizers = options.finalizers(besides: old.finalizers)
        let isOver = grace == 0 && finalizers.isEmpty
        if old.isDeleting, !runs {
            if isOver { return .gone((options.isDryRun ? nil : erase(key)) ?? old.json) }
            if finalizers == old.finalizers { return .marked(old.json) }
        }
        // The time runs from the first deletion, and never ends in the past.
        var end = old.metadata["deletionTimestamp"]?.string.flatMap { Timestamp($0) } ?? now + .seconds(grace)
        if runs {
            end = max(now, end - .seconds(left) + .seconds(grace))
            if end == now, grace > 0 { grace = 1 }
        }
        let (moment, period) = (end.description, Int64(grace))
        let outcome = mark(key, old, options, finalizers: finalizers) { object in
            object["metadata"]?["deletionTimestamp"] = .string(moment)
            object["metadata"]?["deletionGracePeriodSeconds"] = .integer(period)
        }
        guard isOver, !options.isDryRun, let last = erase(key) else { return outcome }
        return .gone(last)
    }

    /// In seconds; there is nothing to wait for where no containers run.
    private func startingGrace(of pod: StoredObject, _ options: DeleteOptions) -> Int {
        let isPlaced = pod.spec["nodeName"]?.string?.isEmpty == false
        if !isPlaced || PodState(pod).hasFinished { return 0 }
        return options.gracePeriod ?? pod.spec["terminationGracePeriodSeconds"]?.wholeNumber ?? 30
    }

    /// A controller's deletion of an object that may be gone.
    mutating func discard(_ key: ObjectKey, _ options: DeleteOptions = DeleteOptions()) {
        guard let type = type(of: key.resource) else { return }
        do throws(StatusFailure) {
            _ = try delete(key, type, options)
        } catch {
            // Gone already: what the controller wanted.
            return
        }
    }
}
