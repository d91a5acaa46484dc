// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Writes JSON with stable bytes: members in their order, numbers by their literal, text unescaped where JSON allows.
package struct JSONWriter {
    /// How the text is laid out.
    package enum Layout: Sendable, Hashable {
        /// No whitespace at all.
        case compact
        /// One member or element a line, indented by two spaces.
        case pretty
    }

    private let layout: Layout
    private var output: [UInt8] = []
    private var level = 0

    private init(_ layout: Layout) {
        self.layout = layout
    }

    /// The text of a value as UTF-8, without a line break at its end.
    package static func write(_ value: JSONValue, layout: Layout = .compact) -> [UInt8] {
        var writer = JSONWriter(layout)
        writer.append(value)
        return writer.output
    }

    private mutating func append(_ value: JSONValue) {
        switch value {
        case .null: append("null")
        case .bool(let value): append(value ? "true" : "false")
        case .integer(let value): append(String(value))
        case .decimal(let literal): append(literal)
        case .string(let text): append(quoted: text)
        case .array(let elements):
            appendList(elements, "[", "]") { writer, element in writer.append(element) }
        case .object(let object):
            appendList(object.members, "{", "}") { writer, member in
                writer.append(quoted: member.key)
                writer.append(writer.layout == .pretty ? ": " : ":")
                writer.append(member.value)
            }
        }
    }

    private mutating func appendList<Item>(
        _ items: [Item],
        _ open: String,
        _ close: String,
        _ appendItem: (inout JSONWriter, Item) -> Void
    ) {
        append(open)
        level += 1
        for (index, item) in items.enumerated() {
            if index > 0 { append(",") }
            breakLine()
            appendItem(&self, item)
        }
        level -= 1
        if !items.isEmpty { breakLine() }
        append(close)
    }

    private mutating func breakLine() {
        guard layout == .pretty else { return }
        output.append(UInt8(ascii: "\n"))
        output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * level))
    }

    private mutating func append(_ text: String) {
        output.append(contentsOf: text.utf8)
    }

    private mutating func append(quoted text: String) {
        output.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { bytes in
            // Nearly all of a text is taken over as it is.
            var start = 0
            for (index, byte) in bytes.enumerated() {
                guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else {
                    continue
                }
                output.append(contentsOf: bytes[start..<index])
                appendEscaped(byte)
                start = index + 1
            }
            output.append(contentsOf: bytes[start...])
        }
        output.append(UInt8(ascii: "\""))
    }

    private mutating func appendEscaped(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): append("\\\"")
        case UInt8(ascii: "\\"): append("\\\\")
        case 0x08: append("\\b")
        case 0x09: append("\\t")
        case 0x0A: append("\\n")
        case 0x0C: append("\\f")
        case 0x0D: append("\\r")
        default: append(byte < 0x10 ? "\\u000\(hex(byte))" : "\\u00\(hex(byte))")
        }
    }

    private func hex(_ byte: UInt8) -> String { String(byte, radix: 16) }
}

extension JSONValue {
    /// The value as JSON text, without a line break at its end.
    package func text(_ layout: JSONWriter.Layout = .compact) -> String {
        String(decoding: bytes(layout), as: UTF8.self)
    }

    /// The value as UTF-8 JSON text, without a line break at its end.
    package func bytes(_ layout: JSONWriter.Layout = .compact) -> [UInt8] {
        JSONWriter.write(self, layout: layout)
    }
}
