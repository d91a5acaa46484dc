// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Documents

/// Which fields Kubernetes objects have: types, required ones, enums and merge keys.
///
/// Read from an API server's own description and carried in the code as text, which is parsed on first use.
package struct FieldTable: Sendable {
    private var kinds: [GroupVersionKind: String] = [:]
    private var shapes: [String: ObjectShape] = [:]

    /// The kinds of Kubernetes itself and of the Gateway API.
    package static let builtIn = FieldTable(parsing: kubernetes).merging(FieldTable(parsing: gateway))

    init(kinds: [GroupVersionKind: String], shapes: [String: ObjectShape]) {
        self.kinds = kinds
        self.shapes = shapes
    }

    /// Both tables in one; of a kind that both have the first counts.
    package func merging(_ other: FieldTable) -> FieldTable {
        FieldTable(
            kinds: kinds.merging(other.kinds) { first, _ in first },
            shapes: shapes.merging(other.shapes) { first, _ in first }
        )
    }

    /// The kinds of the table, sorted.
    package var types: [GroupVersionKind] { kinds.keys.sorted() }

    /// The fields of a kind; `nil` for one that the table does not have.
    package func shape(of type: GroupVersionKind) -> ObjectShape? {
        kinds[type].flatMap { shapes[$0] }
    }

    /// The fields of a type by its name, as in FieldType/object(_:).
    package func shape(named name: String) -> ObjectShape? { shapes[name] }

    /// The field at a place of a kind's objects; `nil` where there is none.
    ///
    /// Any token stands for an element of a list or a member of a map.
    package func type(at pointer: JSONPointer, of type: GroupVersionKind) -> FieldType? {
        guard let root = kinds[type] else { return nil }
        var current = FieldType.object(root)
        for token in pointer.tokens {
            switch current {
            case .object(let name):
                guard let field = shapes[name]?.fields[token] else { return nil }
                current = field.type
            case .list(let element, _): current = element
            case .map(let value, _): current = value
            case .any: return .any
            default: return nil
            }
        }
        return current
    }
}
