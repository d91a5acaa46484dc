// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser
import Documents
import Manifest

/// `msctl graph show`: the whole graph as a tree, a picture, or in a language for drawings.
struct GraphShowCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Draw the graph as a tree, a page, a picture, Mermaid, Graphviz' dot, or JSON.",
        discussion: """
            `html` is one page that needs no network: it can be searched, zoomed, and shows what breaks without a service. \
            `svg` is laid out by Graphviz' `dot`, which must be installed.

            Examples:
              msctl graph show manifests/shop
              msctl graph show manifests/shop --format html > shop.html
              msctl graph show manifests/shop --format svg > shop.svg
              msctl graph show manifests/shop --service orders --format mermaid
            """
    )

    /// How the graph is written.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text
        case mermaid
        case dot
        case json
        case svg
        case html
    }

    @OptionGroup var paths: PathOptions

    @Option(help: "How to draw.")
    var format: Format = .text

    @Option(
        help: ArgumentHelp("Only this service and what it touches; repeatable.", valueName: "service"),
        completion: .candidates(.services)
    )
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
        case .svg: context.output(try GraphvizPicture.svg(of: drawing, in: context))
        case .html: context.output(GraphPage(graph.system, drawing).html)
        }
        return .done
    }
}

/// A picture that Graphviz lays out.
enum GraphvizPicture {
    /// The picture.
    ///
    /// - Throws: ``CommandFailure`` when `dot` is not installed, or cannot draw it.
    static func svg(of drawing: SystemDrawing, in context: CommandContext) throws(CommandFailure) -> String {
        guard let result = context.programs.run("dot", ["-Tsvg"], input: Array(drawing.dot.utf8)) else {
            throw CommandFailure(
                .usage,
                "`--format svg` needs Graphviz' `dot`, which is not installed",
                hint:
                    "install it (Debian and Ubuntu: `apt install graphviz`, macOS: `brew install graphviz`), or use `--format html`, which needs nothing"
            )
        }
        guard result.status == 0, result.output.contains("<svg") else {
            throw CommandFailure(
                .usage,
                "Graphviz' `dot` drew nothing and ended with \(result.status)",
                hint: "`--format dot` shows what it was given; `--format html` needs no Graphviz"
            )
        }
        return result.output
    }
}
