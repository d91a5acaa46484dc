// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Manifest

/// The drawing itself: nodes in columns, edges as curves.
struct GraphScene {
    /// All edges of one family between two nodes, as one line.
    struct Link {
        var from: Int
        var to: Int
        var kind: SystemDrawing.Edge.Kind
        var isRequired: Bool
        var labels: [String]

        var json: JSONValue {
            .object(
                JSONObject(present: [
                    ("from", .integer(Int64(from))), ("to", .integer(Int64(to))),
                    ("kind", .string(kind.rawValue)), ("required", isRequired ? true : nil),
                    ("label", labels.isEmpty ? nil : .string(labels.joined(separator: ", "))),
                ])
            )
        }
    }

    private let facts: [NodeFacts]
    let links: [Link]
    private let widths: [Double]
    private let layout: LayeredLayout

    init(_ drawing: SystemDrawing, _ facts: [NodeFacts]) {
        self.facts = facts
        let index = Dictionary(uniqueKeysWithValues: drawing.nodes.enumerated().map { ($1.id, $0) })
        let links = Self.links(drawing.edges, index)
        let groups = Set(facts.map { $0.node.domain ?? "" }).sorted()
        let number = Dictionary(uniqueKeysWithValues: groups.enumerated().map { ($1, $0) })
        self.links = links
        let widths = facts.map(Self.width)
        self.widths = widths
        layout = LayeredLayout(
            LayeredLayout.Graph(
                widths: widths,
                groups: facts.map { number[$0.node.domain ?? ""] ?? 0 },
                edges: links.map {
                    .init(from: $0.from, to: $0.to, isStrong: $0.kind == .call || $0.kind == .route)
                }
            )
        )
    }

    private static func links(_ edges: [SystemDrawing.Edge], _ index: [String: Int]) -> [Link] {
        struct Ends: Hashable {
            var from: Int
            var to: Int
            var kind: SystemDrawing.Edge.Kind
        }
        var places: [Ends: Int] = [:]
        var links: [Link] = []
        for edge in edges {
            guard let from = index[edge.from], let to = index[edge.to] else { continue }
            let labels = edge.label.isEmpty ? [] : [edge.label]
            let ends = Ends(from: from, to: to, kind: edge.kind)
            if let place = places[ends] {
                links[place].isRequired = links[place].isRequired || edge.isRequired
                links[place].labels += labels
            } else {
                places[ends] = links.count
                links.append(
                    Link(from: from, to: to, kind: edge.kind, isRequired: edge.isRequired, labels: labels)
                )
            }
        }
        return links
    }

    /// Estimated, because only a browser knows its fonts; wide enough for the usual ones.
    private static func width(_ fact: NodeFacts) -> Double {
        let name = Double(shown(fact.node.name).count) * 8.2
        let subtitle = Double(fact.subtitle.count) * 6.2
        return max(92, max(name, subtitle) + 26)
    }

    private static func shown(_ name: String) -> String {
        name.count > 28 ? String(name.prefix(27)) + "…" : name
    }

    /// The picture with a margin around.
    func svg(label: String) -> String {
        let margin = 24.0
        let size = (layout.size.x + 2 * margin, layout.size.y + 2 * margin)
        let box = "\(Self.text(-margin)) \(Self.text(-margin)) \(Self.text(size.0)) \(Self.text(size.1))"
        var text = """
            <svg id="graph" viewBox="\(box)" data-width="\(Self.text(size.0))" data-height="\(Self.text(size.1))" role="group" aria-label="\(label)" xmlns="http://www.w3.org/2000/svg">
            <defs><marker id="tip" viewBox="0 0 8 8" refX="7.5" refY="4" markerUnits="userSpaceOnUse" markerWidth="9" markerHeight="9" orient="auto"><path d="M0 0.8 7.5 4 0 7.2z" fill="context-stroke"/></marker></defs>
            <g id="links">

            """
        for (number, link) in links.enumerated() {
            let kind = link.kind == .call ? (link.isRequired ? "required" : "optional") : link.kind.rawValue
            text += "<path class=\"\(kind)\" d=\"\(path(number))\" marker-end=\"url(#tip)\"/>\n"
        }
        text += "</g>\n<g id=\"nodes\">\n"
        for number in facts.indices { text += node(number) }
        return text + "</g>\n</svg>"
    }

    private func node(_ number: Int) -> String {
        let fact = facts[number]
        let at = layout.positions[number]
        let width = widths[number]
        let height = LayeredLayout.nodeHeight
        let name = HTMLText.escaped(Self.shown(fact.node.name))
        let classes =
            [fact.node.kind.rawValue] + (fact.isBelowPromise ? ["below"] : [])
            + (fact.isInCircle ? ["circle"] : [])
        let label = HTMLText.escaped("\(fact.node.name), \(fact.node.kind.rawValue), \(fact.subtitle)")
        return """
            <g class="node \(classes.joined(separator: " "))" transform="translate(\(Self.text(at.x)) \(Self.text(at.y - height / 2)))" tabindex="\(number == 0 ? 0 : -1)" role="button" aria-label="\(label)">            \(shape(fact.node.kind, width, height))<text class="name" x="\(Self.text(width / 2))" y="17">\(name)</text>            <text class="sub" x="\(Self.text(width / 2))" y="31">\(HTMLText.escaped(fact.subtitle))</text></g>

            """
    }

    private func shape(_ kind: SystemDrawing.Node.Kind, _ width: Double, _ height: Double) -> String {
        let (w, h) = (Self.text(width), Self.text(height))
        switch kind {
        case .service: return "<rect width=\"\(w)\" height=\"\(h)\" rx=\"7\"/>"
        case .external: return "<rect width=\"\(w)\" height=\"\(h)\" rx=\"\(Self.text(height / 2))\"/>"
        case .gateway:
            let inner = Self.text(width - 9)
            let half = Self.text(height / 2)
            return "<path d=\"M9 0H\(inner)L\(w) \(half) \(inner) \(h)H9L0 \(half)z\"/>"
        case .topic: return "<path d=\"M10 0H\(w)L\(Self.text(width - 10)) \(h)H0z\"/>"
        }
    }

    /// A curve from side to side through everything that the edge passes.
    private func path(_ number: Int) -> String {
        let link = links[number]
        let (from, to) = (layout.positions[link.from], layout.positions[link.to])
        let isForward = from.x < to.x
        let start = LayeredLayout.Point(x: from.x + (from.x > to.x ? 0 : widths[link.from]), y: from.y)
        let end = LayeredLayout.Point(x: to.x + (isForward ? 0 : widths[link.to]), y: to.y)
        var text = "M\(Self.text(start.x)) \(Self.text(start.y))"
        if from.x == to.x {
            let out = max(start.x, end.x) + 36
            return text
                + "C\(Self.text(out)) \(Self.text(start.y)) \(Self.text(out)) \(Self.text(end.y)) \(Self.text(end.x)) \(Self.text(end.y))"
        }
        var last = start
        for point in layout.ways[number] + [end] {
            let bend = (point.x - last.x) / 2
            text +=
                "C\(Self.text(last.x + bend)) \(Self.text(last.y)) \(Self.text(point.x - bend)) \(Self.text(point.y)) \(Self.text(point.x)) \(Self.text(point.y))"
            last = point
        }
        return text
    }

    /// Whole pixels are enough.
    private static func text(_ value: Double) -> String { String(Int(saturating: value.rounded())) }
}
