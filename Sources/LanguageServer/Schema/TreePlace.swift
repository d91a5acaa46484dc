// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Manifest

/// The field or value under a byte offset of a document that can be read.
struct TreePlace: Sendable {
    /// The way from the root; for a key it ends with the key.
    var steps: [FieldStep] = []
    /// The same as a JSON pointer.
    var pointer = ""
    /// Whether the offset is on the name of a field.
    var isKey = false
    /// The text of the key or the scalar.
    var span: SourceSpan
    /// The scalar under the offset; `nil` on a key.
    var scalar: String?

    /// Finds what an offset touches; `nil` between fields.
    static func at(_ offset: Int, in root: YAMLNode) -> TreePlace? {
        var place = TreePlace(span: root.span)
        var node = root
        while true {
            switch node.content {
            case .scalar(let scalar):
                guard touches(node.span, offset) else { return nil }
                place.span = node.span
                place.scalar = scalar.text
                return place
            case .mapping(let entries):
                guard let entry = entries.last(where: { touches($0, offset) }),
                    let name = entry.key.scalar?.text
                else { return nil }
                place.steps.append(.key(name))
                place.pointer += "/" + JSONPointer.escaped(name)
                if touches(entry.key.span, offset) {
                    place.isKey = true
                    place.span = entry.key.span
                    return place
                }
                node = entry.value
            case .sequence(let elements):
                guard let index = elements.lastIndex(where: { touches($0.span, offset) }) else { return nil }
                place.steps.append(.element(index))
                place.pointer += "/\(index)"
                node = elements[index]
            }
        }
    }

    private static func touches(_ span: SourceSpan, _ offset: Int) -> Bool {
        span.range.lowerBound <= offset && offset <= span.range.upperBound
    }

    private static func touches(_ entry: YAMLEntry, _ offset: Int) -> Bool {
        let end = max(entry.key.span.range.upperBound, entry.value.span.range.upperBound)
        return entry.key.span.range.lowerBound <= offset && offset <= end
    }
}
