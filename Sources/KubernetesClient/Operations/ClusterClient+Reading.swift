// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTP
import HTTPTypes
package import Kubernetes

extension ClusterClient {
    /// Reads one object.
    package func get(_ reference: ObjectReference) async throws(ClusterError) -> KubernetesObject {
        let doing = "reading \(reference)"
        let path = try await path(reference, doing: doing)
        return try await object(ClusterRequest(.get, path, doing: doing, object: reference))
    }

    /// Reads one object that may be missing.
    package func find(_ reference: ObjectReference) async throws(ClusterError) -> KubernetesObject? {
        do throws(ClusterError) {
            return try await get(reference)
        } catch {
            guard error.code == .notFound else { throw error }
            return nil
        }
    }

    /// Reads all objects of a type, page by page.
    package func list(
        _ type: GroupVersionKind,
        namespace: String? = nil,
        labelSelector: String? = nil,
        fieldSelector: String? = nil
    ) async throws(ClusterError) -> ObjectList {
        try await list(
            ObjectSelection(
                type,
                namespace: namespace,
                labelSelector: labelSelector,
                fieldSelector: fieldSelector
            )
        )
    }

    /// Reads all objects of a selection, in pages of 500 (C3.6).
    ///
    /// When the server forgets the place between two pages, the list starts again in one piece. With `metadataOnly`
    /// the server leaves out everything but the metadata, if it can. `condense` takes away of each object what the
    /// caller does not need, before the next page is read.
    package func list(
        _ selection: ObjectSelection,
        freshness: ListFreshness = .latest,
        metadataOnly: Bool = false,
        condense: @escaping @Sendable (KubernetesObject) -> KubernetesObject = { $0 }
    ) async throws(ClusterError) -> ObjectList {
        let doing = "listing \(selection.phrase)"
        let resource = try await resource(selection.type, doing: doing)
        let path = ResourcePath(resource, namespace: selection.namespace).text
        var result = ObjectList(items: [], resourceVersion: "")
        var token: String?
        var given: Set<String> = []
        repeat {
            let page: ObjectList
            do throws(ClusterError) {
                var request = ClusterRequest(
                    .get,
                    path,
                    query: selection.query + Self.pageQuery(token, freshness),
                    doing: doing
                )
                if metadataOnly { request.accept = Self.metadataForm }
                (page, token) = try await self.page(of: selection.type, request, condense)
            } catch {
                guard error.code == .expired, token != nil else { throw error }
                var whole = ClusterRequest(.get, path, query: selection.query, doing: doing)
                if metadataOnly { whole.accept = Self.metadataForm }
                return try await self.page(of: selection.type, whole, condense).list
            }
            result.items += page.items
            result.resourceVersion = page.resourceVersion
            if let token, !given.insert(token).inserted {
                throw Self.endless(after: result.items.count, doing)
            }
        } while token != nil
        return result
    }

    /// The error of a list that goes round in circles: each page of a server ends elsewhere, and so has another token.
    private static func endless(after count: Int, _ doing: String) -> ClusterError {
        let cause = EndlessList(count: count)
        let hint = "look whether a proxy answers for the API server, or leaves `continue` out of the address"
        return ClusterError(.malformedReply, doing: doing, cause: cause, hint: hint)
    }

    private static let metadataForm =
        "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json"

    /// C3.6: no resource version beside a continue token.
    private static func pageQuery(_ token: String?, _ freshness: ListFreshness) -> [ClusterRequest.QueryItem]
    {
        let limit: ClusterRequest.QueryItem = ("limit", "500")
        guard let token else { return [limit] + freshness.query }
        return [limit, ("continue", token)]
    }

    /// Reads a page object by object: the trees of five hundred would be many times what is kept of them.
    private func page(
        of type: GroupVersionKind,
        _ request: ClusterRequest,
        _ condense: @escaping @Sendable (KubernetesObject) -> KubernetesObject
    ) async throws(ClusterError) -> (list: ObjectList, token: String?) {
        let body = try await send(request).body
        var objects: [KubernetesObject] = []
        var failure: KubernetesObject.ShapeError?
        let value = try decode(body, request, handingOver: "items") { item in
            guard failure == nil else { return }
            do throws(KubernetesObject.ShapeError) {
                objects.append(condense(try KubernetesObject(Self.typed(item.object ?? [:], type))))
            } catch {
                failure = error
            }
        }
        if let failure {
            throw ClusterError(.malformedReply, doing: request.doing, cause: failure)
        }
        guard value["items"]?.array != nil || value["items"]?.isNull == true else {
            throw ClusterError(.malformedReply, doing: request.doing)
        }
        let token = value[path: "metadata", "continue"]?.string.flatMap { $0.isEmpty ? nil : $0 }
        let version = value[path: "metadata", "resourceVersion"]?.string ?? ""
        return (ObjectList(items: objects, resourceVersion: version), token)
    }

    /// The items of a list lack what the list itself says, their type; of one of metadata they say another.
    private static func typed(_ item: JSONObject, _ type: GroupVersionKind) -> JSONObject {
        let isComplete = item["apiVersion"] != nil && item["kind"] != nil
        guard !isComplete || item["kind"] == "PartialObjectMetadata" else { return item }
        var object: JSONObject = ["apiVersion": .string(type.apiVersion), "kind": .string(type.kind)]
        for member in item where member.key != "apiVersion" && member.key != "kind" {
            object[member.key] = member.value
        }
        return object
    }
}

/// That a list comes to no end: where to go on is somewhere that it has been before.
struct EndlessList: Error, Sendable, Hashable, CustomStringConvertible {
    /// How many objects had come by then.
    var count: Int

    var description: String {
        "after \(count) objects the place to go on from (`continue`) is one that was given before, so that the list never ends"
    }
}
