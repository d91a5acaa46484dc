// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import HTTP
import HTTPTypes

/// A request in libcurl's terms.
struct CurlRequest: Sendable {
    private(set) var url: String
    private(set) var method: String
    private(set) var headers: [String]
    private(set) var body: [UInt8]
    private(set) var settings: TransportSettings
    let identity: ClientIdentity?
    private(set) var isStream: Bool
    /// `::host:port` when the URL names another host than the one to connect to.
    let connectTo: String?

    /// Translates a request.
    ///
    /// libcurl takes the name for SNI and verification from the URL, so a `serverName` goes there; the connection
    /// and the Host header keep the real address.
    init(
        _ request: HTTPRequest,
        body: [UInt8],
        _ settings: TransportSettings,
        identity: ClientIdentity?,
        isStream: Bool
    ) throws(TransportError) {
        guard let scheme = request.scheme, let authority = request.authority, let path = request.path,
            path.hasPrefix("/"), let address = ServerAddress("\(scheme)://\(authority)")
        else {
            throw TransportError(.notSent, "`\(request.authority ?? "")` is not the address of a server")
        }
        // A name with nothing behind its colon would be left out, a semicolon sends it empty.
        var headers = request.headerFields.map { field in
            field.value.isEmpty ? "\(field.name.rawName);" : "\(field.name.rawName): \(field.value)"
        }
        if let name = settings.serverName, !name.isEmpty, scheme == "https" {
            let literal = name.contains(":") ? "[\(name)]" : name
            let target = address.host.contains(":") ? "[\(address.host)]" : address.host
            url = "https://\(literal):\(address.port)\(path)"
            connectTo = "::\(target):\(address.port)"
            headers.append("Host: \(authority)")
        } else {
            url = "\(scheme)://\(authority)\(path)"
            connectTo = nil
        }
        // libcurl would ask for leave to send large bodies, and call every body a form.
        headers.append("Expect:")
        if request.headerFields[.contentType] == nil { headers.append("Content-Type:") }
        method = request.method.rawValue
        self.headers = headers
        self.body = body
        self.settings = settings
        self.identity = identity
        self.isStream = isStream
    }

    /// A request to the same server that asks for next to nothing and says nothing about us.
    var probe: CurlRequest {
        var copy = self
        let authority = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false).prefix(3)
        copy.url = authority.joined(separator: "/") + "/livez"
        copy.method = "GET"
        copy.headers = headers.filter { $0.hasPrefix("Host: ") } + ["Accept: */*"]
        copy.body = []
        copy.isStream = false
        copy.settings.requestTimeout = settings.patience.answer
        return copy
    }
}
