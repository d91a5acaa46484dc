// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

/// A value of a custom object as the server holds it when it validates: with its defaults, without nulls that are no values,
/// and without members that no schema names.
struct CustomTree: Sendable {
    enum Content: Sendable {
        case scalar(YAMLScalar.CoreValue)
        case list([CustomTree])
        case object([Member])
    }

    struct Member: Sendable {
        let name: String
        /// The text of the name; `nil` for a default.
        let key: SourceSpan?
        let tree: CustomTree
    }

    /// What is written, or the default of the definition.
    let node: YAMLNode
    /// `nil` for what is kept without a schema.
    let schema: CustomSchema?
    let content: Content
    /// Whether nobody wrote it.
    let isDefault: Bool
    /// What is written and has no place in the schema.
    let unknown: [YAMLEntry]

    var isNull: Bool { if case .scalar(.null) = content { true } else { false } }

    var members: [Member] { if case .object(let members) = content { members } else { [] } }

    /// A member that is there, null included.
    subscript(name: String) -> Member? { members.first { $0.name == name } }
}

/// Makes trees, as long as there is room.
struct CustomTreeBuilder {
    /// How many values may still be made; defaults within defaults grow fast.
    private(set) var room: Int

    init(room: Int) {
        self.room = room
    }

    /// A whole object of a kind; `nil` when there is no room.
    mutating func object(_ node: YAMLNode, of version: CustomDefinitions.Version) -> CustomTree? {
        var node = node
        if version.dropsStatus, case .mapping(let entries) = node.content {
            node.content = .mapping(entries.filter { $0.key.scalar?.text != "status" })
        }
        let tree = tree(node, version.schema)
        return room > 0 ? tree : nil
    }

    private mutating func tree(
        _ node: YAMLNode,
        _ schema: CustomSchema?,
        isDefault: Bool = false
    ) -> CustomTree {
        room -= 1
        var unknown: [YAMLEntry] = []
        let content: CustomTree.Content
        switch node.content {
        case _ where room <= 0: content = .scalar(.null)
        case .scalar: content = .scalar(node.value ?? .null)
        case .sequence(let elements):
            content = .list(elements.map { element($0, schema?.items, isDefault: isDefault) })
        case .mapping(let entries):
            var members: [CustomTree.Member] = []
            for entry in entries {
                guard let name = entry.key.scalar?.text else { continue }
                let part = schema?.schema(of: name)
                if part == nil, let schema, !schema.isOpen {
                    unknown.append(entry)
                } else if entry.value.isNothing, let part, !part.isNullable {
                    // A property is filled in below, by its name.
                    guard schema?.properties[name] == nil, let value = part.defaultValue else { continue }
                    members.append(.init(name: name, key: nil, tree: tree(value, part, isDefault: true)))
                } else {
                    let tree = tree(entry.value, part, isDefault: isDefault)
                    members.append(.init(name: name, key: entry.key.span, tree: tree))
                }
            }
            addDefaults(of: schema, to: &members)
            content = .object(members)
        }
        return CustomTree(
            node: node,
            schema: schema,
            content: content,
            isDefault: isDefault,
            unknown: unknown
        )
    }

    private mutating func addDefaults(of schema: CustomSchema?, to members: inout [CustomTree.Member]) {
        guard let schema, !schema.defaults.isEmpty else { return }
        let written = Set(members.map(\.name))
        for name in schema.defaults where !written.contains(name) {
            guard let part = schema.properties[name], let value = part.defaultValue else { continue }
            members.append(.init(name: name, key: nil, tree: tree(value, part, isDefault: true)))
        }
    }

    private mutating func element(
        _ node: YAMLNode,
        _ schema: CustomSchema?,
        isDefault: Bool
    ) -> CustomTree {
        if node.isNothing, let schema, !schema.isNullable, let value = schema.defaultValue {
            return tree(value, schema, isDefault: true)
        }
        return tree(node, schema, isDefault: isDefault)
    }
}
