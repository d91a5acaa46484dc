// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

/// An `allOf`, `anyOf`, `oneOf` or `not` of a schema.
struct SchemaCombination: Sendable {
    /// How many of the parts have to fit.
    enum Kind: String, Sendable, CaseIterable {
        case all = "allOf"
        case any = "anyOf"
        case one = "oneOf"
        case none = "not"
    }

    let kind: Kind
    let parts: [CustomSchema]
    /// The word of the definition.
    let span: SourceSpan

    /// The combinations of a schema, in the order of their kinds.
    static func combinations(of schema: YAMLNode) -> [SchemaCombination] {
        Kind.allCases.compactMap { kind in
            guard let entry = schema.entry(kind.rawValue) else { return nil }
            let nodes = kind == .none ? [entry.value] : entry.value.elements
            guard nodes.contains(where: { $0.mapping != nil }) else { return nil }
            return SchemaCombination(
                kind: kind,
                parts: nodes.map { CustomSchema($0, isNested: true) },
                span: entry.key.span
            )
        }
    }
}

extension CustomSchema {
    /// The members that it wants, where it says nothing else.
    var onlyRequires: [String]? {
        guard !required.isEmpty, looksAtMembersOnly else { return nil }
        let areSilent = properties.values.allSatisfy {
            $0.looksAtMembersOnly && $0.required.isEmpty && $0.properties.isEmpty
        }
        return areSilent ? required : nil
    }

    private var looksAtMembersOnly: Bool {
        choices.isEmpty && bounds.isEmpty && pattern == nil && format == nil && factor == nil
            && combinations.isEmpty && !isUnread && type == nil && items == nil
    }

    /// The members of which it wants none, where it says nothing else: `not: {anyOf: [{required: [a]}, …]}`.
    var forbids: [String]? {
        guard required.isEmpty, properties.isEmpty, combinations.count == 1,
            let combination = combinations.first, combination.kind == .none,
            let inner = combination.parts.first
        else { return nil }
        if let names = inner.onlyRequires { return names.count == 1 ? names : nil }
        guard inner.required.isEmpty, inner.properties.isEmpty, inner.combinations.count == 1,
            let any = inner.combinations.first, any.kind == .any
        else { return nil }
        let names = any.parts.compactMap(\.onlyRequires)
        return names.allSatisfy { $0.count == 1 } && names.count == any.parts.count
            ? names.flatMap(\.self) : nil
    }
}
