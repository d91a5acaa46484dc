// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension Cluster {
    /// Answers a POST to a collection.
    mutating func post(
        _ request: APIRequest,
        _ namespace: String?,
        _ type: ResourceType
    ) throws(StatusFailure) -> APIResponse {
        try RequestBody.checkOptions(request, "CreateOptions")
        let (object, warnings) = try RequestBody.object(request, type)
        let created = try create(object, namespace: namespace, context(request, type))
        return try show(.object(created), status: 201, request, type, warnings: warnings)
    }

    /// Answers a PUT of an object; of some kinds, one that does not exist is created.
    mutating func put(
        _ request: APIRequest,
        _ key: ObjectKey,
        _ type: ResourceType,
        subresource: String = ""
    ) throws(StatusFailure) -> APIResponse {
        try RequestBody.checkOptions(request, "UpdateOptions")
        let (object, warnings) = try RequestBody.object(request, type)
        let metadata = object["metadata"]?.members ?? [:]
        let name = metadata["name"]?.string ?? ""
        let isNewborn = store[key] == nil && subresource.isEmpty && Self.createdByUpdate.contains(type)
        if name.isEmpty {
            throw .badRequest(
                "the name of the object (\(key.name) based on URL) was undeterminable: name must be provided"
            )
        }
        if name != key.name {
            throw .badRequest(
                "the name of the object (\(name)) does not match the name on the URL (\(key.name))"
            )
        }
        if let namespace = metadata["namespace"]?.string, type.isNamespaced, namespace != key.namespace {
            throw .badRequest(
                "the namespace of the provided object does not match the namespace sent on the request"
            )
        }
        if isNewborn {
            // The uid is a condition; the version is one only for what exists.
            if let uid = metadata["uid"]?.string, !uid.isEmpty { throw .otherUID(type, key, wanted: uid) }
            try requireRightToCreate(request)
            var newborn = JSONValue.object(object)
            newborn["metadata"]?["resourceVersion"] = nil
            let created = try create(newborn.members, namespace: key.namespace, context(request, type))
            return try show(.object(created), status: 201, request, type, warnings: warnings)
        }
        let version = metadata["resourceVersion"]?.string ?? ""
        let needsVersion = Self.neverUpdatedBlindly.contains(type) || definitions.types.contains(type)
        if store[key] != nil, needsVersion, version.isEmpty || version == "0" {
            // The resource stands where every other message has the kind.
            var failure = StatusFailure.invalid(
                GroupVersionKind(group: type.type.group, version: type.type.version, kind: type.plural),
                key.name,
                [.invalid("metadata.resourceVersion", 0, "must be specified for an update")]
            )
            failure.details?["kind"] = .string(type.plural)
            throw failure
        }
        var context = context(request, type)
        context.subresource = subresource
        let updated = try update(key, to: object, context)
        return try show(.object(updated), request, type, warnings: warnings)
    }

    /// Kinds of which an update makes what does not exist.
    private static let createdByUpdate: Set<ResourceType> = [
        .leases, .services, .endpoints, .events, .limitRanges, .roles, .clusterRoles, .roleBindings,
        .clusterRoleBindings,
    ]

    /// Kinds of which an update has to say what version it has seen.
    private static let neverUpdatedBlindly: Set<ResourceType> = [
        .leases, .podDisruptionBudgets, .customResourceDefinitions,
    ]

    /// Refuses a write that makes an object to those who may only change objects.
    func requireRightToCreate(_ request: APIRequest) throws(StatusFailure) {
        var wish = AccessAttributes(request)
        wish.verb = "create"
        if grant(wish, to: request.caller) == nil { throw wish.refusal(of: request.caller) }
    }

    /// Who writes, by the request.
    func context(_ request: APIRequest, _ type: ResourceType) -> WriteContext {
        WriteContext(
            type: type,
            version: request.version,
            manager: request.manager,
            isDryRun: request["dryRun"] == "All"
        )
    }
}
