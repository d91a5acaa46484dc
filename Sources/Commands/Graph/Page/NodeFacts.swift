// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Manifest

/// What the page says about one node, as texts.
struct NodeFacts {
    /// One fact with its name.
    struct Column: Sendable {
        let key: String
        let title: String
        let text: @Sendable (NodeFacts) -> String?
    }

    let node: SystemDrawing.Node
    var figures: SystemFigures?
    var isInCircle = false

    static let columns: [Column] = [
        Column(key: "kind", title: "Kind", text: { $0.node.kind.rawValue }),
        Column(key: "owner", title: "Team", text: { $0.node.owner }),
        Column(key: "domain", title: "Domain", text: { $0.node.domain }),
        Column(key: "tier", title: "Tier", text: { $0.node.tier }),
        Column(
            key: "slo",
            title: "SLO",
            text: { fact in fact.node.slo.map { fact.node.isPromised ? $0 : "usually \($0)" } }
        ),
        Column(key: "availability", title: "Computed", text: { $0.availability }),
        Column(key: "own", title: "Own", text: { $0.figures.map { FigureText.percent($0.own) } }),
        Column(key: "budget", title: "Budget in 30 days", text: { $0.figures?.slo.map(FigureText.minutes) }),
        Column(
            key: "loss",
            title: "Expected loss",
            text: { $0.figures?.availability.map(FigureText.minutes) }
        ),
        Column(key: "blast", title: "Breaks services", text: { $0.figures?.blast.map(FigureText.share) }),
        Column(key: "traffic", title: "Breaks traffic", text: { $0.figures?.traffic.map(FigureText.share) }),
        Column(key: "deadline", title: "Deadline", text: { $0.node.deadline }),
        Column(
            key: "worst",
            title: "Its calls at most",
            text: { $0.figures?.worst.flatMap { $0 > .zero ? $0.manifestText : nil } }
        ),
        Column(
            key: "peak",
            title: "Peak",
            text: { $0.figures?.peak.flatMap { $0 > 0 ? "\(FigureText.number($0))/s" : nil } }
        ),
    ]

    /// What its parts amount to, or why nobody can say.
    var availability: String? {
        if let figures { return figures.availability.map(FigureText.percent) ?? "in or behind a circle" }
        return node.availability.map(FigureText.percent)
    }

    /// Whether it promises more than its parts amount to.
    var isBelowPromise: Bool {
        guard node.isPromised, let slo = figures?.slo, let availability = figures?.availability else {
            return false
        }
        return availability < slo
    }

    /// The small line under the name.
    var subtitle: String {
        switch node.kind {
        case .topic: return "topic"
        case .external: return availability.map { "external \($0)" } ?? "external"
        case .service, .gateway:
            let computed = figures?.availability.map(FigureText.percent) ?? "circle"
            return node.slo.map { "\(computed) of \(node.isPromised ? "" : "usually ")\($0)" } ?? computed
        }
    }

    var json: JSONValue {
        var members: [(String, JSONValue?)] = [
            ("name", .string(node.name)), ("below", isBelowPromise ? true : nil),
            ("circle", isInCircle ? true : nil),
        ]
        members += Self.columns.map { ($0.key, $0.text(self).map { .string($0) }) }
        return .object(JSONObject(present: members))
    }
}

/// Finds the facts of a drawing's nodes.
struct FactIndex {
    private let figures: [String: SystemFigures]
    private let circles: Set<String>
    private let externals: [String: SystemFigures]

    init(_ system: ServiceSystem) {
        figures = Dictionary(
            SystemFigures.ofServices(system).map { ($0.name, $0.figures) },
            uniquingKeysWith: { first, _ in first }
        )
        externals = Dictionary(
            SystemFigures.ofExternals(system).map { ($0.name, $0.figures) },
            uniquingKeysWith: { first, _ in first }
        )
        circles = Set(system.graph.cycles.flatMap { $0 }.map(system.name(ofNode:)))
    }

    func facts(of node: SystemDrawing.Node) -> NodeFacts {
        switch node.kind {
        case .topic: NodeFacts(node: node)
        case .external: NodeFacts(node: node, figures: externals[node.name])
        case .service, .gateway:
            NodeFacts(node: node, figures: figures[node.id], isInCircle: circles.contains(node.id))
        }
    }
}
