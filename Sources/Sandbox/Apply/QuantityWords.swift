// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes

/// What a server says of a text that is no quantity.
enum QuantityWords {
    private static let rule =
        "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"

    /// Why a text is no quantity; `nil` where it is one, with or without blanks around it.
    static func misfit(of text: String) -> String? {
        let text = text.trimmingBlanks
        guard Quantity(text) == nil else { return nil }
        var rest = text.utf8[...]
        let isSign = { (byte: UInt8) in byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") }
        let isDigit = { (byte: UInt8) in (48...57).contains(byte) }
        if rest.first.map(isSign) ?? false { rest = rest.dropFirst() }
        let hasDigits = rest.first.map { isDigit($0) || $0 == UInt8(ascii: ".") } ?? false
        rest = rest.drop(while: isDigit)
        if rest.first == UInt8(ascii: ".") { rest = rest.dropFirst().drop(while: isDigit) }
        let hasSuffix = !rest.isEmpty
        rest = rest.drop { "eEinumkKMGTP".utf8.contains($0) }
        if rest.first.map(isSign) ?? false { rest = rest.dropFirst() }
        rest = rest.drop(while: isDigit)
        if text.isEmpty || !rest.isEmpty || !hasDigits && !hasSuffix { return rule }
        return hasDigits && hasSuffix
            ? "unable to parse quantity's suffix" : "unable to parse numeric part of quantity"
    }
}

extension String {
    /// The text without the blanks around it.
    var trimmingBlanks: String {
        let rest = drop(while: \.isWhitespace)
        guard let last = rest.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(rest[...last])
    }
}
