// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// JSON text for the machine formats: this module knows no documents, and needs only to write a few objects.
indirect enum JSONText {
    case string(String)
    case integer(Int)
    case boolean(Bool)
    case array([JSONText])
    /// Members in order; those without a value are left out.
    case object([(String, JSONText?)])

    /// The text, indented by two spaces, with a line break at its end.
    var document: String { text(indent: "") + "\n" }

    private func text(indent: String) -> String {
        let inner = indent + "  "
        switch self {
        case .string(let text): return Self.quoted(text)
        case .integer(let value): return String(value)
        case .boolean(let value): return String(value)
        case .array(let elements):
            return Self.list(elements.map { $0.text(indent: inner) }, "[", "]", indent: indent)
        case .object(let members):
            let present = members.compactMap { name, value in
                value.map { Self.quoted(name) + ": " + $0.text(indent: inner) }
            }
            return Self.list(present, "{", "}", indent: indent)
        }
    }

    private static func list(_ items: [String], _ open: String, _ close: String, indent: String) -> String {
        guard !items.isEmpty else { return open + close }
        return open + "\n" + items.map { indent + "  " + $0 }.joined(separator: ",\n") + "\n" + indent + close
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case ..<"\u{20}":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
