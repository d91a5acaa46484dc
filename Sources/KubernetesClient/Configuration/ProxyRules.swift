// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Which proxy the environment names for a server (C2.3).
struct ProxyRules: Sendable {
    private let https: String?
    private let http: String?
    private let exceptions: [String]

    /// Reads `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` in either letter case.
    init(_ environment: [String: String]) {
        func value(_ name: String) -> String? {
            [environment[name], environment[name.lowercased()]].compactMap(\.self).first { !$0.isEmpty }
        }
        https = value("HTTPS_PROXY")
        // As in Go: a server that runs CGI scripts gets HTTP_PROXY from its clients.
        http = environment["REQUEST_METHOD"] == nil ? value("HTTP_PROXY") : nil
        exceptions = (value("NO_PROXY") ?? "").split(separator: ",").map { String($0).trimmed.lowercased() }
    }

    /// The proxy as a URL; `nil` for a direct connection.
    func proxy(for address: ServerAddress) -> String? {
        let host = address.host.lowercased()
        let isLocal = host == "localhost" || IPAddress(host).map(\.isLoopback) ?? false
        guard !isLocal, let proxy = address.scheme == "https" ? https : http else { return nil }
        guard !exceptions.contains(where: { Self.matches($0, host: host, port: address.port) }) else {
            return nil
        }
        return Self.resolvingNames(proxy.contains("://") ? proxy : "http://\(proxy)")
    }

    /// The same proxy; one that speaks SOCKS resolves the name of the server, as with the official clients (C4.5).
    static func resolvingNames(_ proxy: String) -> String {
        let scheme = proxy.prefix { $0 != ":" }
        return scheme.lowercased() == "socks5" ? "socks5h" + proxy.dropFirst(scheme.count) : proxy
    }

    /// `*`, an address, a network in CIDR, a domain with its subdomains, or `.domain` without itself; any with a port.
    private static func matches(_ rule: String, host: String, port: Int) -> Bool {
        if rule == "*" { return true }
        if let network = IPNetwork(rule) { return IPAddress(host).map(network.contains) ?? false }
        if let address = IPAddress(rule) { return IPAddress(host) == address }
        var name = rule[...]
        if let colon = name.lastIndex(of: ":"), let number = Int(name[name.index(after: colon)...]) {
            guard number == port else { return false }
            name = name[..<colon]
        }
        if let address = IPAddress(String(name)) { return IPAddress(host) == address }
        if name.hasPrefix("*.") { name = name.dropFirst() }
        if name.hasPrefix(".") { return host.hasSuffix(name) }
        return !name.isEmpty && (host == name || host.hasSuffix(".\(name)"))
    }
}
