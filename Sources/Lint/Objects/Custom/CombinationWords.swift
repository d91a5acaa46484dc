// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Kubernetes

/// The texts of findings about `anyOf`, `oneOf` and `not`.
struct CombinationWords {
    private let object: LintedObject
    private let combination: SchemaCombination
    private let tree: CustomTree
    private let path: String

    init(object: LintedObject, _ combination: SchemaCombination, _ tree: CustomTree, path: String) {
        self.object = object
        self.combination = combination
        self.tree = tree
        self.path = path
    }

    /// More alternatives fit than one.
    func tooMany(_ fitting: [CustomSchema]) -> Finding {
        let wanted = fitting.compactMap(\.onlyRequires)
        guard wanted.count == fitting.count, let last = wanted.last?.last else {
            return finding(
                "\(place) fits \(fitting.count) alternatives of its definition, and takes exactly one",
                at: tree.node.span.firstLine,
                "refused by the server",
                notes: conditions(of: fitting).map { "it fits: \($0)" },
                help: "change it so that one of them fits only"
            )
        }
        let isOptional = combination.parts.contains { $0.forbids != nil }
        let set = wanted.map(Self.together)
        let both = set.count == 2 ? "both are set" : "\(Self.listed(set)) are set"
        return finding(
            "\(place) takes \(isOptional ? "at most" : "exactly") one of \(Self.listed(alternatives)), and here \(both)",
            at: key(of: last),
            "one too many",
            also: wanted.dropLast().compactMap(\.last),
            help: "leave out \(set.count == 2 ? Self.either(set) : "all but one of \(Self.listed(set))")"
        )
    }

    /// No alternative fits, as nothing of what they want is set; `nil` when they want something else.
    func noneSet() -> Finding? {
        let wanted = combination.parts.compactMap(\.onlyRequires)
        guard wanted.count == combination.parts.count, tree.node.mapping != nil else { return nil }
        if wanted.count == 1 {
            let names = Set(tree.members.map(\.name))
            return wanted[0].first { !names.contains($0) }
                .map { SchemaWords(object).missing($0, in: tree.node, at: path) }
        }
        let count = combination.kind == .one ? "exactly" : "at least"
        return finding(
            "\(place) takes \(count) one of \(Self.listed(alternatives)), and none is set",
            at: tree.node.mapping?.first?.key.span ?? tree.node.span,
            "one of them belongs here",
            help: "set \(Self.either(alternatives))"
        )
    }

    /// No alternative fits.
    func noneFits() -> Finding {
        finding(
            "\(place) fits none of the alternatives of its definition",
            at: tree.node.span.firstLine,
            "refused by the server",
            notes: conditions(of: combination.parts).map { "it would fit if \($0)" },
            help: "change it so that \(combination.kind == .one ? "exactly" : "at least") one of them fits"
        )
    }

    /// What `not` rules out is there.
    func ruledOut() -> Finding {
        guard let part = combination.parts.first else { return noneFits() }
        if let names = part.onlyRequires, let last = names.last {
            guard names.count > 1 else {
                return finding(
                    "\(place) takes no `\(last)`",
                    at: key(of: last),
                    "refused by the server",
                    help: "remove `\(last)`"
                )
            }
            return finding(
                "\(place) takes \(names.map { "`\($0)`" }.joined(separator: " and ")) not together, and here "
                    + (names.count == 2 ? "both are set" : "all are set"),
                at: key(of: last),
                "one too many",
                also: Array(names.dropLast()),
                help: "leave out \(Self.either(names.map { "`\($0)`" }))"
            )
        }
        let either = part.combinations.first { $0.kind == .any }?.parts.compactMap(\.onlyRequires) ?? []
        let set = either.filter { names in names.allSatisfy { tree[$0] != nil } }
        if part.required.isEmpty, part.properties.isEmpty, let last = set.last?.last {
            return finding(
                "\(place) takes none of \(Self.listed(either.map(Self.together))), and here "
                    + "\(Self.listed(set.map(Self.together))) \(set.count == 1 ? "is" : "are") set",
                at: key(of: last),
                "refused by the server",
                also: set.dropLast().compactMap(\.last),
                help: "remove \(Self.listed(set.map(Self.together)))"
            )
        }
        return finding(
            "\(place) is what its definition rules out",
            at: tree.node.span.firstLine,
            "refused by the server",
            notes: conditions(of: [part]).map { "ruled out: \($0)" },
            help: "change it so that this is not so"
        )
    }

    private var place: String { path.isEmpty ? object.phrase : "`\(path)`" }

    /// What the alternatives want that ask for members only.
    private var alternatives: [String] { combination.parts.compactMap(\.onlyRequires).map(Self.together) }

    private func conditions(of parts: [CustomSchema]) -> [String] {
        parts.count > 6 ? [] : parts.compactMap(\.condition)
    }

    private func key(of name: String) -> SourceSpan {
        tree[name]?.key ?? tree.node.mapping?.first?.key.span ?? tree.node.span.firstLine
    }

    private func finding(
        _ headline: String,
        at span: SourceSpan,
        _ label: String,
        also names: [String] = [],
        notes: [String] = [],
        help: String
    ) -> Finding {
        var finding = Finding(headline, at: span, label, notes: notes, help: help, object: object)
        finding.secondary = names.compactMap { name in
            tree[name]?.key.map { .init($0, "`\(name)` is set, too") }
        }
        finding.secondary.append(.init(combination.span, "the definition of `\(object.type.kind)`"))
        return finding
    }

    private static func together(_ names: [String]) -> String {
        names.map { "`\($0)`" }.joined(separator: " with ")
    }

    private static func listed(_ names: [String]) -> String {
        names.prefix(8).joined(separator: ", ") + (names.count > 8 ? ", …" : "")
    }

    private static func either(_ names: [String]) -> String {
        guard names.count <= 8, names.count > 1, let last = names.last else {
            return "one of \(listed(names))"
        }
        return names.dropLast().joined(separator: ", ") + " or " + last
    }
}

extension CustomSchema {
    /// What it wants, in words: `type` is `A` and `a` is set; `nil` where that takes too many of them.
    fileprivate var condition: String? {
        let isSimple = properties.values.allSatisfy {
            $0.combinations.isEmpty && $0.required.isEmpty && $0.properties.isEmpty
        }
        guard combinations.isEmpty, items == nil, isSimple else { return nil }
        var parts = properties.keys.sorted().flatMap { name in
            properties[name]?.conditions(of: "`\(name)`") ?? []
        }
        parts = required.map { "`\($0)` is set" } + parts + conditions(of: "it")
        let text = parts.joined(separator: " and ")
        return parts.isEmpty || text.count > 200 ? nil : text
    }

    private func conditions(of name: String) -> [String] {
        var conditions = bounds.map { "\(name) \($0.condition)" }
        if choices.count == 1 { conditions.append("\(name) is `\(choices[0])`") }
        if choices.count > 1 {
            conditions.append("\(name) is one of \(choices.map { "`\($0)`" }.joined(separator: ", "))")
        }
        if let pattern { conditions.append("\(name) matches `\(pattern.span.text)`") }
        if let format { conditions.append("\(name) is \(format.value.phrase)") }
        if type != nil { conditions.append("\(name) is \(phrase)") }
        return conditions
    }
}
