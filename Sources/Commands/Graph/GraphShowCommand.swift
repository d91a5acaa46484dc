// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser
import Documents
import Manifest

/// `msctl graph show`: the whole graph as a tree or in a language for drawings.
struct GraphShowCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Draw the graph as a tree, as Mermaid, as Graphviz' dot, or as JSON.",
        discussion: """
            Examples:
              msctl graph show manifests/shop
              msctl graph show manifests/shop --format dot | dot -Tsvg > shop.svg
              msctl graph show manifests/shop --service orders --format mermaid
            """
    )

    /// How the graph is written.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text
        case mermaid
        case dot
        case json
    }

    @OptionGroup var paths: PathOptions

    @Option(help: "How to draw.")
    var format: Format = .text

    @Option(help: ArgumentHelp("Only this service and what it touches; repeatable.", valueName: "service"))
    var service: [String] = []

    @OptionGroup var options: GraphOptions

    func run(in context: CommandContext) async throws -> ExitStatus {
        let graph = try GraphSystem.load(paths.paths, options, in: context)
        var selected: Set<Int>?
        if !service.isEmpty { selected = Set(try service.map { try graph.service(named: $0) }) }
        let drawing = SystemDrawing(graph.system, only: selected)
        switch format {
        case .text: context.output(drawing.tree)
        case .mermaid: context.output(drawing.mermaid)
        case .dot: context.output(drawing.dot)
        case .json: context.output(drawing.json.text(.pretty))
        }
        return .done
    }
}
