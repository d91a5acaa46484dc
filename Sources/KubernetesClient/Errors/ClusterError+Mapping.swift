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
        if status == nil, let text = PageText.excerpt(reply.body) {
            cause = UnstructuredReply(text: text)
        }
        hint = Self.hint(for: self.code, head: reply.head, status: status)
        if hint == nil, self.code == .forbidden { hint = Self.rightsHint(status?.message) }
    }

    /// The error for a reply to a request that is not a success.
    init(reply: HTTPReply, to request: ClusterRequest, at address: ServerAddress) {
        self.init(reply: reply, doing: request.doing, object: request.object)
        // Whoever reads has begun nothing that would go on.
        if request.isReadOnly, [.serverFailure, .timedOut].contains(code) {
            hint =
                "wait a while and ask again; `kubectl get --raw /readyz?verbose` shows what the server lacks"
        }
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
        } else if reply.head.status.kind == .redirection, let place = reply.head.headerFields[.location] {
            // It is not followed: whoever answers must not choose who gets the credentials.
            let shown = place.prefix { $0 != "?" }.prefix(200)
            hint =
                "`\(address)` sends elsewhere, to `\(shown)`: write the API server's own address as `server` "
                + "in the kubeconfig"
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
            case .identityUnusable: .unauthorized
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
            case .untrusted: Self.trustHint(error.message)
            case .unauthorized: Self.identityHint
            case .connectionLost, .timedOut: "run the command again: what it had begun, it goes on with"
            default: nil
            }
    }

    /// What to try when there is no showing the client certificate at all.
    private static let identityHint =
        "check `client-certificate` and `client-key` of this context's user in the kubeconfig, or what its exec plugin "
        + "gives: both in PEM, made for each other, the key without a passphrase"

    /// What to try after a refusal, if it is for the lack of a right: a quota, a policy and a webhook refuse with 403 too.
    private static func rightsHint(_ message: String?) -> String? {
        guard let message, message.contains("User \""), message.contains(" cannot ") else { return nil }
        return message.contains("\"system:anonymous\"")
            ? "the server was told nobody's name: check the user of this context in the kubeconfig"
            : "`msctl doctor` lists the rights that are needed"
    }

    /// What to try after a failure of TLS, by OpenSSL's words.
    private static func trustHint(_ message: String) -> String {
        if message.hasSuffix(TransportError.leastTLS) {
            return "have TLS 1.2 or newer enabled on the server, or on what stands before it"
        }
        if message.contains("wrong version number") {
            return
                "what answers there does not speak TLS: check scheme and port of `server` in the kubeconfig"
        }
        if message.contains(" alert "), message.contains("certificate") || message.contains("unknown ca") {
            return
                "the server does not take the client certificate: check the user of this context in the "
                + "kubeconfig, and until when its certificate is valid"
        }
        if message.contains("not yet valid") || message.contains("has expired") {
            return "check the clock of this machine, and until when the server's certificate is valid"
        }
        return "check `certificate-authority` and `tls-server-name` in the kubeconfig"
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
}

/// A refusal that is not a `Status` object, such as a proxy's page: its first words.
package struct UnstructuredReply: Error, Sendable, Hashable {
    /// At most 300 characters of the body, on one line and without tags.
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
