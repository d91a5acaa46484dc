// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Keeps the address of a proxy, which may hold a password, out of what libcurl says.
struct ProxySecrets {
    /// Longest first, so that no part is left of what holds it.
    private let pieces: [String]

    /// From so many bytes on a text may have been cut off in the midst of a secret: libcurl has 256 for it, and newer ones end
    /// it with dots.
    private static let cut = 250

    /// Looks for the parts of an address; `nil` where there is no proxy.
    init?(_ proxy: Redacted<String>?) {
        guard let text = proxy?.secret, !text.isEmpty else { return nil }
        let scheme = text.prefix { $0 != ":" }
        let rest = text.dropFirst(scheme.count)
        let address = rest.hasPrefix("://") ? rest.dropFirst(3) : text[...]
        var pieces = [text]
        if let end = address.lastIndex(of: "@") {
            let user = address[..<end]
            pieces.append("\(user)@")
            let password = user.drop { $0 != ":" }.dropFirst()
            for part in [String(user), String(password)] {
                // Shorter ones are parts of many words.
                pieces += [part, PercentEncoding.decode(part)].filter { $0.utf8.count > 3 }
            }
        }
        self.pieces = pieces.sorted { $0.utf8.count > $1.utf8.count }
    }

    /// A text of libcurl's without them; `words` instead of one that may have been cut off in the midst of one.
    func removed(from text: String, else words: String) -> String {
        guard text.utf8.count < Self.cut else { return words }
        return pieces.reduce(text) { $0.replacing($1, with: "‹redacted›") }
    }
}
