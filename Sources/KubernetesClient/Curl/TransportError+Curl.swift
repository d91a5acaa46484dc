// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import CCurl
import HTTP

extension TransportError {
    /// Sorts libcurl's result codes by what they say about the server having acted.
    init(curl code: CURLcode, message: String, wasConnected: Bool) {
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY:
            self.init(.nameNotResolved, message)
        // The second is what SOCKS proxies say that make no connection.
        case CURLE_COULDNT_CONNECT, CURLE_PROXY:
            self.init(.connectionRefused, message)
        case CURLE_SEND_FAIL_REWIND:
            // libcurl would send the request anew, and has no second body (C1.2).
            self.init(.connectionLost, "the server ended the connection and gave no answer")
        case CURLE_OPERATION_TIMEDOUT:
            // Without a connection nothing was sent.
            self.init(wasConnected ? .timedOut : .connectionRefused, message)
        case CURLE_SSL_CONNECT_ERROR where Self.isCut(message):
            self.init(.handshakeBroken, message)
        // "Problem with the local SSL certificate": not PEM, or the key belongs to another one, or wants a passphrase.
        case CURLE_SSL_CERTPROBLEM: self.init(.identityUnusable, message)
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE,
            CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CIPHER, CURLE_USE_SSL_FAILED,
            CURLE_SSL_CLIENTCERT, CURLE_SSL_ENGINE_NOTFOUND:
            self.init(.tlsFailure, message + (Self.isTooOld(message) ? ": \(Self.leastTLS)" : ""))
        case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL, CURLE_OUT_OF_MEMORY, CURLE_FAILED_INIT,
            CURLE_NOT_BUILT_IN, CURLE_BAD_FUNCTION_ARGUMENT, CURLE_UNKNOWN_OPTION:
            self.init(.notSent, message)
        default:
            // With TLS 1.3 a server that misses or refuses our certificate says so after the handshake, as an alert:
            // "tlsv13 alert certificate required", "tlsv1 alert unknown ca".
            let isAlert = message.contains("SSL") && message.contains(" alert ")
            self.init(isAlert ? .tlsFailure : .connectionLost, message)
        }
    }

    /// What is said of a server that speaks old versions only.
    static let leastTLS = "msctl speaks TLS 1.2 and newer, and the server only what is older"

    /// Whether the two sides have no version of TLS in common (C2.2): the server says so by an alert, or answers in an
    /// old version.
    private static func isTooOld(_ message: String) -> Bool {
        ["alert protocol version", "unsupported protocol"].contains { message.contains($0) }
    }

    /// Whether a handshake ended because the connection did, and not because one side refused the other (C1.3).
    ///
    /// OpenSSL says "Connection reset by peer", "SSL_ERROR_SYSCALL" or "unexpected eof while reading"; who refuses sends
    /// an alert first.
    private static func isCut(_ message: String) -> Bool {
        guard !message.contains("alert") else { return false }
        return ["reset", "SYSCALL", "unexpected eof"].contains { message.contains($0) }
    }
}
