// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTPTypes
import Kubernetes

extension Cluster {
    /// Answers a request; everything that can be refused comes back as a reply.
    mutating func respond(to request: APIRequest) -> APIResponse {
        var response = answer(request)
        guard case .reply(var reply) = response else { return response }
        if request.method == "HEAD" { reply.body = [] }
        if request.accept.hasPrefix("application/yaml"), reply.contentType == "application/json" {
            reply.inYAML()
        }
        response = .reply(reply)
        return response
    }

    private mutating func answer(_ request: APIRequest) -> APIResponse {
        do throws(StatusFailure) {
            var request = request
            request.caller = try authenticate(request)
            try authorize(request)
            if let late = try RequestTimeout(request).expired { return late }
            if let answer = try answerWithoutResource(request) { return answer }
            request.readLegacyWatchPath()
            guard let path = ResourcePath(parsing: request.path) else { return .pageNotFound }
            request.version = .named(group: path.group, version: path.version, plural: path.plural)
            guard
                let type = request.version?.stored
                    ?? type(group: path.group, version: path.version, plural: path.plural)
            else {
                return knows(group: path.group) ? .failure(.noSuchResource) : .pageNotFound
            }
            return try answer(request, path, type)
        } catch {
            return .failure(error)
        }
    }

    private func knows(group: String) -> Bool { servedTypes.contains { $0.type.group == group } }

    private mutating func answer(
        _ request: APIRequest,
        _ path: ResourcePath,
        _ type: ResourceType
    ) throws(StatusFailure) -> APIResponse {
        if type.isNamespaced, path.namespace == nil, path.name != nil { throw .noSuchResource }
        if !type.isNamespaced, path.namespace != nil, path.plural != ResourceType.namespaces.plural {
            throw .noSuchResource
        }
        if let review = try answerReview(request, type) { return review }
        if ResourceType.absent.contains(type), ["POST", "PUT", "PATCH"].contains(request.method) {
            throw .absent(type)
        }
        if path.subresource != nil { return try answerSubresource(request, path, type) }
        guard let name = path.name else { return try answerCollection(request, path, type) }
        let key = ObjectKey(
            resource: GroupResource(type),
            namespace: type.isNamespaced ? path.namespace ?? "" : "",
            name: name
        )
        switch request.method {
        case "GET" where request.isLegacyWatch: return try watch(request, path, type)
        case "GET":
            try checkVersion(request)
            guard let object = store[key] else { throw .notFound(type, name) }
            return try show(.object(object.json), request, type)
        case "PUT": return try put(request, key, type)
        case "PATCH": return try patch(request, key, type)
        case "DELETE": return try answerDelete(request, key, type)
        default: throw .methodNotAllowed
        }
    }

    private mutating func answerCollection(
        _ request: APIRequest,
        _ path: ResourcePath,
        _ type: ResourceType
    ) throws(StatusFailure) -> APIResponse {
        switch request.method {
        case "GET":
            return request.flag("watch") ? try watch(request, path, type) : try list(request, path, type)
        case "POST":
            if type.isNamespaced, path.namespace == nil { throw .methodNotAllowed }
            return try post(request, path.namespace, type)
        case "DELETE":
            if type == .namespaces || type.isNamespaced && path.namespace == nil {
                throw .methodNotAllowed
            }
            return try deleteCollection(request, path, type)
        default: throw .methodNotAllowed
        }
    }

    /// One object in the form that was asked for.
    func show(
        _ object: JSONValue,
        status: Int = 200,
        _ request: APIRequest,
        _ type: ResourceType,
        warnings: [String] = []
    ) throws(StatusFailure) -> APIResponse {
        switch try Representation(accept: request.accept) {
        case .whole: return .json(status, request.inItsVersion(object), warnings: warnings)
        case .metadata:
            return .json(status, Self.metadataOnly(request.inItsVersion(object)), warnings: warnings)
        case .table:
            try ObjectTable.check(request["includeObject"])
            let table = ObjectTable(type: type, version: request.version, now: now).json(
                [object],
                metadata: ["resourceVersion": object[path: "metadata", "resourceVersion"]],
                request["includeObject"]
            )
            return .json(status, table, warnings: warnings)
        }
    }

    /// An object reduced to its metadata.
    static func metadataOnly(_ object: JSONValue) -> JSONValue {
        [
            "kind": "PartialObjectMetadata", "apiVersion": "meta.k8s.io/v1", "metadata": object["metadata"],
        ]
    }
}
