// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Manifest

/// The graph of a system as one page that needs nothing else: no network, no other file, no Graphviz.
struct GraphPage {
    private let system: ServiceSystem
    private let scene: GraphScene
    private let facts: [NodeFacts]

    init(_ system: ServiceSystem, _ drawing: SystemDrawing) {
        self.system = system
        let index = FactIndex(system)
        facts = drawing.nodes.map { index.facts(of: $0) }
        scene = GraphScene(drawing, facts)
    }

    /// The whole document.
    var html: String {
        let title = HTMLText.escaped(system.name)
        let services = facts.count { $0.node.kind == .service || $0.node.kind == .gateway }
        let place = system.environment.map { " in \(HTMLText.escaped($0.name))" } ?? ""
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
            <title>\(title) – service graph</title>
            <style>
            \(GraphPageStyle.css)</style>
            </head>
            <body>
            <header>
            <h1>\(title)</h1>
            <p>\(services) services\(place), \(scene.links.count) edges</p>
            <label class="field">Find <input id="find" type="search" placeholder="name, team or domain" autocomplete="off" spellcheck="false"></label>
            <label class="field">Colour by <select id="colour"><option value="domain">domain</option><option value="owner">team</option><option value="tier">tier</option></select></label>
            <div class="buttons" role="group" aria-label="Zoom"><button id="out" title="Zoom out (-)" aria-label="Zoom out">−</button><button id="fit" title="Show what is lit up, or everything (key 0)">Fit</button><button id="in" title="Zoom in (+)" aria-label="Zoom in">+</button></div>
            </header>
            <main>
            <div id="stage">
            \(scene.svg(label: "Service graph of \(title)"))
            </div>
            <aside id="panel" aria-live="polite"></aside>
            </main>
            <footer><ul id="legend" aria-label="Colours"></ul><p class="keys"><span class="line required"></span>required <span class="line optional"></span>optional <span class="line route"></span>route <span class="line event"></span>event</p><p class="keys"><kbd>/</kbd> find <kbd>←</kbd><kbd>→</kbd> along calls <kbd>↑</kbd><kbd>↓</kbd> in a column <kbd>Enter</kbd> select <kbd>Esc</kbd> clear</p></footer>
            <details><summary>The same as a table</summary>
            \(table)
            </details>
            <script type="application/json" id="data">\(HTMLText.inScript(data.text(.compact)))</script>
            <script>
            \(GraphPageScript.source)</script>
            </body>
            </html>

            """
    }

    private var data: JSONValue {
        [
            "nodes": .array(facts.map(\.json)),
            "links": .array(scene.links.map(\.json)),
        ]
    }

    private var table: String {
        let columns = NodeFacts.columns
        var text = "<table><thead><tr><th scope=\"col\">Name</th>"
        text += columns.map { "<th scope=\"col\">\($0.title)</th>" }.joined() + "</tr></thead>\n<tbody>\n"
        for fact in facts {
            text += "<tr><th scope=\"row\">\(HTMLText.escaped(fact.node.name))</th>"
            for column in columns { text += "<td>\(HTMLText.escaped(column.text(fact) ?? ""))</td>" }
            text += "</tr>\n"
        }
        return text + "</tbody></table>"
    }
}

/// Texts inside of HTML.
enum HTMLText {
    /// Text for an element or a quoted attribute.
    static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
    }

    /// JSON for a script element: nothing in it can end the element.
    static func inScript(_ json: String) -> String {
        json.replacing("<", with: "\\u003c").replacing("\u{2028}", with: "\\u2028")
            .replacing("\u{2029}", with: "\\u2029")
    }
}
