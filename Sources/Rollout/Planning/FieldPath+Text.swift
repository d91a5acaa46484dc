// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

extension FieldPath {
    /// The field as people write it, which is how differences name it: `spec.template.spec.containers[name=web].image`.
    var text: String {
        steps.reduce(into: "") { text, step in
            switch step {
            case .member(let name): text += Self.text(of: name, isFirst: text.isEmpty)
            case .index(let index): text += "[\(index)]"
            case .element(let keys):
                let pairs = keys.sorted { $0.key < $1.key }.map { "\($0.key)=\(Self.unquoted($0.value))" }
                text += "[\(pairs.joined(separator: ","))]"
            }
        }
    }

    /// One member of an object behind what comes before it; a key that is no plain word stands in brackets.
    static func text(of key: String, isFirst: Bool) -> String {
        let isPlain = key.utf8.allSatisfy { byte in
            byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || (48...57).contains(byte)
                || (65...90).contains(byte) || (97...122).contains(byte)
        }
        guard isPlain else { return "[\(key)]" }
        return isFirst ? key : "." + key
    }

    private static func unquoted(_ literal: String) -> Substring {
        guard literal.count > 1, literal.hasPrefix("\""), literal.hasSuffix("\"") else { return literal[...] }
        return literal.dropFirst().dropLast()
    }
}

extension OwnedField {
    /// The field as people write it: `spec.replicas`.
    package var path: String { Self.path(of: field) }

    /// A field in the server's spelling as people write it; what is no such field stays as it is.
    package static func path(of field: String) -> String { FieldPath(field)?.text ?? field }
}
