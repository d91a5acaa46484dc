// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// The forms of names that Kubernetes takes (RFC 1123 with the limits of its API).
package enum DNSName {
    /// The most bytes of a label, from RFC 1123: what a Service, a namespace and a container are called.
    package static let longestLabel = 63
    /// The most bytes of a subdomain, from RFC 1123: what most other objects are called.
    package static let longestSubdomain = 253

    /// Whether a text is lower-case letters, digits and inner hyphens, at most 63 of them.
    package static func isLabel(_ text: some StringProtocol) -> Bool {
        text.utf8.count <= longestLabel && isLabelSyntax(text)
    }

    /// Whether a text is one or more labels joined by dots, at most 253 bytes in all.
    ///
    /// Kubernetes does not limit the single labels of a subdomain to 63.
    package static func isSubdomain(_ text: String) -> Bool {
        text.utf8.count <= longestSubdomain
            && text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy(isLabelSyntax)
    }

    private static func isLabelSyntax(_ text: some StringProtocol) -> Bool {
        let bytes = Array(text.utf8)
        guard let first = bytes.first, let last = bytes.last else { return false }
        return isAlphanumeric(first) && isAlphanumeric(last)
            && bytes.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}

/// The forms of label keys and values.
package enum LabelSyntax {
    /// The longest value and the longest name of a key, in bytes.
    package static let longest = 63

    /// Whether a text may be a label's value: empty, or letters, digits and inner `-_.`, at most 63 bytes.
    package static func isValue(_ text: some StringProtocol) -> Bool {
        text.isEmpty || isName(text)
    }

    /// Whether a text may be a label's key: a name, or a DNS subdomain, a slash and a name.
    package static func isKey(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        switch parts.count {
        case 1: return isName(parts[0])
        case 2: return DNSName.isSubdomain(String(parts[0])) && isName(parts[1])
        default: return false
        }
    }

    private static func isName(_ text: some StringProtocol) -> Bool {
        let bytes = Array(text.utf8)
        guard let first = bytes.first, let last = bytes.last else { return false }
        return bytes.count <= longest && isAlphanumeric(first) && isAlphanumeric(last)
            && bytes.allSatisfy { isAlphanumeric($0) || "-_.".utf8.contains($0) }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}
