// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

extension SystemDrawing {
    /// A Mermaid flowchart, which GitHub and GitLab draw inside Markdown: solid is required, dotted optional or an event.
    package var mermaid: String {
        let numbers = Dictionary(uniqueKeysWithValues: nodes.enumerated().map { ($1.id, "n\($0)") })
        var text = "flowchart LR\n"
        let members = Dictionary(grouping: nodes, by: \.domain)
        for (number, domain) in members.keys.compactMap({ $0 }).sorted().enumerated() {
            text += "  subgraph d\(number)[\"\(Self.mermaidText(domain))\"]\n"
            for node in nodes where node.domain == domain {
                text += "    \(numbers[node.id] ?? "")\(Self.mermaidShape(node))\n"
            }
            text += "  end\n"
        }
        for node in nodes where node.domain == nil {
            text += "  \(numbers[node.id] ?? "")\(Self.mermaidShape(node))\n"
        }
        for edge in edges {
            guard let from = numbers[edge.from], let to = numbers[edge.to] else { continue }
            let label = edge.label.isEmpty ? "" : "|\"\(Self.mermaidText(edge.label))\"|"
            text += "  \(from) \(Self.mermaidArrow(edge))\(label) \(to)\n"
        }
        return text
    }

    private static func mermaidArrow(_ edge: Edge) -> String {
        switch edge.kind {
        case .call: edge.isRequired ? "-->" : "-.->"
        case .route: "==>"
        case .publish, .subscribe: "-.->"
        }
    }

    private static func mermaidShape(_ node: Node) -> String {
        let name = mermaidText(node.name)
        return switch node.kind {
        case .gateway: "{{\"\(name)\"}}"
        case .service: "[\"\(name)\"]"
        case .external: "([\"\(name)\"])"
        case .topic: "[/\"\(name)\"/]"
        }
    }

    private static func mermaidText(_ text: String) -> String {
        text.replacing("&", with: "#amp;").replacing("\"", with: "#quot;").replacing("<", with: "#lt;")
            .replacing(">", with: "#gt;")
    }

    /// Graphviz's language: solid is required, dashed optional, dotted an event.
    package var dot: String {
        var text = "digraph system {\n  rankdir=LR;\n  node [shape=box, fontname=\"sans-serif\"];\n"
        let members = Dictionary(grouping: nodes, by: \.domain)
        for (number, domain) in members.keys.compactMap({ $0 }).sorted().enumerated() {
            text += "  subgraph cluster_\(number) {\n    label=\(Self.dotText(domain));\n"
            for node in members[domain] ?? [] { text += "    \(Self.dotNode(node))\n" }
            text += "  }\n"
        }
        for node in members[nil] ?? [] { text += "  \(Self.dotNode(node))\n" }
        for edge in edges {
            let style =
                switch edge.kind {
                case .call: edge.isRequired ? "solid" : "dashed"
                case .route: "bold"
                case .publish, .subscribe: "dotted"
                }
            let label = edge.label.isEmpty ? "" : ", label=\(Self.dotText(edge.label))"
            text += "  \(Self.dotText(edge.from)) -> \(Self.dotText(edge.to)) [style=\(style)\(label)];\n"
        }
        return text + "}\n"
    }

    private static func dotNode(_ node: Node) -> String {
        let shape =
            switch node.kind {
            case .gateway: "hexagon"
            case .service: "box"
            case .external: "ellipse"
            case .topic: "parallelogram"
            }
        return "\(dotText(node.id)) [label=\(dotText(node.name)), shape=\(shape)];"
    }

    private static func dotText(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}
