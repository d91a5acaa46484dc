// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension Cluster {
    /// Answers a request to an object's replica count.
    mutating func answerScale(
        _ request: APIRequest,
        _ key: ObjectKey,
        _ type: ResourceType
    ) throws(StatusFailure) -> APIResponse {
        guard ["GET", "PUT", "PATCH"].contains(request.method) else { throw .methodNotAllowed }
        guard let object = store[key] else { throw .notFound(type, key.name) }
        let current = Self.scale(of: object)
        let proposal: JSONValue
        switch request.method {
        case "GET": return .json(200, current)
        case "PUT":
            try RequestBody.checkOptions(request, "UpdateOptions")
            guard let body = try RequestBody.tree(request) else {
                throw .badRequest("the body of the request was empty")
            }
            proposal = body
        case "PATCH" where request.mediaType == "application/apply-patch+yaml":
            try checkPatchOptions(request, isApply: true)
            return try applyScale(request, key, type, object)
        case "PATCH":
            try checkPatchOptions(request, isApply: false)
            guard let patch = try RequestBody.tree(request) else { throw .badRequest("the patch is empty") }
            switch request.mediaType {
            case "application/json-patch+json": proposal = try JSONPatch.apply(patch, to: current)
            case "application/merge-patch+json", "application/strategic-merge-patch+json":
                proposal = JSONMergePatch.apply(patch, to: current)
            default: throw .unsupportedPatch
            }
        default: throw .methodNotAllowed
        }
        return try rescale(request, key, type, object, to: proposal)
    }

    private mutating func rescale(
        _ request: APIRequest,
        _ key: ObjectKey,
        _ type: ResourceType,
        _ object: StoredObject,
        to proposal: JSONValue
    ) throws(StatusFailure) -> APIResponse {
        if let name = proposal[path: "metadata", "name"]?.string, name != key.name {
            throw .badRequest(
                "the name of the object (\(name)) does not match the name on the URL (\(key.name))"
            )
        }
        let replicas = try Self.replicas(proposal, key)
        var changed = JSONValue.object(object.json)
        changed["spec"]?["replicas"] = .integer(replicas)
        let version = proposal[path: "metadata", "resourceVersion"]?.string
        let sameAsRead = request.method == "PATCH" && version == String(object.revision)
        changed["metadata"]?["resourceVersion"] = sameAsRead ? nil : version.map { .string($0) }
        var context = context(request, type)
        context.subresource = "scale"
        let managers = scaleManagers(object, changes: object.spec["replicas"]?.integer != replicas, context)
        let updated = try update(key, to: changed.members, context, managers: managers)
        return .json(200, Self.scale(of: StoredObject(json: updated, revision: 0)))
    }

    /// A scaler is recorded only where somebody owned the replicas before: a quirk of real servers.
    private func scaleManagers(_ object: StoredObject, changes: Bool, _ context: WriteContext)
        -> ManagedFields
    {
        var managers = ManagedFields(object.metadata["managedFields"])
        let path: [PathElement] = [.field("spec"), .field("replicas")]
        guard changes, managers.entries.values.contains(where: { $0.fields.contains(path) }) else {
            return managers
        }
        var set = FieldSet()
        set.insert(path)
        managers.recordUpdate(VersionedComparison(Comparison(modified: set)), by: context.owner, at: time)
        // Entries of scalers carry no time.
        managers.entries[context.owner]?.time = nil
        return managers
    }

    /// An apply to the scale owns the replicas as an apply, with conflicts.
    private mutating func applyScale(
        _ request: APIRequest,
        _ key: ObjectKey,
        _ type: ResourceType,
        _ object: StoredObject
    ) throws(StatusFailure) -> APIResponse {
        let (applied, warnings) = try RequestBody.applied(request)
        let replicas = try Self.replicas(applied, key)
        let owner = ManagedFields.Manager(
            name: request.manager,
            operation: .apply,
            apiVersion: type.type.apiVersion,
            subresource: "scale"
        )
        let operation = ServerSideApply(
            versions: KindVersions(type),
            manager: owner,
            force: request.flag("force"),
            time: time
        )
        var outcome: ServerSideApply.Outcome
        do throws(ServerSideApply.Conflict) {
            outcome = try operation(
                live: Self.withoutManagers(object.json),
                managers: ManagedFields(object.metadata["managedFields"]),
                applied: ["spec": ["replicas": .integer(replicas)]]
            )
        } catch {
            var conflict = ServerSideApply.Conflict(fields: [:])
            for (manager, fields) in error.fields {
                var shown = manager
                // The conflict is told in the terms of the scale.
                if manager.subresource == "scale" { shown.apiVersion = "autoscaling/v1" }
                conflict.fields[shown] = fields
            }
            throw Self.failure(conflict)
        }
        outcome.managers.entries[owner]?.time = nil
        var context = context(request, type)
        context.subresource = "scale"
        let updated = try update(key, to: outcome.object.members, context, managers: outcome.managers)
        return .json(200, Self.scale(of: StoredObject(json: updated, revision: 0)), warnings: warnings)
    }

    private static func replicas(_ scale: JSONValue, _ key: ObjectKey) throws(StatusFailure) -> Int64 {
        var given = scale[path: "spec", "replicas"] ?? 0
        if given.isNull { given = 0 }
        guard let replicas = given.integer, replicas <= Int32.max else {
            let shown = given.integer.map { "number \($0)" } ?? given.kindName
            throw .badRequest(
                "Scale in version \"v1\" cannot be handled as a Scale: json: cannot unmarshal \(shown) into Go struct "
                    + "field ScaleSpec.spec.replicas of type int32"
            )
        }
        guard replicas >= 0 else {
            throw .invalid(
                GroupVersionKind(group: "autoscaling", version: "v1", kind: "Scale"),
                key.name,
                [.invalid("spec.replicas", .integer(replicas), "must be greater than or equal to 0")]
            )
        }
        return replicas
    }

    /// The scale of an object, as `autoscaling/v1`.
    static func scale(of object: StoredObject) -> JSONValue {
        let selector = Selection.of(object.spec["selector"])?.description
        var metadata: JSONObject = [:]
        for name in ["name", "namespace", "uid", "resourceVersion", "creationTimestamp"] {
            metadata[name] = object.metadata[name]
        }
        return [
            "kind": "Scale", "apiVersion": "autoscaling/v1", "metadata": .object(metadata),
            "spec": ["replicas": object.spec["replicas"] ?? 0],
            "status": [
                "replicas": object.status["replicas"] ?? 0, "selector": selector.map { .string($0) },
            ],
        ]
    }
}
