// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics
package import Documents

/// The document that a manifest was read from, for findings about keys, absent keys and comments.
package struct ManifestSource: Sendable, Hashable {
    /// The file that holds the document.
    package let file: SourceFile
    /// The document: its tree and its comments.
    package let document: YAMLDocument

    /// The text of a field: its name and its value.
    package struct FieldSpans: Sendable, Hashable {
        /// The text of the key; for an element of a list its value's.
        package let key: SourceSpan
        /// The text of the value.
        package let value: SourceSpan
    }

    /// Finds the field at a JSON pointer such as `/spec/consumes/0/timeout`; `nil` when it is not written.
    package func spans(at pointer: String) -> FieldSpans? {
        var node = document.root
        var key = document.root.span
        for part in pointer.split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
            let name = JSONPointer.unescaped(part)
            switch node.content {
            case .mapping(let entries):
                guard let entry = entries.first(where: { $0.key.scalar?.text == name }) else { return nil }
                key = entry.key.span
                node = entry.value
            case .sequence(let elements):
                guard let index = Int(name), elements.indices.contains(index) else { return nil }
                node = elements[index]
                key = node.span
            case .scalar:
                return nil
            }
        }
        return FieldSpans(key: key, value: node.span)
    }

    /// The tree at a JSON pointer; `nil` when it is not written.
    package func node(at pointer: String) -> YAMLNode? {
        let parts = pointer.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        return document.root.descendant(at: parts.lazy.map { JSONPointer.unescaped($0) })
    }
}
