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
        way(to: offset, in: root).map { step in
            switch step {
            case .field(let name): "/" + JSONPointer.escaped(name)
            case .element(let index, _): "/\(index)"
            }
        }.joined()
    }

    /// The same with elements of lists named by what they are about, such as `/spec/consumes/cart~1v1/api`.
    ///
    /// Plain texts in a list appear as hashes only, because they may be secrets.
    static func identity(at offset: Int, in root: YAMLNode) -> String {
        way(to: offset, in: root).map { step in
            switch step {
            case .field(let name): "/" + JSONPointer.escaped(name)
            case .element(let index, let elements):
                "/" + (name(of: index, among: elements).map(JSONPointer.escaped) ?? String(index))
            }
        }.joined()
    }

    private enum Step {
        case field(String)
        case element(Int, of: [YAMLNode])
    }

    private static func way(to offset: Int, in root: YAMLNode) -> [Step] {
        var node = root
        var steps: [Step] = []
        while true {
            switch node.content {
            case .scalar: return steps
            case .mapping(let entries):
                guard
                    let entry = entries.last(where: {
                        $0.key.span.range.lowerBound <= offset
                            && offset <= max($0.value.span.range.upperBound, $0.key.span.range.upperBound)
                    })
                else { return steps }
                steps.append(.field(entry.key.scalar?.text ?? ""))
                if offset < entry.value.span.range.lowerBound { return steps }
                node = entry.value
            case .sequence(let elements):
                guard
                    let index = elements.lastIndex(where: {
                        $0.span.range.lowerBound <= offset && offset <= $0.span.range.upperBound
                    })
                else { return steps }
                steps.append(.element(index, of: elements))
                node = elements[index]
            }
        }
    }

    /// What tells an element from the others; of those alike, the second and later ones have their number behind it.
    private static func name(of index: Int, among elements: [YAMLNode]) -> String? {
        guard let name = name(of: elements[index]) else { return nil }
        let number = elements[...index].count { self.name(of: $0) == name }
        return number > 1 ? "\(name)#\(number)" : name
    }

    private static func name(of element: YAMLNode) -> String? {
        if let text = element.scalar?.text { return StableHash(text.utf8).hexadecimal }
        func value(_ key: String) -> String? {
            element.mapping?.first { $0.key.scalar?.text == key }?.value.scalar?.text
        }
        guard let name = ["api", "topic", "path", "name"].lazy.compactMap(value).first else { return nil }
        return value("version").map { "\(name)/\($0)" } ?? name
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
