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
}

/// What a deletion came to.
enum DeleteOutcome: Sendable {
    /// Gone; the uid goes into the reply.
    case gone(uid: String)
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
        if old.isDeleting, type != .pods { return .marked(old.json) }

        var object = JSONValue.object(old.json)
        var finalizers = old.finalizers
        switch options.propagation {
        case .foreground: finalizers.append("foregroundDeletion")
        case .orphan: finalizers.append("orphan")
        case .background, nil: break
        }
        if type == .pods { return deletePod(key, old, options, finalizers) }
        if type == .namespaces {
            // Namespaces go their own way whatever the policy.
            finalizers = old.finalizers
            object["status"]?["phase"] = "Terminating"
        } else if finalizers.isEmpty {
            if !options.isDryRun { erase(key) }
            return .gone(uid: old.uid)
        }
        object["metadata"]?["finalizers"] =
            finalizers.isEmpty ? nil : .array(finalizers.map { .string($0) })
        object["metadata"]?["deletionTimestamp"] = .string(time)
        if type != .namespaces { object["metadata"]?["deletionGracePeriodSeconds"] = 0 }
        if Preparation.tracksGeneration(type) {
            object["metadata"]?["generation"] = .integer(old.generation + 1)
        }
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
    private mutating func deletePod(
        _ key: ObjectKey,
        _ old: StoredObject,
        _ options: DeleteOptions,
        _ finalizers: [String]
    ) -> DeleteOutcome {
        let phase = old.status["phase"]?.string
        let hasStopped = phase == "Succeeded" || phase == "Failed"
        let isPlaced = old.spec["nodeName"]?.string?.isEmpty == false
        var grace = options.gracePeriod ?? old.spec["terminationGracePeriodSeconds"]?.wholeNumber ?? 30
        if grace < 0 { grace = 1 }
        if !isPlaced || hasStopped { grace = 0 }
        if old.isDeleting {
            let left = old.metadata["deletionGracePeriodSeconds"]?.wholeNumber ?? 0
            guard grace < left || (grace == 0 && finalizers.isEmpty) else { return .marked(old.json) }
        }
        if grace == 0, finalizers.isEmpty {
            if !options.isDryRun { erase(key) }
            return .gone(uid: old.uid)
        }
        var object = JSONValue.object(old.json)
        object["metadata"]?["finalizers"] =
            finalizers.isEmpty ? nil : .array(finalizers.map { .string($0) })
        object["metadata"]?["deletionTimestamp"] = .string((now + .seconds(grace)).description)
        object["metadata"]?["deletionGracePeriodSeconds"] = .integer(Int64(grace))
        object["metadata"]?["generation"] = .integer(old.generation + 1)
        let ordered = Self.ordered(object)
        return .marked(options.isDryRun ? ordered : commit(ordered, at: key).json)
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
