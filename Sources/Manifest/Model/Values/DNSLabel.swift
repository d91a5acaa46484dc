// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// A name that Kubernetes and DNS accept as one label (RFC 1123): a–z, 0–9 and `-`, at most 63 characters.
package struct DNSLabel: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The name, in lower case.
    package let text: String

    /// Accepts a text that is a label; `nil` otherwise.
    package init?(_ text: String) {
        let bytes = text.utf8
        guard (1...63).contains(bytes.count), bytes.first != UInt8(ascii: "-"),
            bytes.last != UInt8(ascii: "-")
        else { return nil }
        for byte in bytes where !(byte.isLowercaseLetter || byte.isDigit || byte == UInt8(ascii: "-")) {
            return nil
        }
        self.text = text
    }

    /// The name.
    package var description: String { text }

    /// Orders by bytes.
    package static func < (left: DNSLabel, right: DNSLabel) -> Bool { left.text < right.text }
}

extension UInt8 {
    /// Whether this is an ASCII digit.
    var isDigit: Bool { self >= 0x30 && self <= 0x39 }
    /// Whether this is an ASCII letter a–z.
    var isLowercaseLetter: Bool { self >= 0x61 && self <= 0x7A }
    /// Whether this is an ASCII letter A–Z.
    var isUppercaseLetter: Bool { self >= 0x41 && self <= 0x5A }
}

extension DNSLabel {
    /// Stands in for a name that was reported as missing.
    static let placeholder = DNSLabel(verbatim: "unnamed")

    private init(verbatim text: String) { self.text = text }

    /// The label that comes nearest to a text: small letters, and `-` for what no label has; `nil` when nothing is left.
    init?(resembling text: String) {
        let letters = text.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
        let trimmed = letters.drop { $0 == "-" }.prefix(63).reversed().drop { $0 == "-" }.reversed()
        self.init(String(trimmed))
    }
}
