// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// What readers of YAML 1.1 take a plain scalar for: many tools around Kubernetes still are such readers.
///
/// From the type repository of YAML 1.1 (yaml.org/type): bool, int, float, timestamp, merge and value.
enum YAML11 {
    /// Whether a plain scalar with this text is anything but a string in YAML 1.1.
    static func isSpecial(_ text: String) -> Bool {
        words.contains(text) || isNumber(text) || isTimestamp(text)
    }

    /// Whether YAML 1.1 and the core schema of YAML 1.2 differ about a plain scalar with this text.
    static func disagrees(about text: String) -> Bool {
        if isWordOfBoth(text) || isTextOfBoth(text) { return false }
        switch YAMLScalar.coreValue(ofPlain: text) {
        case .string: return isSpecial(text)
        case .null, .bool: return false
        case .integer, .decimal:
            if let literal = YAMLNumberLiteral(text), text.utf8.contains(where: { $0 | 0x20 == 0x65 }) {
                // `1e3` is a string for a reader of 1.1: there a float has a point and a signed exponent.
                return literal.fraction == nil
                    || literal.exponent.map { !"+-".contains($0.prefix(1)) } ?? true
            }
            return text.hasPrefix("0o") || hasLeadingZero(text)
        }
    }

    /// Whether a text begins like a word that is no word of 1.1 alone, as most scalars of a manifest do.
    private static func isWordOfBoth(_ text: String) -> Bool {
        guard let first = text.utf8.first.map({ $0 | 0x20 }) else { return false }
        let isLetter = first >= UInt8(ascii: "a") && first <= UInt8(ascii: "z")
        // The words of 1.1 begin with one of three letters, and have three letters at most.
        return isLetter && (text.utf8.count > 3 || !"yno".utf8.contains(first))
    }

    /// Whether a text begins like a number, and holds a byte that is in no number and no time of either version: `250ms`.
    private static func isTextOfBoth(_ text: String) -> Bool {
        guard let first = text.utf8.first, isDigit(first) else { return false }
        return text.utf8.contains { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x46, 0x61...0x66: false
            default: !"_.:+-oOxXtTzZ \t".utf8.contains(byte)
            }
        }
    }

    private static let words: Set<String> = [
        "y", "Y", "yes", "Yes", "YES", "n", "N", "no", "No", "NO",
        "on", "On", "ON", "off", "Off", "OFF", "<<", "=",
    ]

    /// `017` is fifteen in 1.1 and seventeen in 1.2.
    private static func hasLeadingZero(_ text: String) -> Bool {
        let digits = unsigned(text)
        return digits.count > 1 && digits.first == UInt8(ascii: "0") && digits.allSatisfy(isDigit)
    }

    /// Binary, octal, sexagesimal (`1:30`) and digits with `_`, which only 1.1 has.
    private static func isNumber(_ text: String) -> Bool {
        let digits = unsigned(text)
        guard let first = digits.first, isDigit(first) || first == UInt8(ascii: ".") else { return false }
        if digits.starts(with: [0x30, 0x62]) || digits.starts(with: [0x30, 0x78]) {
            return digits.count > 2 && digits.dropFirst(2).allSatisfy { isHexDigit($0) || $0 == 0x5F }
        }
        guard digits.contains(where: isDigit) else { return false }
        // Versions and addresses (`1.2.3`), ranges (`1-2`) are strings everywhere.
        return digits.allSatisfy { isDigit($0) || "_.:eE+-".utf8.contains($0) }
            && digits.count { $0 == UInt8(ascii: ".") } <= 1
            && zip(digits, digits.dropFirst()).allSatisfy { !isSign($1) || $0 | 0x20 == UInt8(ascii: "e") }
    }

    private static func isSign(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
    }

    /// A date at the start, alone or with a time: `2001-12-14`, `2001-12-14T21:59:43Z`.
    private static func isTimestamp(_ text: String) -> Bool {
        let parts = text.utf8.split(
            separator: UInt8(ascii: "-"),
            maxSplits: 2,
            omittingEmptySubsequences: false
        )
        guard parts.count == 3, parts[0].count == 4, parts[0].allSatisfy(isDigit),
            (1...2).contains(parts[1].count), parts[1].allSatisfy(isDigit)
        else { return false }
        let day = parts[2].prefix(while: isDigit)
        guard (1...2).contains(day.count) else { return false }
        let rest = parts[2].dropFirst(day.count)
        guard let next = rest.first else { return true }
        return [UInt8(ascii: "T"), UInt8(ascii: "t"), 0x20, 0x09].contains(next)
            && rest.contains(UInt8(ascii: ":"))
    }

    private static func unsigned(_ text: String) -> ArraySlice<UInt8> {
        let bytes = Array(text.utf8)
        return bytes.first.map(isSign) == true ? bytes.dropFirst() : bytes[...]
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        isDigit(byte) || (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "f"))
    }
}

extension YAMLScalar {
    /// Whether readers of YAML 1.1 take this scalar for something else than readers of YAML 1.2 do: `on`, `0777`, `1:30`.
    package var isAmbiguousInYAML11: Bool {
        style == .plain && YAML11.disagrees(about: text)
    }
}
