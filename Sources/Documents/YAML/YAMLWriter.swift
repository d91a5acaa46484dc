// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Writes trees as YAML that kubectl users would write: block style, two spaces, stable bytes.
///
/// A string is quoted exactly where a reader of YAML 1.1 or 1.2 would take it for something else.
package enum YAMLWriter {
    /// The text of documents, separated by `---` lines; ends with a line break unless there are none.
    package static func write(_ documents: [JSONValue]) -> String {
        let emitter = YAMLEmitter()
        emitter.startStream()
        for (index, document) in documents.enumerated() {
            emitter.startDocument(isFirst: index == 0)
            write(document, to: emitter)
            emitter.endDocument()
        }
        return emitter.finish()
    }

    /// The text of one document.
    package static func write(_ document: JSONValue) -> String {
        write([document])
    }

    private static func write(_ value: JSONValue, to emitter: borrowing YAMLEmitter) {
        switch value {
        case .null: emitter.scalar("null", .plain)
        case .bool(let value): emitter.scalar(value ? "true" : "false", .plain)
        case .integer(let value): emitter.scalar(String(value), .plain)
        case .decimal(let literal):
            emitter.scalar(YAMLNumberLiteral(literal)?.portableYAML ?? literal, .plain)
        case .string(let text): emitter.scalar(text, style(of: text))
        case .array(let elements):
            emitter.startSequence()
            for element in elements { write(element, to: emitter) }
            emitter.endSequence()
        case .object(let object):
            emitter.startMapping()
            for member in object.members {
                emitter.scalar(member.key, keyStyle(of: member.key))
                write(member.value, to: emitter)
            }
            emitter.endMapping()
        }
    }

    private static func style(of text: String) -> YAMLScalar.Style {
        isLiteralBlock(text) ? .literal : keyStyle(of: text)
    }

    /// Plain is a wish: libyaml quotes what the syntax does not allow plain.
    private static func keyStyle(of text: String) -> YAMLScalar.Style {
        if YAML11.isSpecial(text) { return .doubleQuoted }
        if case .string = YAMLScalar.coreValue(ofPlain: text) {
            return text.utf8.contains(UInt8(ascii: "\n")) ? .doubleQuoted : .plain
        }
        return .doubleQuoted
    }

    /// Several lines of text that a literal block gives back unchanged.
    ///
    /// Leading blanks would need an indentation indicator, which few readers understand at a glance.
    private static func isLiteralBlock(_ text: String) -> Bool {
        guard let first = text.utf8.first, first > 0x20, text.utf8.contains(0x0A) else { return false }
        return text.unicodeScalars.allSatisfy { scalar in
            switch scalar.value {
            case 0x0A, 0x20...0x7E, 0xA0...0x2027, 0x202A...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD: true
            default: false
            }
        }
    }
}
