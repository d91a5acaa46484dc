// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTPTypes

/// What a server says about itself.
package struct ServerVersion: Sendable, Hashable, CustomStringConvertible {
    /// Such as `v1.36.2`.
    package var gitVersion: String
    /// Such as `1`.
    package var major: String
    /// Such as `36`, or `36+` at some providers.
    package var minor: String
    /// Such as `linux/amd64`.
    package var platform: String

    /// The git version.
    package var description: String { gitVersion }
}

/// A question to the server, whether we may do something.
package struct AccessQuestion: Sendable, Hashable, CustomStringConvertible {
    /// Such as `create` or `patch`.
    package var verb: String
    /// The API group; empty for the core group.
    package var group: String
    /// The plural name of the type.
    package var resource: String
    /// Such as `scale` or `log`.
    package var subresource: String?
    /// The namespace; `nil` for all, and for cluster-scoped types.
    package var namespace: String?
    /// One object; `nil` for any.
    package var name: String?

    /// Asks about a type by its plural name.
    package init(
        verb: String,
        group: String,
        resource: String,
        subresource: String? = nil,
        namespace: String? = nil,
        name: String? = nil
    ) {
        self.verb = verb
        self.group = group
        self.resource = resource
        self.subresource = subresource
        self.namespace = namespace
        self.name = name
    }

    /// `patch deployments.apps/scale in shop`.
    package var description: String {
        let type = group.isEmpty ? resource : "\(resource).\(group)"
        let place = namespace.map { " in \($0)" } ?? ""
        return "\(verb) \(type)\(subresource.map { "/\($0)" } ?? "")\(name.map { " \($0)" } ?? "")\(place)"
    }
}

/// The server's answer to an ``AccessQuestion``.
package struct AccessAnswer: Sendable, Hashable {
    /// Whether we may.
    package var isAllowed: Bool
    /// Why, if the server says.
    package var reason: String?
}

extension ClusterClient {
    /// Asks what version the server is; needs no rights on most clusters.
    package func version() async throws(ClusterError) -> ServerVersion {
        let request = ClusterRequest(.get, "/version", doing: "asking \(address) for its version")
        let value = try await json(request)
        guard let version = value["gitVersion"]?.string else {
            throw ClusterError(
                .malformedReply,
                doing: request.doing,
                hint: "is `\(address)` a Kubernetes API server?"
            )
        }
        return ServerVersion(
            gitVersion: version,
            major: value["major"]?.string ?? "",
            minor: value["minor"]?.string ?? "",
            platform: value["platform"]?.string ?? ""
        )
    }

    /// Asks whether we may do something (SelfSubjectAccessReview); stores nothing in the cluster.
    package func review(_ question: AccessQuestion) async throws(ClusterError) -> AccessAnswer {
        let attributes: JSONObject = [
            "namespace": question.namespace.map { .string($0) },
            "verb": .string(question.verb),
            "group": .string(question.group),
            "resource": .string(question.resource),
            "subresource": question.subresource.map { .string($0) },
            "name": question.name.map { .string($0) },
        ]
        let body: JSONValue = [
            "apiVersion": "authorization.k8s.io/v1",
            "kind": "SelfSubjectAccessReview",
            "spec": ["resourceAttributes": .object(attributes)],
        ]
        var request = ClusterRequest(
            .post,
            "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
            doing: "asking whether we may \(question)"
        ).sending(body.bytes())
        request.repeatability = .read
        request.isReadOnly = true
        let status = try await json(request)["status"]
        return AccessAnswer(
            isAllowed: status?["allowed"]?.bool ?? false,
            reason: status?["reason"]?.string ?? status?["evaluationError"]?.string
        )
    }
}
