// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// How connections to one server are made.
package struct TransportSettings: Sendable, Hashable {
    /// The only certificates that are trusted, in PEM; `nil`: those of the system.
    package var certificateAuthority: [UInt8]?
    /// Trusts any certificate.
    package var isInsecure: Bool
    /// The name that is asked for (SNI) and must be in the certificate, if it is not the host's (C4.5).
    package var serverName: String?
    /// The proxy, `nil` for none; may hold a password.
    package var proxy: Redacted<String>?
    /// Does without compressed replies (C4.5).
    package var disablesCompression: Bool
    /// Which HTTP is spoken over TLS.
    package var version: Version
    /// When it counts as noticed that nobody answers any more.
    package var patience: Patience
    /// How long a connection may take to be made, TLS included.
    package var connectTimeout: Duration
    /// How long a request may take as a whole; streams may take for ever (C2.3).
    package var requestTimeout: Duration?
    /// How many bytes a reply other than a stream may have, unpacked: more than 500 objects of the largest size.
    package var largestReply: Int

    /// Which HTTP is spoken over TLS.
    package enum Version: Sendable, Hashable {
        /// HTTP/2 where the server offers it and the installed libcurl is known to do it well.
        case automatic
        /// HTTP/1.1, one connection for each request under way.
        case http1
        /// HTTP/2 where the server offers it.
        case http2
    }

    /// How long silence is taken for patience of the server (C2.2).
    package struct Patience: Sendable, Hashable {
        /// After so long without a byte, while a stream is open, the server is asked whether it is there.
        package var silence: Duration = .seconds(30)
        /// So long it may take to answer that.
        package var answer: Duration = .seconds(15)
        /// So long a reply other than a stream may pause in its midst.
        package var pause: Duration = .seconds(10)
    }

    /// Secure, direct and compressed, unless told otherwise; 30 s to connect, 60 s for a request.
    package init(
        certificateAuthority: [UInt8]? = nil,
        isInsecure: Bool = false,
        serverName: String? = nil,
        proxy: Redacted<String>? = nil
    ) {
        self.certificateAuthority = certificateAuthority
        self.isInsecure = isInsecure
        self.serverName = serverName
        self.proxy = proxy
        disablesCompression = false
        version = .automatic
        patience = Patience()
        connectTimeout = .seconds(30)
        requestTimeout = .seconds(60)
        largestReply = 1 << 30
    }
}

/// A client certificate and its key, both in PEM.
package struct ClientIdentity: Sendable, Hashable {
    /// The certificate, and those that lead to its authority.
    package var certificate: [UInt8]
    /// The private key.
    package var key: Redacted<[UInt8]>

    /// Pairs a certificate with its key.
    package init(certificate: [UInt8], key: Redacted<[UInt8]>) {
        self.certificate = certificate
        self.key = key
    }
}
