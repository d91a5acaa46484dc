// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import HTTP
import HTTPTypes
package import Kubernetes

extension ClusterError {
    /// The error for a reply that is not a success.
    ///
    /// The reason decides before the code (C1.7): 409 is `AlreadyExists` or `Conflict`, and 410 may come as a 500
    /// from an aggregated server.
    package init(reply: HTTPReply, doing: String, object: ObjectReference?) {
        let code = reply.head.status.code
        let status = KubernetesStatus(body: reply.body)
        self.init(Self.code(httpStatus: code, reason: status?.reason ?? ""), doing: doing, object: object)
        httpStatus = code
        self.status = status
        retryAfter = RetryAfter.duration(in: reply.head) ?? status?.retryAfterSeconds.map { .seconds($0) }
        if status == nil, let text = Self.excerpt(reply.body) {
            cause = UnstructuredReply(text: text)
        }
        hint = Self.hint(for: self.code, head: reply.head, status: status)
    }

    /// The error for a reply to a request that is not a success.
    init(reply: HTTPReply, to request: ClusterRequest, at address: ServerAddress) {
        self.init(reply: reply, doing: request.doing, object: request.object)
        if address.scheme == "http", httpStatus == 400, let words = cause as? UnstructuredReply,
            words.asksForTLS
        {
            // Nothing was looked at, least of all an object.
            code = .unreachable
            var secure = address
            secure.scheme = "https"
            hint = "`\(address)` takes HTTPS only: write `\(secure)` as `server` in the kubeconfig"
        } else if code == .invalid, !request.bringsObject {
            isAboutObject = false
            hint = nil
        }
    }

    /// The error for a `Status` that arrived in an ERROR event of a watch.
    package init(status: KubernetesStatus, doing: String, object: ObjectReference?) {
        self.init(Self.code(httpStatus: status.code, reason: status.reason), doing: doing, object: object)
        httpStatus = status.code
        self.status = status
        retryAfter = status.retryAfterSeconds.map { .seconds($0) }
    }

    /// The error for a request without a reply.
    package init(transport error: TransportError, doing: String, object: ObjectReference?) {
        let code: Code =
            switch error.code {
            case .nameNotResolved, .connectionRefused, .handshakeBroken: .unreachable
            case .tlsFailure: .untrusted
            case .connectionLost: .connectionLost
            case .timedOut: .timedOut
            case .tooLarge: .malformedReply
            case .cancelled: .cancelled
            case .notSent: .notSent
            }
        self.init(code, doing: doing, object: object, cause: error)
        hint =
            switch code {
            case .unreachable: "check the server address in the kubeconfig, and VPN or proxy settings"
            case .untrusted where error.message.hasSuffix(TransportError.leastTLS):
                "have TLS 1.2 or newer enabled on the server, or on what stands before it"
            case .untrusted where error.message.contains("wrong version number"):
                "what answers there does not speak TLS: check scheme and port of `server` in the kubeconfig"
            case .untrusted: "check `certificate-authority` and `tls-server-name` in the kubeconfig"
            case .connectionLost, .timedOut: "run the command again: what it had begun, it goes on with"
            default: nil
            }
    }

    private static func code(httpStatus: Int, reason: String) -> Code {
        switch reason {
        case "AlreadyExists": .alreadyExists
        case "Conflict": .conflict
        case "Expired", "Gone": .expired
        case "NotFound": .notFound
        case "Unauthorized": .unauthorized
        case "Forbidden": .forbidden
        case "Invalid", "BadRequest", "RequestEntityTooLarge": .invalid
        case "TooManyRequests": .throttled
        case "Timeout", "ServerTimeout": .timedOut
        default: code(httpStatus: httpStatus)
        }
    }

    private static func code(httpStatus: Int) -> Code {
        switch httpStatus {
        case 400, 413, 422: .invalid
        case 401: .unauthorized
        case 403: .forbidden
        case 404: .notFound
        case 405, 406, 415: .unsupported
        case 409: .conflict
        case 410: .expired
        case 429: .throttled
        case 500...: .serverFailure
        default: .malformedReply
        }
    }

    private static func hint(for code: Code, head: HTTPResponse, status: KubernetesStatus?) -> String? {
        switch code {
        case .unauthorized: "sign in again, or check the user of this context in the kubeconfig"
        case .forbidden where (status?.causes ?? []).contains { $0.reason == "NamespaceTerminating" }:
            "wait until the namespace is gone, or choose another one with `--namespace`; no right is missing"
        case .forbidden: "`msctl doctor` lists the rights that are needed"
        case .conflict where (status?.causes ?? []).contains { $0.reason == "FieldManagerConflict" }:
            "leave the field out of the manifest, or take it over with `--take-over`"
        case .conflict: "run the command again: it starts from what is there now"
        case .notFound where status?.subjectKind == "namespaces":
            "look whether this is the right cluster and namespace"
        case .invalid: "`msctl render` shows the object; correct what the server names"
        case .throttled where head.headerFields[.flowSchema] != nil:
            "wait a while; the limit is that of the flow schema `\(head.headerFields[.flowSchema] ?? "")`"
        case .throttled: "wait a while, or deploy fewer services at once"
        case .serverFailure, .timedOut: "run the command again: what it had begun, it goes on with"
        default: nil
        }
    }

    private static func excerpt(_ body: [UInt8]) -> String? {
        let text = String(decoding: body.prefix(300), as: UTF8.self)
            .map { $0.isNewline || $0 == "\t" ? " " : $0 }
            .filter { $0.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F } }
        let trimmed = String(text).trimmed
        return trimmed.isEmpty ? nil : trimmed
    }
}

/// A refusal that is not a `Status` object, such as a proxy's page: its first words.
package struct UnstructuredReply: Error, Sendable, Hashable {
    /// At most 300 bytes of the body, on one line.
    package var text: String

    /// Whether it is what Go's server, or nginx, says to who speaks HTTP where HTTPS is spoken.
    var asksForTLS: Bool {
        text.contains("HTTP request to an HTTPS server")
            || text.contains("plain HTTP request was sent to HTTPS port")
    }
}

extension HTTPField.Name {
    /// Names the flow schema whose limit was hit (C1.6).
    static var flowSchema: HTTPField.Name { constant("X-Kubernetes-PF-FlowSchema-UID") }
    /// Warnings about the request that a user should see.
    static var warning: HTTPField.Name { constant("Warning") }
    /// Seconds to wait before the next attempt.
    static var retryAfter: HTTPField.Name { constant("Retry-After") }

    static func constant(_ name: String) -> HTTPField.Name {
        HTTPField.Name(name) ?? .date
    }
}
