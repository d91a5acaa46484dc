// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import HTTPTypes

extension ClusterClient {
    /// The request as it goes over the wire.
    func wireRequest(
        _ request: ClusterRequest,
        as credentials: Credentials,
        isStream: Bool
    ) -> HTTPRequest {
        var request = request
        if !isStream, let timeout = options.requestTimeout {
            // C1.5: a server that knows the deadline gives up with us.
            request.query.append(("timeout", "\(max(1, timeout.components.seconds))s"))
        }
        var fields = HTTPFields()
        fields[.accept] = request.accept
        fields[.userAgent] = options.userAgent
        if let validator = request.validator { fields[.ifNoneMatch] = validator }
        if let contentType = request.contentType { fields[.contentType] = contentType }
        for field in credentials.headerFields { fields.append(field) }
        return HTTPRequest(
            method: request.method,
            scheme: address.scheme,
            authority: address.authority,
            path: address.pathPrefix + request.target,
            headerFields: fields
        )
    }

    /// The credentials of this moment.
    func currentCredentials(_ request: ClusterRequest) async throws(ClusterError) -> Credentials {
        let current: Credentials
        do throws(CredentialError) {
            current = try await credentials.current()
        } catch {
            if Task.isCancelled { throw cancelled(request) }
            throw ClusterError(
                .unauthorized,
                doing: request.doing,
                object: request.object,
                cause: error,
                hint: error.hint
            )
        }
        // C4.6: credentials are sent over TLS only.
        guard address.scheme == "https" || current.identity == .none else {
            throw ClusterError(
                .notSent,
                doing: request.doing,
                object: request.object,
                cause: CredentialError(
                    "the server address is not https, and credentials are not sent in the clear"
                ),
                hint: "use an https:// server address in the kubeconfig"
            )
        }
        return current
    }

    /// Tells the tracing hook about an attempt; secret header values are replaced.
    func trace(
        _ request: ClusterRequest,
        _ wire: HTTPRequest,
        attempt: Int = 1,
        outcome: String,
        bytes: Int? = nil,
        duration: Duration
    ) {
        options.hooks.trace(
            RequestTrace(
                method: wire.method.rawValue,
                target: wire.path ?? "",
                headers: wire.headerFields.map { field in
                    "\(field.name.rawName): \(Self.isSecret(field.name) ? "‹redacted›" : field.value)"
                },
                attempt: attempt,
                outcome: outcome,
                replyBytes: bytes,
                duration: duration
            )
        )
    }

    private static func isSecret(_ name: HTTPField.Name) -> Bool {
        name == .authorization || name == .proxyAuthorization
    }
}

/// Reads `Retry-After`.
enum RetryAfter {
    /// The wait that a server asks for: whole seconds only, as API servers send it (C1.1).
    static func duration(in head: HTTPResponse) -> Duration? {
        guard let text = head.headerFields[.retryAfter], let seconds = Int(text), seconds >= 0 else {
            return nil
        }
        return .seconds(seconds)
    }
}
