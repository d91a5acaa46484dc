// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics

/// A node of a YAML document and the text it came from.
///
/// A collection's span runs from its first child to its last: libyaml's own end marks lie after the blank lines and
/// comments that follow.
package struct YAMLNode: Sendable, Hashable {
    /// What a node holds.
    package enum Content: Sendable, Hashable {
        case scalar(YAMLScalar)
        case sequence([YAMLNode])
        /// Entries in order; names are unique (a duplicate is a diagnostic and is dropped). What a merge key brings comes last.
        case mapping([YAMLEntry])
    }

    /// The scalar, elements or entries.
    package var content: Content
    /// The text of the node without anchor and tag; for an empty plain scalar an empty range where it would stand.
    ///
    /// What an alias stands for has the span of the alias (`*name`); its children keep the text of the anchor.
    package var span: SourceSpan
    /// An explicit tag as libyaml resolves it, `tag:yaml.org,2002:str` for `!!str`; `nil` when none is written.
    package var tag: String?

    /// Makes a node.
    package init(_ content: Content, span: SourceSpan, tag: String? = nil) {
        self.content = content
        self.span = span
        self.tag = tag
    }
}

/// One name and value of a mapping.
package struct YAMLEntry: Sendable, Hashable {
    /// The name; in manifests always a scalar.
    package var key: YAMLNode
    /// The value.
    package var value: YAMLNode

    /// Pairs a name with a value.
    package init(key: YAMLNode, value: YAMLNode) {
        self.key = key
        self.value = value
    }
}

/// A scalar as written; its meaning follows from YAML 1.2's core schema.
package struct YAMLScalar: Sendable, Hashable {
    /// How the scalar was written.
    package enum Style: Sendable, Hashable {
        case plain
        case singleQuoted
        case doubleQuoted
        case literal
        case folded
    }

    /// The text after unescaping and folding.
    package var text: String
    /// How it was written; only plain scalars can be anything but strings.
    package var style: Style

    /// Makes a scalar.
    package init(text: String, style: Style) {
        self.text = text
        self.style = style
    }
}

/// One document of a file.
package struct YAMLDocument: Sendable, Hashable {
    /// The root node.
    package var root: YAMLNode
    /// The comments of the document in order, each with its span from `#` to the end of the line.
    package var comments: [SourceSpan]

    /// The merge keys (`<<`) of the document; what they bring is among the entries of their mappings.
    package var mergeKeys: [SourceSpan]

    /// Makes a document.
    package init(root: YAMLNode, comments: [SourceSpan] = [], mergeKeys: [SourceSpan] = []) {
        self.root = root
        self.comments = comments
        self.mergeKeys = mergeKeys
    }
}

extension YAMLNode {
    /// The scalar, if this is one.
    package var scalar: YAMLScalar? { if case .scalar(let scalar) = content { scalar } else { nil } }
    /// The elements, if this is a sequence.
    package var sequence: [YAMLNode]? { if case .sequence(let nodes) = content { nodes } else { nil } }
    /// The entries, if this is a mapping.
    package var mapping: [YAMLEntry]? { if case .mapping(let entries) = content { entries } else { nil } }

    /// The value under a name of a mapping.
    package subscript(key: String) -> YAMLNode? {
        mapping?.first { $0.key.scalar?.text == key }?.value
    }

    /// The node below this one that names and positions lead to, as those of a JSON pointer; `nil` when there is none.
    package func descendant(at path: some Sequence<String>) -> YAMLNode? {
        var node = self
        for name in path {
            if let elements = node.sequence {
                guard let index = Int(name), elements.indices.contains(index) else { return nil }
                node = elements[index]
            } else if let value = node[name] {
                node = value
            } else {
                return nil
            }
        }
        return node
    }
}
