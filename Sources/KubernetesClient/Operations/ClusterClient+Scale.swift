// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTPTypes
package import Kubernetes

/// What the scale subresource of a workload says.
package struct Scale: Sendable, Hashable {
    /// The replicas that somebody has asked for.
    package var desiredReplicas: Int
    /// The replicas that the controller has counted, ready or not.
    package var currentReplicas: Int
    /// The label selector of the pods, in the API's syntax.
    package var selector: String?
    /// The state that this is; opaque.
    package var resourceVersion: String?
}

extension ClusterClient {
    /// Reads how many replicas of a workload are wanted and there.
    package func scale(of reference: ObjectReference) async throws(ClusterError) -> Scale {
        let doing = "reading the scale of \(reference)"
        let path = try await path(reference, subresource: "scale", doing: doing)
        return Self.scale(try await json(ClusterRequest(.get, path, doing: doing, object: reference)))
    }

    /// Sets how many replicas of a workload are wanted; with a resource version, only if it is still in that state.
    ///
    /// Goes through the scale subresource, so it is owned apart from what is applied (C6.3), and may be repeated. A dry run changes
    /// nothing and says what would be.
    @discardableResult
    package func setScale(
        of reference: ObjectReference,
        to replicas: Int,
        ifUnchangedSince resourceVersion: String? = nil,
        fieldManager: String? = nil,
        dryRun: Bool = false
    ) async throws(ClusterError) -> Scale {
        let doing = "scaling \(reference) to \(replicas)"
        let path = try await path(reference, subresource: "scale", doing: doing)
        var body: JSONObject = [:]
        if let resourceVersion {
            body["metadata"] = ["resourceVersion": .string(resourceVersion)]
        }
        body["spec"] = ["replicas": .integer(Int64(replicas))]
        var query = [("fieldManager", fieldManager ?? options.fieldManager)]
        if dryRun { query.append(("dryRun", "All")) }
        var request = ClusterRequest(.patch, path, query: query, doing: doing, object: reference)
            .sending(JSONValue.object(body).bytes(), as: "application/merge-patch+json").asDryRun(dryRun)
        if resourceVersion == nil { request.repeatability = .apply }
        return Self.scale(try await json(request))
    }

    private static func scale(_ value: JSONValue) -> Scale {
        Scale(
            desiredReplicas: value[path: "spec", "replicas"]?.integer.map { Int(clamping: $0) } ?? 0,
            currentReplicas: value[path: "status", "replicas"]?.integer.map { Int(clamping: $0) } ?? 0,
            selector: value[path: "status", "selector"]?.string,
            resourceVersion: value[path: "metadata", "resourceVersion"]?.string
        )
    }
}
