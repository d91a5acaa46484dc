// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import HTTPTypes
package import Kubernetes

/// One request to an API server, as far as the client has to know it: what, why, and whether it may be repeated.
package struct ClusterRequest: Sendable {
    /// One `name=value` of a query.
    package typealias QueryItem = (name: String, value: String)

    /// What a second attempt could do, which decides when one is made without asking (C1.2, C1.9).
    package enum Repeatability: Sendable, Hashable {
        /// Reading: any number of times.
        case read
        /// Server-side apply of the same body by the same manager: any number of times.
        case apply
        /// Everything else: only when the server says that it has not acted.
        case write
    }

    /// The method.
    package var method: HTTPRequest.Method
    /// The path below the server's address, already percent-encoded.
    package var path: String
    /// The query, not yet percent-encoded.
    package var query: [QueryItem]
    /// The body; empty for none.
    package var body: [UInt8]
    /// The media type of the body; `nil` where there is none.
    package var contentType: String?
    /// The media type of the reply that is wanted.
    package var accept: String
    /// The state that is known already, by the server's own name: a reply of 304 says that it has not changed.
    package var validator: String?
    /// What a second attempt could do.
    package var repeatability: Repeatability
    /// Whether it changes nothing in the cluster: a read, a dry run, or a question about rights.
    ///
    /// Whoever waits for its answer has lost nothing when none comes, so it is not waited for as long as for a write (C1.2).
    package var isReadOnly: Bool
    /// What is being done, for errors: "applying Deployment shop/web".
    package var doing: String
    /// The object concerned, for errors; `nil` for requests about a kind or the server.
    package var object: ObjectReference?

    /// Makes a request; it reads JSON unless told otherwise.
    package init(
        _ method: HTTPRequest.Method,
        _ path: String,
        query: [QueryItem] = [],
        doing: String,
        object: ObjectReference? = nil
    ) {
        self.method = method
        self.path = path
        self.query = query
        body = []
        contentType = nil
        accept = "application/json"
        validator = nil
        repeatability = method == .get ? .read : .write
        isReadOnly = method == .get
        self.doing = doing
        self.object = object
    }

    /// The same request as a dry run, if it is to be one: the server decides and answers, and stores nothing.
    func asDryRun(_ isDryRun: Bool) -> ClusterRequest {
        guard isDryRun else { return self }
        var copy = self
        copy.isReadOnly = true
        return copy
    }

    /// The same request with a body.
    package func sending(_ body: [UInt8], as contentType: String = "application/json") -> ClusterRequest {
        var copy = self
        copy.body = body
        copy.contentType = contentType
        return copy
    }

    /// Whether it brings an object, as an apply, a create and a replacement do; a patch brings changes, a question itself.
    var bringsObject: Bool {
        guard object != nil, !body.isEmpty, method != .delete else { return false }
        return contentType == "application/json" || contentType == "application/apply-patch+yaml"
    }

    /// Path and query as they go over the wire.
    package var target: String {
        guard !query.isEmpty else { return path }
        return path + "?"
            + query.map { "\(PercentEncoding.encode($0.name))=\(PercentEncoding.encode($0.value))" }
            .joined(separator: "&")
    }
}
