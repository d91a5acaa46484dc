// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Where an API server is: `https://host:port` and, behind a gateway, a path that all its paths start with.
package struct ServerAddress: Sendable, Hashable, CustomStringConvertible {
    /// `https` or `http`.
    package var scheme: String
    /// Host and, if given, port; an IPv6 host is in brackets.
    package var authority: String
    /// Empty, or a path that starts with `/` and does not end with it.
    package var pathPrefix: String

    /// Joins the parts.
    package init(scheme: String, authority: String, pathPrefix: String = "") {
        self.scheme = scheme
        self.authority = authority
        self.pathPrefix = pathPrefix
    }

    /// Reads the text of a `server` field; `nil` when there is no host in it, or user names, queries or fragments.
    ///
    /// Without a scheme it is `https`: credentials are sent over nothing else (C4.6).
    package init?(_ text: String) {
        var rest = text[...]
        var scheme = "https"
        if let separator = Self.firstRange(of: "://", in: rest) {
            scheme = rest[..<separator.lowerBound].lowercased()
            rest = rest[separator.upperBound...]
        }
        guard scheme == "https" || scheme == "http" else { return nil }
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        var path = rest.dropFirst(authority.count)
        guard !authority.isEmpty, !authority.contains("@"), !path.contains("?"), !path.contains("#") else {
            return nil
        }
        while path.hasSuffix("/") { path.removeLast() }
        guard let bracketed = Self.bracketed(String(authority)) else { return nil }
        self.init(scheme: scheme, authority: bracketed, pathPrefix: String(path))
    }

    /// The address as a URL.
    package var description: String { "\(scheme)://\(authority)\(pathPrefix)" }

    /// The host without port and brackets.
    package var host: String {
        if authority.hasPrefix("[") { return String(authority.dropFirst().prefix { $0 != "]" }) }
        return String(authority.prefix { $0 != ":" })
    }

    /// The port, by default that of the scheme.
    package var port: Int {
        let end = authority.hasPrefix("[") ? authority.drop { $0 != "]" } : authority[...]
        guard let colon = end.lastIndex(of: ":"), let port = Int(end[end.index(after: colon)...]) else {
            return scheme == "https" ? 443 : 80
        }
        return port
    }

    /// Puts brackets around a bare IPv6 host (C4.5); `nil` for a port that is not one.
    private static func bracketed(_ authority: String) -> String? {
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]"), isIPv6(authority[..<end].dropFirst()) else {
                return nil
            }
            let rest = authority[authority.index(after: end)...]
            return rest.isEmpty || isPort(rest) ? authority : nil
        }
        let colons = authority.count { $0 == ":" }
        if colons > 1 { return isIPv6(authority[...]) ? "[\(authority)]" : nil }
        let host = authority.prefix { $0 != ":" }
        guard isHost(host) else { return nil }
        return colons == 0 || isPort(authority.dropFirst(host.count)) ? authority : nil
    }

    private static func isPort(_ text: Substring) -> Bool {
        guard text.hasPrefix(":"), let port = Int(text.dropFirst()) else { return false }
        // A sign is a number to Swift, and nothing to a URL.
        return text.dropFirst().utf8.allSatisfy { (0x30...0x39).contains($0) } && (1...65_535).contains(port)
    }

    /// Hexadecimal digits, colons and dots; what follows a `%` is the name of an interface.
    private static func isIPv6(_ text: Substring) -> Bool {
        let address = text.prefix { $0 != "%" }
        let isSpelled = address.allSatisfy { ":.".contains($0) || ($0.isASCII && $0.isHexDigit) }
        guard isSpelled, address.contains(":") else { return false }
        return address.endIndex == text.endIndex || isHost(text[text.index(after: address.endIndex)...])
    }

    /// Whether a text can be a host at all: no blanks, no control characters, and nothing that ends a host in a URL.
    private static func isHost(_ text: Substring) -> Bool {
        let forbidden = #""<>\^`{|}[]%"#.utf8
        return !text.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && !forbidden.contains($0) }
    }

    private static func firstRange(of needle: String, in text: Substring) -> Range<Substring.Index>? {
        var start = text.startIndex
        while start < text.endIndex {
            if text[start...].hasPrefix(needle) {
                return start..<text.index(start, offsetBy: needle.count)
            }
            start = text.index(after: start)
        }
        return nil
    }
}
