// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Which proxy the environment names for a server (C2.3).
struct ProxyRules: Sendable {
    /// A variable and what it holds.
    private struct Variable: Sendable {
        var name: String
        var value: String
    }

    private let https: Variable?
    private let http: Variable?
    private let exceptions: [String]

    /// Reads `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` in either letter case.
    init(_ environment: [String: String]) {
        func variable(_ name: String) -> Variable? {
            [name, name.lowercased()].lazy
                .map { Variable(name: $0, value: environment[$0] ?? "") }
                .first { !$0.value.isEmpty }
        }
        https = variable("HTTPS_PROXY")
        // As in Go: a server that runs CGI scripts gets HTTP_PROXY from its clients.
        http = environment["REQUEST_METHOD"] == nil ? variable("HTTP_PROXY") : nil
        exceptions = (variable("NO_PROXY")?.value ?? "").split(separator: ",").map {
            String($0).trimmed.lowercased()
        }
    }

    /// The proxy as a URL; `nil` for a direct connection.
    ///
    /// - Throws: ``ConfigurationError``, without the text of the variable, where that is no address of a proxy.
    func proxy(for address: ServerAddress) throws(ConfigurationError) -> Redacted<String>? {
        let host = address.host.lowercased()
        let isLocal = host == "localhost" || IPAddress(host).map(\.isLoopback) ?? false
        guard !isLocal, let proxy = address.scheme == "https" ? https : http else { return nil }
        guard !exceptions.contains(where: { Self.matches($0, host: host, port: address.port) }) else {
            return nil
        }
        let text = proxy.value.contains("://") ? proxy.value : "http://\(proxy.value)"
        do throws(ProxyAddress.Flaw) {
            return try ProxyAddress(text).url
        } catch {
            throw ConfigurationError("the variable `\(proxy.name)` \(error.words)", hint: error.hint)
        }
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
