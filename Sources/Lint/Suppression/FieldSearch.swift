// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

/// Finds fields of a document by their place in the text.
enum FieldSearch {
    /// The bytes of the outermost field or list element that starts at or after an offset (and before another).
    ///
    /// "Outermost" because a comment above `- api: cart/v1` is about the whole element. The document itself does not count.
    static func outermost(from start: Int, before end: Int?, in root: YAMLNode) -> Range<Int>? {
        var best: Range<Int>?
        visit(root) { range in
            if let end, range.lowerBound >= end { return false }
            guard range.lowerBound >= start else { return range.upperBound > start }
            if let found = best, found.lowerBound <= range.lowerBound { return false }
            best = range
            return false
        }
        return best
    }

    /// Where in the document an offset lies, as a JSON pointer; the deepest field wins.
    static func pointer(at offset: Int, in root: YAMLNode) -> String {
        var node = root
        var pointer = ""
        while true {
            switch node.content {
            case .scalar: return pointer
            case .mapping(let entries):
                guard
                    let entry = entries.last(where: {
                        $0.key.span.range.lowerBound <= offset
                            && offset <= max($0.value.span.range.upperBound, $0.key.span.range.upperBound)
                    })
                else { return pointer }
                pointer += "/" + JSONPointer.escaped(entry.key.scalar?.text ?? "")
                if offset < entry.value.span.range.lowerBound { return pointer }
                node = entry.value
            case .sequence(let elements):
                guard
                    let index = elements.lastIndex(where: {
                        $0.span.range.lowerBound <= offset && offset <= $0.span.range.upperBound
                    })
                else { return pointer }
                pointer += "/\(index)"
                node = elements[index]
            }
        }
    }

    /// Goes through fields and elements from outside to inside as long as the visitor wants to see inside.
    private static func visit(_ node: YAMLNode, _ visitor: (Range<Int>) -> Bool) {
        switch node.content {
        case .scalar: return
        case .mapping(let entries):
            for entry in entries {
                let start = entry.key.span.range.lowerBound
                let end = max(entry.key.span.range.upperBound, entry.value.span.range.upperBound)
                if visitor(start..<end) { visit(entry.value, visitor) }
            }
        case .sequence(let elements):
            for element in elements where visitor(element.span.range) { visit(element, visitor) }
        }
    }
}
