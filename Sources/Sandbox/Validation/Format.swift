// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// The forms of names, with the words of a server for texts that do not have them.
///
/// Each function says everything that is wrong with a text, and nothing where it has the form. Lengths are in bytes.
enum Format {
    /// A name of RFC 1123 without dots, such as that of a container.
    static func label(_ text: String) -> [String] {
        var words = longer(text, than: 63)
        let bytes = Array(text.utf8)
        if !isLabel(bytes[...]) { words.append(isSubdomain(bytes) ? "must not contain dots" : labelRule) }
        return words
    }

    /// A name of RFC 1123, of which most objects have one.
    static func subdomain(_ text: String) -> [String] {
        longer(text, than: 253) + (isSubdomain(Array(text.utf8)) ? [] : [subdomainRule])
    }

    /// A name of which anything can still be made by letters that follow.
    static func subdomainPrefix(_ text: String) -> [String] {
        subdomain(text.count > 1 && text.hasSuffix("-") ? text.dropLast() + "a" : text)
    }

    /// A host with a star for its first part.
    static func wildcard(_ text: String) -> [String] {
        let bytes = Array(text.utf8)
        let isWildcard = text.hasPrefix("*.") && isSubdomain(Array(bytes.dropFirst(2)))
        return longer(text, than: 253) + (isWildcard ? [] : [wildcardRule])
    }

    /// The key of a label, and what is called a qualified name.
    static func labelKey(_ text: String) -> [String] {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count <= 2 else {
            let form = " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"
            return ["a valid label key " + keyRule + form]
        }
        var words: [String] = []
        if parts.count == 2 {
            let wrong = parts[0].isEmpty ? ["must be non-empty"] : subdomain(parts[0])
            words += wrong.map { "prefix part " + $0 }
        }
        let name = parts[parts.count - 1]
        if name.isEmpty { words.append("name part must be non-empty") }
        words += longer(name, than: 63).map { "name part " + $0 }
        if name.isEmpty || !isLabelText(name) { words.append("name part " + keyRule) }
        return words
    }

    /// The key of an annotation: that of a label, in letters of any size.
    static func annotationKey(_ text: String) -> [String] { labelKey(text.lowercased()) }

    /// The value of a label.
    static func labelValue(_ text: String) -> [String] {
        longer(text, than: 63) + (isLabelText(text) ? [] : [labelValueRule])
    }

    /// The name of a port of a container.
    static func portName(_ text: String) -> [String] {
        let bytes = Array(text.utf8)
        var words = longer(text, than: 15)
        if bytes.isEmpty || !bytes.allSatisfy({ isLower($0) || isDigit($0) || $0 == 45 }) {
            words.append("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)")
        }
        if !bytes.contains(where: isLower) { words.append("must contain at least one letter (a-z)") }
        if text.contains("--") { words.append("must not contain consecutive hyphens") }
        if bytes.first == 45 || bytes.last == 45 { words.append("must not begin or end with a hyphen") }
        return words
    }

    /// The name of a variable of the environment.
    static func variable(_ text: String) -> [String] {
        if text.isEmpty { return ["environment variable name must be non-empty"] }
        let isPrintable = text.utf8.allSatisfy { (32...126).contains($0) && $0 != UInt8(ascii: "=") }
        let rule =
            "a valid environment variable name must consist only of printable ASCII characters other than '='"
        return isPrintable ? [] : [rule]
    }

    /// The key of a ConfigMap or Secret.
    static func configKey(_ text: String) -> [String] {
        var words = longer(text, than: 253)
        let isKey =
            !text.isEmpty && text.utf8.allSatisfy { isAlphanumeric($0) || [45, 46, 95].contains($0) }
        if !isKey { words.append(configKeyRule) }
        if text == "." || text == ".." {
            words.append("must not be '\(text)'")
        } else if text.hasPrefix("..") {
            words.append("must not start with '..'")
        }
        return words
    }

    /// The name of a header of HTTP.
    static func header(_ text: String) -> [String] {
        let isHeader = !text.isEmpty && text.utf8.allSatisfy { isAlphanumeric($0) || $0 == 45 }
        return isHeader ? [] : [headerRule]
    }

    /// What can stand between two slashes of an address.
    static func pathSegment(_ text: String) -> [String] {
        if text == "." || text == ".." { return ["may not be '\(text)'"] }
        return ["/", "%"].filter { text.contains($0) }.map { "may not contain '\($0)'" }
    }

    /// A percentage such as `25%`.
    static func percentage(_ text: String) -> [String] {
        let digits = text.utf8.dropLast()
        let isPercentage = text.hasSuffix("%") && !digits.isEmpty && digits.allSatisfy(isDigit)
        return isPercentage ? [] : [percentRule]
    }

    /// The number of a percentage, at most the greatest; `nil` for any other text.
    static func percent(_ text: String) -> Int? {
        percentage(text).isEmpty ? Int(text.dropLast()) ?? .max : nil
    }

    /// A path below a place that nobody is to leave; `mayStartWithDots` is about names such as `..data`.
    static func descendingPath(_ text: String, mayStartWithDots: Bool = true) -> [String] {
        var words: [String] = []
        if text.hasPrefix("/") { words.append("must be a relative path") }
        if text.split(separator: "/").contains("..") { words.append("must not contain '..'") }
        if !mayStartWithDots, text.hasPrefix(".."), !text.hasPrefix("../") {
            words.append("must not start with '..'")
        }
        return words
    }

    static func longer(_ text: String, than limit: Int) -> [String] {
        text.utf8.count > limit ? ["must be no more than \(limit) characters"] : []
    }

    private static func isLower(_ byte: UInt8) -> Bool { (97...122).contains(byte) }
    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        isLower(byte) || isDigit(byte) || (65...90).contains(byte)
    }

    private static func isLabel(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let first = bytes.first, let last = bytes.last, first != 45, last != 45 else { return false }
        return bytes.allSatisfy { isLower($0) || isDigit($0) || $0 == 45 }
    }

    private static func isSubdomain(_ bytes: [UInt8]) -> Bool {
        bytes.split(separator: 46, omittingEmptySubsequences: false).allSatisfy(isLabel)
    }

    /// Whether a text is empty or what the value of a label and the name in its key can be.
    private static func isLabelText(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard let first = bytes.first, let last = bytes.last else { return true }
        return isAlphanumeric(first) && isAlphanumeric(last)
            && bytes.allSatisfy { isAlphanumeric($0) || [45, 46, 95].contains($0) }
    }
}
