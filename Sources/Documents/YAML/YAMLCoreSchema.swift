// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// The tags that YAML 1.2's core schema knows.
enum YAMLTag {
    private static let prefix = "tag:yaml.org,2002:"

    static func isKnown(_ tag: String) -> Bool {
        tag == "!" || (tag.hasPrefix(prefix) && names.contains(String(tag.dropFirst(prefix.count))))
    }

    private static let names: Set<String> = ["str", "int", "float", "bool", "null", "seq", "map"]

    /// Whether a tag makes a string of any scalar.
    static func forcesString(_ tag: String?) -> Bool { tag == "!" || tag == prefix + "str" }

    /// Whether a tag gives a quoted scalar the meaning of a plain one.
    static func forcesResolution(_ tag: String?) -> Bool {
        guard let tag, isKnown(tag) else { return false }
        return !forcesString(tag)
    }
}

extension YAMLScalar {
    /// What a scalar means by YAML 1.2's core schema (§10.3.2).
    package enum CoreValue: Sendable, Hashable {
        case null
        case bool(Bool)
        case integer(Int64)
        /// A number that is no `Int64`, as written: `1.5`, `.inf`, `12345678901234567890`.
        case decimal(String)
        case string(String)
    }

    /// What the scalar means: only plain scalars can be anything but strings.
    package var value: CoreValue {
        style == .plain ? Self.coreValue(ofPlain: text) : .string(text)
    }

    /// What a plain scalar with this text means.
    package static func coreValue(ofPlain text: String) -> CoreValue {
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return .bool(true)
        case "false", "False", "FALSE": return .bool(false)
        case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF":
            return .decimal(text)
        case ".nan", ".NaN", ".NAN": return .decimal(text)
        default: break
        }
        // Anything else that is a number has a digit among its first three characters.
        guard text.utf8.prefix(3).contains(where: { $0 >= 0x30 && $0 <= 0x39 }) else { return .string(text) }
        if text.hasPrefix("0o"), let value = Int64(digits: text.dropFirst(2), radix: 8) {
            return .integer(value)
        }
        if text.hasPrefix("0x"), let value = Int64(digits: text.dropFirst(2), radix: 16) {
            return .integer(value)
        }
        guard let literal = YAMLNumberLiteral(text) else { return .string(text) }
        // `-0` is kept as written, because it is not the same JSON text as `0`.
        if literal.isInteger, text != "-0", let value = Int64(text) { return .integer(value) }
        return .decimal(text)
    }
}

extension YAMLNode {
    /// What a scalar node means, tag included; `nil` for collections.
    package var value: YAMLScalar.CoreValue? {
        guard let scalar else { return nil }
        if YAMLTag.forcesString(tag) { return .string(scalar.text) }
        return YAMLTag.forcesResolution(tag) ? YAMLScalar.coreValue(ofPlain: scalar.text) : scalar.value
    }
}

extension Int64 {
    /// Digits only: `Int64(_:radix:)` would take a sign.
    fileprivate init?(digits: Substring, radix: Int) {
        guard let first = digits.utf8.first, first != UInt8(ascii: "+"), first != UInt8(ascii: "-") else {
            return nil
        }
        self.init(digits, radix: radix)
    }
}
