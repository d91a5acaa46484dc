// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension Cluster {
    /// Creates an object: identity, defaults, checks, limits, quota, ownership.
    ///
    /// `managers` are given by an apply; otherwise the creator is recorded as having updated every field.
    mutating func create(
        _ body: JSONObject,
        namespace: String?,
        _ context: WriteContext,
        managers applied: ManagedFields? = nil
    ) throws(StatusFailure) -> JSONObject {
        let type = context.type
        var object = JSONValue.object(body)
        try nameNewborn(&object, namespace: namespace, context)
        let name = object[path: "metadata", "name"]?.string ?? ""
        let key = context.key(namespace: namespace, name: name)
        try checkNamespace(key, type)

        Preparation.prepareForCreate(&object, type: type)
        Defaulting.apply(to: &object, type: type)
        // What LimitRanges add, and addresses and ports that the server gives, are nobody's.
        let authored = object
        if type == .pods { limitRanges(in: key.namespace).fill(&object) }
        try allocate(&object, at: key, type: type)
        try Validation.check(object, type: type, name: name)
        try checkVersion(of: object, old: nil, name, context)
        let isNamed = body["metadata"]?["name"]?.string?.isEmpty == false
        let given = isNamed ? name : object[path: "metadata", "generateName"]?.string ?? name
        try checkReferences(object, namespace: key.namespace, type, givenName: given)
        try checkLimits(object, at: key, type)
        if let existing = store[key] {
            guard !existing.isDeleting else {
                throw .alreadyExistsDeleting(type, name)
            }
            throw .alreadyExists(type, name)
        }
        try admit(object, at: key, type)

        var managers = applied ?? ManagedFields()
        if applied == nil {
            let written = VersionedComparison(Self.written(authored, context))
            managers.recordUpdate(written, by: context.owner, at: time)
        }
        object["metadata"]?["managedFields"] = managers.json
        let ordered = Self.ordered(object)
        guard !context.isDryRun else { return ordered }
        return commit(ordered, at: key).json
    }

    /// Creates an object on a controller's behalf.
    mutating func make(
        _ object: JSONValue,
        _ type: ResourceType,
        namespace: String
    ) throws(StatusFailure) -> StoredObject {
        let context = WriteContext(type: type, manager: "kube-controller-manager")
        let shaped = ShapeIndex.builtIn.shape(of: type.type).canonical(object).value
        let json = try create(shaped.members, namespace: namespace, context)
        return StoredObject(json: json, revision: store.revision)
    }

    /// What somebody has written who is behind a whole object: defaults count, the status does not.
    static func written(_ object: JSONValue, _ context: WriteContext) -> Comparison {
        var written = object
        written["status"] = nil
        if context.type == .namespaces { written["spec"] = nil }
        written["metadata"]?["managedFields"] = nil
        for member in written.members where member.value.isNull { written[member.key] = nil }
        written = context.version?.fromStored(written) ?? written
        let shape = ShapeIndex.builtIn.shape(of: (context.version?.served ?? context.type).type)
        return shape.compare(Preparation.skeleton(of: written), written)
    }

    private mutating func nameNewborn(
        _ object: inout JSONValue,
        namespace: String?,
        _ context: WriteContext
    ) throws(StatusFailure) {
        let type = context.type
        var metadata = object["metadata"] ?? [:]
        if let version = metadata["resourceVersion"]?.string, !version.isEmpty {
            throw .internalError("resourceVersion should not be set on objects to be created")
        }
        if let given = metadata["namespace"]?.string, type.isNamespaced, given != namespace {
            throw .badRequest(
                "the namespace of the provided object does not match the namespace sent on the request"
            )
        }
        if metadata["name"]?.string?.isEmpty ?? true {
            guard let prefix = metadata["generateName"]?.string, !prefix.isEmpty else {
                throw .invalid(
                    type.type,
                    "",
                    [.required("metadata.name", "name or generateName is required")]
                )
            }
            metadata["name"] = .string(prefix.prefix(58) + random.suffix())
        }
        if type.isNamespaced {
            metadata["namespace"] = namespace.map { .string($0) }
        } else {
            metadata["namespace"] = nil
        }
        metadata["uid"] = .string(random.uid())
        metadata["creationTimestamp"] = .string(time)
        for name in ["deletionTimestamp", "deletionGracePeriodSeconds", "selfLink", "resourceVersion"] {
            metadata[name] = nil
        }
        metadata["generation"] = Preparation.tracksGeneration(type) ? 1 : nil
        object["apiVersion"] = .string(type.type.apiVersion)
        object["kind"] = .string(type.type.kind)
        object["metadata"] = metadata
    }

    /// Refuses what the version that is written in does not allow.
    func checkVersion(
        of object: JSONValue,
        old: JSONValue?,
        _ name: String,
        _ context: WriteContext
    ) throws(StatusFailure) {
        let causes = context.version?.causes(object, old) ?? []
        if !causes.isEmpty { throw .invalid(context.type.type, name, causes) }
    }

    private func checkNamespace(_ key: ObjectKey, _ type: ResourceType) throws(StatusFailure) {
        guard type.isNamespaced else { return }
        let place = ObjectKey(resource: .namespaces, namespace: "", name: key.namespace)
        guard let namespace = store[place] else { throw .notFound(.namespaces, key.namespace) }
        guard namespace.isDeleting else { return }
        var failure = StatusFailure.forbidden(
            type,
            key.name,
            "unable to create new content in namespace \(key.namespace) because it is being terminated"
        )
        failure.details?["causes"] = [
            [
                "reason": "NamespaceTerminating",
                "message": .string("namespace \(key.namespace) is being terminated"),
                "field": "metadata.namespace",
            ]
        ]
        throw failure
    }

    /// Identity first, then what the object holds: the order in which people read it.
    static func ordered(_ value: JSONValue) -> JSONObject {
        let object = value.members
        var result: JSONObject = [:]
        for name in ["kind", "apiVersion", "metadata"] { result[name] = object[name] }
        for member in object where result[member.key] == nil { result[member.key] = member.value }
        let metadata = object["metadata"]?.members ?? [:]
        var orderedMetadata: JSONObject = [:]
        for name in [
            "name", "generateName", "namespace", "uid", "resourceVersion", "generation", "creationTimestamp",
            "deletionTimestamp", "deletionGracePeriodSeconds", "labels", "annotations", "ownerReferences",
            "finalizers", "managedFields",
        ] { orderedMetadata[name] = metadata[name] }
        for member in metadata where orderedMetadata[member.key] == nil {
            orderedMetadata[member.key] = member.value
        }
        result["metadata"] = .object(orderedMetadata)
        return result
    }
}

extension StatusFailure {
    /// 409 for a name whose holder is on its way out.
    static func alreadyExistsDeleting(_ type: ResourceType, _ name: String) -> StatusFailure {
        StatusFailure(
            code: 409,
            reason: "AlreadyExists",
            message: "object is being deleted: \(type.qualifiedPlural) \"\(name)\" already exists",
            details: type.details(name)
        )
    }
}
