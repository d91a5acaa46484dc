// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Documents

extension SystemDrawing {
    private static let version: Int64 = 1

    /// One object with a version: members may be added within a version, never changed or removed.
    package var json: JSONValue {
        .object(
            JSONObject([
                ("version", .integer(Self.version)),
                ("nodes", .array(nodes.map(Self.json))),
                ("edges", .array(edges.map(Self.json))),
            ])
        )
    }

    private static func json(_ node: Node) -> JSONValue {
        .object(
            JSONObject(present: [
                ("id", .string(node.id)), ("name", .string(node.name)), ("kind", .string(node.kind.rawValue)),
                ("owner", node.owner.map { .string($0) }), ("domain", node.domain.map { .string($0) }),
                ("tier", node.tier.map { .string($0) }), ("slo", node.slo.map { .string($0) }),
                ("isPromised", node.slo.map { _ in .bool(node.isPromised) }),
                ("availability", node.availability.map { .decimal(FixedDecimal.text($0, digits: 7)) }),
                ("deadline", node.deadline.map { .string($0) }),
            ])
        )
    }

    private static func json(_ edge: Edge) -> JSONValue {
        .object(
            JSONObject(present: [
                ("from", .string(edge.from)), ("to", .string(edge.to)), ("kind", .string(edge.kind.rawValue)),
                ("required", edge.kind == .call ? .bool(edge.isRequired) : nil),
                ("label", edge.label.isEmpty ? nil : .string(edge.label)),
            ])
        )
    }

    /// The ways of requests as a tree for a terminal: from every gateway, then from what nobody calls.
    ///
    /// What was shown before is not shown again; `…` stands for it.
    package var tree: String {
        var outgoing = Dictionary(grouping: edges.filter { $0.kind != .subscribe }, by: \.from)
        let names = Dictionary(uniqueKeysWithValues: nodes.map { ($0.id, $0) })
        let called = Set(edges.filter { $0.kind == .call || $0.kind == .route }.map(\.to))
        let roots =
            nodes.filter { $0.kind == .gateway }
            + nodes.filter { $0.kind == .service && !called.contains($0.id) }
        var tree = TextTree(names: names)
        for root in roots { tree.add(root, &outgoing) }
        // What is left is reached only from inside a cycle.
        for node in nodes where node.kind == .service && !tree.shown.contains(node.id) {
            tree.add(node, &outgoing)
        }
        return tree.text
    }
}

/// Draws a tree with lines.
private struct TextTree {
    let names: [String: SystemDrawing.Node]
    private(set) var text = ""
    private(set) var shown: Set<String> = []

    init(names: [String: SystemDrawing.Node]) { self.names = names }

    mutating func add(_ root: SystemDrawing.Node, _ outgoing: inout [String: [SystemDrawing.Edge]]) {
        text += (text.isEmpty ? "" : "\n") + "\(root.name)\(Self.facts(root))\n"
        shown.insert(root.id)
        descend(root.id, "", outgoing)
    }

    private mutating func descend(
        _ id: String,
        _ indent: String,
        _ outgoing: [String: [SystemDrawing.Edge]]
    ) {
        let edges = outgoing[id] ?? []
        for (index, edge) in edges.enumerated() {
            let isLast = index == edges.count - 1
            guard let node = names[edge.to] else { continue }
            let isNew = shown.insert(node.id).inserted
            let more = !isNew && !(outgoing[node.id] ?? []).isEmpty ? " …" : ""
            text += indent + (isLast ? "└─ " : "├─ ") + Self.words(edge) + node.name
            text += (isNew ? Self.facts(node) : "") + more + "\n"
            if isNew { descend(node.id, indent + (isLast ? "   " : "│  "), outgoing) }
        }
    }

    private static func words(_ edge: SystemDrawing.Edge) -> String {
        switch edge.kind {
        case .call: "\(edge.label)\(edge.isRequired ? "" : " optional") → "
        case .route: "\(edge.label) → "
        case .publish: "publishes → "
        case .subscribe: ""
        }
    }

    private static func facts(_ node: SystemDrawing.Node) -> String {
        var facts = [String]()
        if node.kind == .external { facts.append("external") }
        if let slo = node.slo { facts.append(node.isPromised ? "SLO \(slo)" : "usual SLO \(slo)") }
        if let deadline = node.deadline { facts.append("deadline \(deadline)") }
        return facts.isEmpty ? "" : "  (\(facts.joined(separator: ", ")))"
    }
}
