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
        let applied = try appliedObject(request, key, type)
        var context = context(request, type)
        context.subresource = subresource
        let owner = ManagedFields.Manager(
            name: request.manager,
            operation: .apply,
            apiVersion: type.type.apiVersion,
            subresource: subresource
        )
        let operation = ServerSideApply(
            shape: ShapeIndex.builtIn.shape(of: type.type),
            manager: owner,
            force: request.flag("force"),
            time: time
        )
        let existing = store[key]
        if existing == nil, !subresource.isEmpty { throw .notFound(type, key.name) }
        try checkAppliedIdentity(applied, existing, type)
        let live = existing.map { Self.withoutManagers($0.json) } ?? ["metadata": [:]]
        let outcome = try merged(applied, onto: live, managers(of: existing, type), operation)
        guard existing != nil else {
            let created = try create(
                canonical(outcome.object, type).members,
                namespace: key.namespace,
                context,
                managers: outcome.managers
            )
            return try show(.object(created), status: 201, request, type)
        }
        var object = outcome.object
        object["metadata"]?["resourceVersion"] = applied[path: "metadata", "resourceVersion"]
        object = canonical(object, type)
        if request.manager == "kubectl" { refreshLastApplied(&object, applied) }
        let updated = try update(key, to: object.members, context, managers: outcome.managers)
        return try show(.object(updated), request, type)
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

    private static func failure(_ conflict: ServerSideApply.Conflict) -> StatusFailure {
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
        object["metadata"]?["annotations"]?[Self.lastApplied] = .string(applied.text() + "\n")
    }

    private func appliedObject(
        _ request: APIRequest,
        _ key: ObjectKey,
        _ type: ResourceType
    ) throws(StatusFailure) -> JSONValue {
        guard let tree = try RequestBody.tree(request), case .object = tree else {
            throw .badRequest(
                "error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal into Go value "
                    + "of type map[string]interface {}"
            )
        }
        guard let apiVersion = tree["apiVersion"]?.string, let kind = tree["kind"]?.string else {
            throw .badRequest("Object 'Kind' is missing in '\(tree.text())'")
        }
        let given = GroupVersionKind(apiVersion: apiVersion, kind: kind)
        guard given == type.type else {
            throw .badRequest("invalid object type: \(apiVersion), Kind=\(kind)")
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
        let shape = ShapeIndex.builtIn.shape(of: type.type)
        if let misfit = shape.misfit(of: tree) {
            let name = tree[path: "metadata", "name"]?.string ?? ""
            let space = tree[path: "metadata", "namespace"]?.string ?? ""
            let qualified = type.type.group.isEmpty ? "/\(type.type.version)" : type.type.apiVersion
            throw .internalError(
                "failed to create typed patch object (\(space)/\(name); \(qualified), Kind=\(kind)): \(misfit)"
            )
        }
        var object = shape.withCanonicalQuantities(tree)
        object.fill("metadata", [:])
        object["metadata"]?["name"] = .string(key.name)
        return object
    }

    private func checkAppliedIdentity(
        _ applied: JSONValue,
        _ existing: StoredObject?,
        _ type: ResourceType
    ) throws(StatusFailure) {
        if let uid = applied[path: "metadata", "uid"]?.string, !uid.isEmpty, uid != existing?.uid {
            let cause = StatusFailure.Cause.invalid("metadata.uid", .string(uid), "field is immutable")
            throw .invalid(type.type, applied[path: "metadata", "name"]?.string ?? "", [cause])
        }
        guard let version = applied[path: "metadata", "resourceVersion"]?.string, let existing,
            !version.isEmpty,
            version != String(existing.revision)
        else { return }
        throw .conflict(type, existing.name)
    }

    /// The owners so far; an object that nobody tracked belongs to whoever was there before.
    private func managers(of existing: StoredObject?, _ type: ResourceType) -> ManagedFields {
        guard let existing else { return ManagedFields() }
        var managers = ManagedFields(existing.metadata["managedFields"])
        guard managers.isEmpty else { return managers }
        let shape = ShapeIndex.builtIn.shape(of: type.type)
        let fields = shape.fieldSet(of: Self.withoutManagers(existing.json)).withoutBookkeeping
        let before = ManagedFields.Manager(
            name: "before-first-apply",
            operation: .update,
            apiVersion: type.type.apiVersion
        )
        if !fields.isEmpty { managers.entries[before] = ManagedFields.Entry(fields: fields, time: time) }
        return managers
    }

    private func canonical(_ object: JSONValue, _ type: ResourceType) -> JSONValue {
        ShapeIndex.builtIn.shape(of: type.type).canonical(object).value
    }

    static func withoutManagers(_ json: JSONObject) -> JSONValue {
        var value = JSONValue.object(json)
        value["metadata"]?["managedFields"] = nil
        return value
    }
}
