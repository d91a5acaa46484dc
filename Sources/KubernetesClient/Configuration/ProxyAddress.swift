// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// The address of a proxy, looked at before libcurl sees it: that quotes what it does not understand, password and all, and takes
/// the direct way where it cannot decode one.
struct ProxyAddress: Sendable {
    /// What is wrong with an address, to be said after the name of what holds it; without any of its text.
    struct Flaw: Error {
        /// Such as "names no host".
        let words: String
        /// What to try.
        let hint: String
    }

    /// As libcurl is to have it: with a port, and with names that are resolved by a proxy that speaks SOCKS (C4.5).
    let url: Redacted<String>

    /// The ports of proxies that name none, as the official clients have them; libcurl would try 1080 for `http`.
    private static let ports = [
        "http": 80, "https": 443, "socks4": 1080, "socks4a": 1080, "socks5": 1080, "socks5h": 1080,
    ]
    /// It begins with none of the schemes that there are.
    static let unknownScheme = Flaw(words: "should start with http://, https:// or socks5://", hint: example)

    private static let example = "it looks like http://user:password@proxy.example:3128"
    private static let escape =
        "percent-escape what stands before the `@`: `/` is `%2F`, `@` is `%40`, `#` is `%23`, a blank is `%20`"

    /// Reads `scheme://[user[:password]@]host[:port]`; a path is passed over.
    init(_ text: String) throws(Flaw) {
        let spelled = text.prefix { $0 != ":" }
        let scheme = spelled.lowercased()
        guard let port = Self.ports[scheme], text.dropFirst(spelled.count).hasPrefix("://") else {
            throw Self.unknownScheme
        }
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
            throw Flaw(words: "holds a blank or a control character", hint: Self.escape)
        }
        let rest = text.dropFirst(spelled.count + 3)
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard !rest.dropFirst(authority.count).contains("@") else {
            throw Flaw(words: "has a `/`, `?` or `#` before its `@`", hint: Self.escape)
        }
        let parts = authority.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count <= 2 else { throw Flaw(words: "has more than one `@`", hint: Self.escape) }
        let user = parts.count == 2 ? String(parts[0]) : nil
        guard !Self.hidesControls(user ?? "") else {
            throw Flaw(words: "has an escaped control character before its `@`", hint: Self.escape)
        }
        let place = try Self.place(String(parts[parts.count - 1]), port: port)
        let name = scheme == "socks5" ? "socks5h" : scheme
        url = Redacted("\(name)://\(user.map { "\($0)@" } ?? "")\(place)")
    }

    /// Host and port.
    private static func place(_ text: String, port: Int) throws(Flaw) -> String {
        // What ends a host for libcurl, beyond what ends it for any URL.
        let host = text.hasPrefix("[") ? "" : text.prefix { $0 != ":" }
        guard !text.isEmpty, !text.hasPrefix(":"), !host.contains(where: { "!$'*=;,+&()".contains($0) })
        else {
            throw Flaw(words: "names no host", hint: example)
        }
        guard let address = ServerAddress("http://\(text)") else {
            let isName = !text.hasPrefix("[") && ServerAddress("http://\(host)") != nil
            throw isName
                ? Flaw(words: "has a port that is no number from 1 to 65535", hint: example)
                : Flaw(words: "names no host", hint: example)
        }
        let end = address.authority
        let isBare = end.hasPrefix("[") ? end.hasSuffix("]") : !end.contains(":")
        return isBare ? "\(end):\(port)" : end
    }

    /// Whether a control character hides behind an escape, such as `%00`.
    private static func hidesControls(_ text: String) -> Bool {
        text.split(separator: "%", omittingEmptySubsequences: false).dropFirst().contains { piece in
            let digits = piece.prefix(2)
            guard digits.count == 2, digits.allSatisfy(\.isHexDigit), let code = UInt8(digits, radix: 16)
            else { return false }
            return code < 0x20 || code == 0x7F
        }
    }
}
