// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Kubernetes

/// An operation on a cluster that did not work: what was being done, to what, and why not.
package struct ClusterError: Error, Sendable {
    /// What went wrong, as far as it decides what to do next and the exit status.
    package struct Code: Hashable, Sendable, CustomStringConvertible {
        /// The public spelling.
        package let description: String

        private init(_ description: String) { self.description = description }

        /// No connection: name, network, or nobody listening.
        package static let unreachable = Code("unreachable")
        /// One side does not trust the other's certificate.
        package static let untrusted = Code("untrusted")
        /// The connection broke in the middle: a write may or may not have happened.
        package static let connectionLost = Code("connection-lost")
        /// The server does not know who we are (401), or no credentials could be had.
        package static let unauthorized = Code("unauthorized")
        /// We are known and not allowed (403).
        package static let forbidden = Code("forbidden")
        /// No such object, namespace or type (404).
        package static let notFound = Code("not-found")
        /// An object of that name is there already (409 with reason `AlreadyExists`).
        package static let alreadyExists = Code("already-exists")
        /// Someone else changed the object, or owns a field (409 otherwise).
        package static let conflict = Code("conflict")
        /// The resource version is too old to continue from (410).
        package static let expired = Code("expired")
        /// The server read the request, or the object in it, and refused it (400, 422).
        package static let invalid = Code("invalid")
        /// The server does not do that (405, 406, 415).
        package static let unsupported = Code("unsupported")
        /// The server asks to slow down (429).
        package static let throttled = Code("throttled")
        /// The server is in trouble (5xx).
        package static let serverFailure = Code("server-failure")
        /// No answer within the time limit.
        package static let timedOut = Code("timed-out")
        /// The task was cancelled.
        package static let cancelled = Code("cancelled")
        /// The reply is not what the API promises.
        package static let malformedReply = Code("malformed-reply")
        /// The request could not be made, such as for an unknown type or a missing library.
        package static let notSent = Code("not-sent")
    }

    /// What went wrong, as far as it decides what to do next.
    package var code: Code
    /// What was being done, to what: "applying Deployment shop/web".
    package var doing: String
    /// The object concerned; `nil` for requests about a kind or the server.
    package var object: ObjectReference?
    /// The HTTP status, if there was a reply.
    package var httpStatus: Int?
    /// How long the server asks to wait, by a header or in its words.
    package var retryAfter: Duration?
    /// The server's own words, kept whole.
    package var status: KubernetesStatus?
    /// What lies below, such as a ``TransportError``.
    package var cause: (any Error)?
    /// What to try, an imperative; `nil` where nothing is certain to help.
    package var hint: String?
    /// Whether the request brought an object, so that a refusal as invalid is about that.
    package var isAboutObject = true
    /// What earlier attempts at the same request ended with, oldest first.
    package var earlierAttempts: [String] = []

    /// Makes an error.
    package init(
        _ code: Code,
        doing: String,
        object: ObjectReference? = nil,
        cause: (any Error)? = nil,
        hint: String? = nil
    ) {
        self.code = code
        self.doing = doing
        self.object = object
        self.cause = cause
        self.hint = hint
    }

    /// The fields that another manager owns, if that is why a server-side apply was refused.
    package var fieldConflicts: [FieldConflict] {
        (status?.causes ?? []).compactMap { FieldConflict($0) }
    }

    /// Whether a write may have happened although no success was reported.
    package var isOutcomeUnknown: Bool {
        switch code {
        case .connectionLost, .timedOut: true
        case .serverFailure:
            [502, 503, 504].contains(httpStatus ?? 0)
                || httpStatus == 500 && status?.isFromUnsureStore == true
        default: false
        }
    }
}
