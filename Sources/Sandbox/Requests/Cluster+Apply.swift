// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension Cluster {
    /// Answers a server-side apply.
    mutating func apply(
        _ request: APIRequest,
        _ key: ObjectKey,
        _ type: ResourceType,
        subresource: String = ""
    ) throws(StatusFailure) -> APIResponse {
        let (applied, warnings) = try appliedObject(request, key, type, subresource: subresource)
        var context = context(request, type)
        context.subresource = subresource
        let owner = ManagedFields.Manager(
            name: request.manager,
            operation: .apply,
            apiVersion: request.served(type).type.apiVersion,
            subresource: subresource
        )
        let operation = ServerSideApply(
            versions: KindVersions(type),
            manager: owner,
            force: request.flag("force"),
            time: time
        )
        let existing = store[key]
        if existing == nil, !subresource.isEmpty { throw .notFound(type, key.name) }
        try checkAppliedIdentity(applied, existing, type)
        let live =
            existing.map { request.inItsVersion(Self.withoutManagers($0.json)) } ?? ["metadata": [:]]
        let outcome = try merged(applied, onto: live, managers(of: existing, context), operation)
        guard existing != nil else {
            try requireRightToCreate(request)
            var newborn = try canonical(outcome.object, request, type)
            // Only an update compares versions.
            newborn["metadata"]?["resourceVersion"] = nil
            let created = try create(
                newborn.members,
                namespace: key.namespace,
                context,
                managers: outcome.managers
            )
            return try show(.object(created), status: 201, request, type, warnings: warnings)
        }
        var object = outcome.object
        object["metadata"]?["resourceVersion"] = applied[path: "metadata", "resourceVersion"]
        object = try canonical(object, request, type)
        if request.manager == "kubectl" { refreshLastApplied(&object, applied) }
        let updated = try update(key, to: object.members, context, managers: outcome.managers)
        return try show(.object(updated), request, type, warnings: warnings)
    }

    private func merged(
        _ applied: JSONValue,
        onto live: JSONValue,
        _ managers: ManagedFields,
        _ operation: ServerSideApply
    ) throws(StatusFailure) -> ServerSideApply.Outcome {
        do throws(ServerSideApply.Conflict) {
            return try operation(live: live, managers: managers, applied: applied)
        } catch {
            if Self.mayTakeOver(error, live, operation) {
                var forced = operation
                forced.force = true
                do throws(ServerSideApply.Conflict) {
                    return try forced(live: live, managers: managers, applied: applied)
                } catch {
                    throw Self.failure(error)
                }
            }
            throw Self.failure(error)
        }
    }

    static func failure(_ conflict: ServerSideApply.Conflict) -> StatusFailure {
        StatusFailure(
            code: 409,
            reason: "Conflict",
            message: conflict.message,
            details: ["causes": .array(conflict.causes)]
        )
    }

    /// `kubectl` takes over from its own client-side past without a conflict.
    private static func mayTakeOver(
        _ conflict: ServerSideApply.Conflict,
        _ live: JSONValue,
        _ operation: ServerSideApply
    ) -> Bool {
        operation.manager.name == "kubectl" && live[path: "metadata", "annotations", lastApplied] != nil
            && conflict.fields.keys.allSatisfy {
                $0.name == "kubectl-client-side-apply" && $0.operation == .update
            }
    }

    private static let lastApplied = "kubectl.kubernetes.io/last-applied-configuration"

    private func refreshLastApplied(_ object: inout JSONValue, _ applied: JSONValue) {
        guard object[path: "metadata", "annotations", Self.lastApplied] != nil else { return }
        object["metadata"]?["annotations"]?[Self.lastApplied] = .string(applied.sortedByName.text() + "\n")
    }

    private func appliedObject(
        _ request: APIRequest,
        _ key: ObjectKey,
        _ type: ResourceType,
        subresource: String
    ) throws(StatusFailure) -> (object: JSONValue, warnings: [String]) {
        let (tree, warnings) = try RequestBody.applied(request)
        let apiVersion = tree["apiVersion"]?.string ?? ""
        let kind = tree["kind"]?.string ?? ""
        let shown = apiVersion.contains("/") ? apiVersion : "/\(apiVersion)"
        let served = request.served(type).type
        guard GroupVersionKind(apiVersion: apiVersion, kind: kind) == served else {
            throw .badRequest("invalid object type: \(shown), Kind=\(kind)")
        }
        if tree[path: "metadata", "managedFields"] != nil {
            throw .badRequest("metadata.managedFields must be nil")
        }
        if let name = tree[path: "metadata", "name"]?.string, !name.isEmpty, name != key.name {
            throw .badRequest(
                "the name of the object (\(name)) does not match the name on the URL (\(key.name))"
            )
        }
        if let namespace = tree[path: "metadata", "namespace"]?.string, type.isNamespaced,
            namespace != key.namespace
        {
            throw .badRequest(
                "the namespace of the provided object does not match the namespace sent on the request"
            )
        }
        let shape = ShapeIndex.builtIn.shape(of: served)
        if let misfit = shape.misfit(of: tree) {
            let name = tree[path: "metadata", "name"]?.string ?? ""
            let space = tree[path: "metadata", "namespace"]?.string ?? ""
            throw .internalError(
                "failed to create typed patch object (\(space)/\(name); \(shown), Kind=\(kind)): \(misfit)"
            )
        }
        if type == .secrets, let offset = Base64.firstMisfit(in: tree["data"]) {
            throw Self.unconvertible(
                tree,
                served,
                "error decoding from json: illegal base64 data at input byte \(offset)",
                name: key.name
            )
        }
        var object = shape.withCanonicalNumbers(tree)
        object.fill("metadata", [:])
        object["metadata"]?["name"] = .string(key.name)
        if object[path: "metadata", "creationTimestamp"]?.isNull ?? false {
            object["metadata"]?["creationTimestamp"] = nil
        }
        // What the address does not write is not owned either.
        if subresource == "status" {
            object = object.keeping(["apiVersion", "kind", "metadata", "status"])
        } else if type.subresources.contains(.status) {
            object["status"] = nil
        }
        return (object, warnings)
    }

    private func checkAppliedIdentity(
        _ applied: JSONValue,
        _ existing: StoredObject?,
        _ type: ResourceType
    ) throws(StatusFailure) {
        if let uid = applied[path: "metadata", "uid"]?.string, !uid.isEmpty, uid != existing?.uid {
            let cause = StatusFailure.Cause.invalid("metadata.uid", .string(uid), "field is immutable")
            var failure = StatusFailure.invalid(
                type.type,
                applied[path: "metadata", "name"]?.string ?? "",
                [cause]
            )
            // Two checks find it; the message says it once.
            let causes = failure.details?["causes"]?.elements ?? []
            failure.details?["causes"] = .array(causes + causes)
            throw failure
        }
        guard let version = applied[path: "metadata", "resourceVersion"]?.string, let existing,
            !version.isEmpty,
            version != String(existing.revision)
        else { return }
        throw .conflict(type, existing.name)
    }

    /// The owners so far; an object that nobody tracked belongs to whoever was there before.
    private func managers(of existing: StoredObject?, _ context: WriteContext) -> ManagedFields {
        guard let existing else { return ManagedFields() }
        var managers = ManagedFields(existing.metadata["managedFields"])
        guard managers.isEmpty else { return managers }
        let fields = Self.written(.object(existing.json), context).withoutBookkeeping.added
        let before = ManagedFields.Manager(
            name: "before-first-apply",
            operation: .update,
            apiVersion: context.owner.apiVersion
        )
        if !fields.isEmpty { managers.entries[before] = ManagedFields.Entry(fields: fields, time: time) }
        return managers
    }

    /// An object of the request's version as it is stored.
    private func canonical(
        _ object: JSONValue,
        _ request: APIRequest,
        _ type: ResourceType
    ) throws(StatusFailure) -> JSONValue {
        let served = request.served(type).type
        let form = ShapeIndex.builtIn.shape(of: served).canonical(object)
        if let misfit = form.misfit {
            let name = object[path: "metadata", "name"]?.string ?? ""
            throw Self.unconvertible(object, served, ConverterWords.of(misfit), name: name)
        }
        if let misfit = form.textMisfit {
            let name = object[path: "metadata", "name"]?.string ?? ""
            throw Self.unconvertible(object, served, ConverterWords.of(misfit), name: name)
        }
        return .object(RequestBody.stored(form.value, request, type))
    }

    /// 500 for an object that fits the schema and still is none of the kind.
    private static func unconvertible(
        _ object: JSONValue,
        _ type: GroupVersionKind,
        _ reason: String,
        name: String
    ) -> StatusFailure {
        let kind = "\(type.group)/\(type.version), Kind=\(type.kind)"
        let place = "\(object[path: "metadata", "namespace"]?.string ?? "")/\(name)"
        return .internalError(
            "failed to convert new object (\(place); \(kind)) to proper version: unable to convert unstructured "
                + "object to \(kind): \(reason)"
        )
    }

    static func withoutManagers(_ json: JSONObject) -> JSONValue {
        var value = JSONValue.object(json)
        value["metadata"]?["managedFields"] = nil
        return value
    }
}
