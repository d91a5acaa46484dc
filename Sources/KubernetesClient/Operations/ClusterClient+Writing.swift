// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Documents
import HTTPTypes
package import Kubernetes

extension ClusterClient {
    /// Applies an object server-side: what it says is ours from now on, and nothing else (C6.1).
    ///
    /// Repeated after a broken connection, because the second time changes nothing (C1.9).
    package func apply(
        _ object: KubernetesObject,
        options: ApplyOptions = ApplyOptions()
    ) async throws(ClusterError) -> KubernetesObject {
        let reference = object.reference
        let doing = options.dryRun ? "planning \(reference)" : "applying \(reference)"
        var query: [ClusterRequest.QueryItem] = [
            ("fieldManager", options.fieldManager ?? self.options.fieldManager),
            ("fieldValidation", options.fieldValidation.rawValue),
        ]
        if options.force { query.append(("force", "true")) }
        if options.dryRun { query.append(("dryRun", "All")) }
        // A dry run asks how things are now.
        let path =
            options.dryRun
            ? try await path(reference, subresource: options.subresource, doing: doing)
            : try await path(applying: reference, subresource: options.subresource, doing: doing)
        var body = object
        body[metadata: "managedFields"] = nil
        var request = ClusterRequest(.patch, path, query: query, doing: doing, object: reference)
            .sending(JSONValue.object(body.json).bytes(), as: "application/apply-patch+yaml")
        request.repeatability = .apply
        request = request.asDryRun(options.dryRun)
        return try await self.object(request)
    }

    /// Replaces an object; with a resource version in it, only if nobody has changed it since.
    package func replace(
        _ object: KubernetesObject,
        options: WriteOptions = WriteOptions()
    ) async throws(ClusterError) -> KubernetesObject {
        let reference = object.reference
        let doing = "replacing \(reference)"
        let path = try await path(reference, subresource: options.subresource, doing: doing)
        let request = ClusterRequest(.put, path, query: query(options), doing: doing, object: reference)
            .sending(JSONValue.object(object.json).bytes()).asDryRun(options.dryRun)
        return try await self.object(request)
    }

    /// Changes an object as `change` says, on what it is now; again if someone else was faster (C1.8).
    package func modify(
        _ reference: ObjectReference,
        _ change: @Sendable (inout KubernetesObject) -> Void
    ) async throws(ClusterError) -> KubernetesObject {
        var attempt = 1
        while true {
            var object = try await get(reference)
            change(&object)
            do throws(ClusterError) {
                return try await replace(object)
            } catch {
                guard error.code == .conflict, attempt < 5 else { throw error }
                attempt += 1
            }
        }
    }

    /// Patches an object or one of its subresources.
    package func patch(
        _ reference: ObjectReference,
        _ patch: ObjectPatch,
        options: WriteOptions = WriteOptions()
    ) async throws(ClusterError) -> KubernetesObject {
        let doing = "patching \(reference)"
        let path = try await path(reference, subresource: options.subresource, doing: doing)
        var request = ClusterRequest(.patch, path, query: query(options), doing: doing, object: reference)
        if options.isRepeatable { request.repeatability = .apply }
        request = request.sending(patch.body.bytes(), as: patch.contentType).asDryRun(options.dryRun)
        return try await object(request)
    }

    /// Deletes an object; returns it if it goes on existing for a while, such as for its finalizers.
    ///
    /// With a UID, a repetition after a broken connection can only find the object gone, which is success (C1.9). A conflict is
    /// an error, since a server has others than about the UID: who asks has to look (C10).
    @discardableResult
    package func delete(
        _ reference: ObjectReference,
        options: DeleteOptions
    ) async throws(ClusterError) -> KubernetesObject? {
        let doing = "deleting \(reference)"
        let path = try await path(reference, doing: doing)
        let request = ClusterRequest(.delete, path, doing: doing, object: reference)
            .sending(JSONValue.object(options.json).bytes()).asDryRun(options.dryRun)
        let value: JSONValue
        do throws(ClusterError) {
            value = try await json(request)
        } catch {
            guard error.isOutcomeUnknown, options.uid != nil, !options.dryRun else { throw error }
            do throws(ClusterError) {
                value = try await json(request)
            } catch {
                guard error.code == .notFound else { throw error }
                return nil
            }
        }
        guard let tree = value.object, tree["kind"]?.string != "Status" else { return nil }
        do throws(KubernetesObject.ShapeError) {
            return try KubernetesObject(tree)
        } catch {
            throw ClusterError(.malformedReply, doing: doing, object: reference, cause: error)
        }
    }

    func query(_ options: WriteOptions) -> [ClusterRequest.QueryItem] {
        var query: [ClusterRequest.QueryItem] = [
            ("fieldManager", options.fieldManager ?? self.options.fieldManager),
            ("fieldValidation", options.fieldValidation.rawValue),
        ]
        if options.dryRun { query.append(("dryRun", "All")) }
        return query
    }
}

/// A change to an object, in one of the API's three languages.
package enum ObjectPatch: Sendable, Hashable {
    /// JSON merge patch (RFC 7386): members replace, null removes, lists are replaced whole.
    case merge(JSONValue)
    /// JSON patch (RFC 6902): a list of operations.
    case json([JSONValue])
    /// Kubernetes' own: like merge, but lists are merged by key.
    case strategic(JSONValue)

    var contentType: String {
        switch self {
        case .merge: "application/merge-patch+json"
        case .json: "application/json-patch+json"
        case .strategic: "application/strategic-merge-patch+json"
        }
    }

    var body: JSONValue {
        switch self {
        case .merge(let value), .strategic(let value): value
        case .json(let operations): .array(operations)
        }
    }
}

extension DeleteOptions {
    var json: JSONObject {
        let preconditions: JSONObject = [
            "uid": uid.map { .string($0) },
            "resourceVersion": resourceVersion.map { .string($0) },
        ]
        return [
            "apiVersion": "v1",
            "kind": "DeleteOptions",
            "gracePeriodSeconds": gracePeriodSeconds.map { .integer(Int64($0)) },
            "preconditions": preconditions.isEmpty ? nil : .object(preconditions),
            "propagationPolicy": propagation.map { .string($0.rawValue) },
            "dryRun": dryRun ? ["All"] : nil,
        ]
    }
}
