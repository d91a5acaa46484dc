// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// A number by the core schema: `[-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`.
struct YAMLNumberLiteral {
    let sign: String
    let whole: String
    /// The digits behind the point; `nil` without a point.
    let fraction: String?
    /// The exponent with its sign; `nil` without one.
    let exponent: String?

    var isInteger: Bool { fraction == nil && exponent == nil }

    init?(_ text: String) {
        var rest = Substring(text)
        sign = Self.takeSign(&rest)
        whole = Self.takeDigits(&rest)
        if rest.first == "." {
            rest.removeFirst()
            fraction = Self.takeDigits(&rest)
        } else {
            fraction = nil
        }
        guard !whole.isEmpty || fraction?.isEmpty == false else { return nil }
        if rest.first == "e" || rest.first == "E" {
            rest.removeFirst()
            let sign = Self.takeSign(&rest)
            let digits = Self.takeDigits(&rest)
            guard !digits.isEmpty else { return nil }
            exponent = sign + digits
        } else {
            exponent = nil
        }
        guard rest.isEmpty else { return nil }
    }

    /// The same number as JSON writes it.
    var json: String {
        let digits = whole.drop { $0 == "0" }
        var text = (sign == "-" ? "-" : "") + (digits.isEmpty ? "0" : digits)
        if let fraction { text += "." + (fraction.isEmpty ? "0" : fraction) }
        if let exponent { text += "e" + exponent }
        return text
    }

    /// The same number as readers of YAML 1.1 and 1.2 both understand it: 1.1 wants a point and a signed exponent.
    var portableYAML: String {
        guard let exponent else { return json }
        let fraction = fraction.flatMap { $0.isEmpty ? nil : $0 } ?? "0"
        let whole = whole.isEmpty ? "0" : whole
        let isSigned = exponent.hasPrefix("-") || exponent.hasPrefix("+")
        return (sign == "-" ? "-" : "") + whole + "." + fraction + "e" + (isSigned ? "" : "+") + exponent
    }

    private static func takeSign(_ rest: inout Substring) -> String {
        guard let first = rest.first, first == "-" || first == "+" else { return "" }
        return String(rest.removeFirst())
    }

    private static func takeDigits(_ rest: inout Substring) -> String {
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        rest = rest[digits.endIndex...]
        return String(digits)
    }
}
