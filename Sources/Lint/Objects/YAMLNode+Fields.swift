// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

/// Short ways into trees that may have any shape.
extension YAMLNode {
    /// The entry of a mapping, name included.
    func entry(_ name: String) -> YAMLEntry? {
        guard case .mapping(let entries) = content else { return nil }
        return entries.first { $0.key.scalar?.text == name }
    }

    /// The value below nested names; `nil` where one is missing or null.
    func at(_ path: String...) -> YAMLNode? {
        var node = self
        for name in path {
            guard let next = node[name] else { return nil }
            node = next
        }
        return node.isNothing ? nil : node
    }

    /// Whether nothing is written, or null.
    var isNothing: Bool { value == .null }

    /// The text of a scalar that is not null.
    var text: String? { isNothing ? nil : scalar?.text }

    /// A whole number.
    var integer: Int? {
        guard case .integer(let number)? = value else { return nil }
        return Int(number)
    }

    /// Whether it is a whole number written with a point, which kubectl sends without one.
    var isWholeDecimal: Bool {
        guard case .decimal(let text)? = value, let number = Double(text) else { return false }
        return number.isFinite && number.rounded() == number && abs(number) < 9e15
    }

    /// A boolean, also in the spellings of YAML 1.1 that kubectl reads.
    var flag: Bool? {
        switch value {
        case .bool(let flag)?: flag
        case .string(let text)? where scalar?.style == .plain: KubectlBoolean.value(of: text)
        default: nil
        }
    }

    /// The elements of a sequence; none for anything else.
    var elements: [YAMLNode] { sequence ?? [] }

    /// The texts of a mapping of scalars.
    var texts: [String: String] {
        var texts: [String: String] = [:]
        for entry in mapping ?? [] {
            if let name = entry.key.scalar?.text, let text = entry.value.scalar?.text { texts[name] = text }
        }
        return texts
    }
}

/// What kubectl, a reader of YAML 1.1, takes for booleans besides `true` and `false`.
enum KubectlBoolean {
    /// The boolean of a plain scalar; `y` and `n` are texts for kubectl, too.
    static func value(of text: String) -> Bool? {
        switch text {
        case "yes", "Yes", "YES", "on", "On", "ON": true
        case "no", "No", "NO", "off", "Off", "OFF": false
        default: nil
        }
    }
}
