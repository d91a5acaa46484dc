// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser
import Diagnostics
import Manifest

/// `msctl graph path`: the ways of a request from one service to another.
struct GraphPathCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "path",
        abstract: "Show the ways from one service to another, with time limits and attempts.",
        discussion: """
            Examples:
              msctl graph path gateway acquirer manifests/shop
            """
    )

    @Argument(help: ArgumentHelp("Where the way begins.", valueName: "from"))
    var start: String

    @Argument(help: ArgumentHelp("Where it ends.", valueName: "to"))
    var end: String

    @OptionGroup var paths: PathOptions
    @OptionGroup var options: GraphOptions

    /// More ways than these tell nobody anything.
    private static let most = 50

    func run(in context: CommandContext) async throws -> ExitStatus {
        let graph = try GraphSystem.load(paths.paths, options, in: context)
        let ways = Ways(graph.system, from: try graph.node(named: start), to: try graph.node(named: end))
        let found = ways.find(atMost: Self.most)
        guard !found.isEmpty else {
            context.output("no way leads from `\(start)` to `\(end)`")
            return .done
        }
        for (index, way) in found.enumerated() {
            if index > 0 { context.output("") }
            show(way, ways, in: context)
        }
        if found.count == Self.most { context.output("\nand perhaps more; these are the first \(Self.most)") }
        return .done
    }

    private func show(_ way: [Ways.Step], _ ways: Ways, in context: CommandContext) {
        var table = TableRenderer([
            .init(title: "from"), .init(title: "to"), .init(title: "kind"),
            .init(title: "one try", isRightAligned: true), .init(title: "tries", isRightAligned: true),
            .init(title: "at most", isRightAligned: true), .init(title: "deadline", isRightAligned: true),
        ])
        for step in way {
            table.add([
                step.from, step.to, step.kind, step.timeout?.manifestText ?? "no limit",
                String(step.attempts),
                step.worst?.manifestText ?? "no limit", step.deadline?.manifestText ?? "",
            ])
        }
        context.standardOutput(table.render(width: context.tableWidth))
        let attempts = way.reduce(1) { $0 * $1.attempts }
        context.output("one request can become \(attempts) attempt\(attempts == 1 ? "" : "s") at the end")
    }
}

/// Finds ways through the graph, shortest first.
struct Ways {
    /// One hop.
    struct Step {
        var from: String
        var to: String
        var kind: String
        var timeout: Duration?
        var attempts: Int
        var worst: Duration?
        /// How long what is called may take.
        var deadline: Duration?
        fileprivate var node: Int
    }

    private let system: ServiceSystem
    private let start: Int
    private let end: Int

    init(_ system: ServiceSystem, from start: Int, to end: Int) {
        self.system = system
        self.start = start
        self.end = end
    }

    /// The ways that pass no node twice, by their number of hops.
    func find(atMost most: Int) -> [[Step]] {
        var found: [[Step]] = []
        var queue: [(node: Int, way: [Step])] = [(start, [])]
        // Breadth first; the queue is bounded so that a dense graph ends, too.
        var next = 0
        while next < queue.count, found.count < most, queue.count < 200_000 {
            let (node, way) = queue[next]
            next += 1
            for step in steps(from: node)
            where step.node != start && !way.contains(where: { $0.node == step.node }) {
                if step.node == end {
                    found.append(way + [step])
                } else {
                    queue.append((step.node, way + [step]))
                }
            }
        }
        return Array(found.prefix(most))
    }

    private func steps(from node: Int) -> [Step] {
        guard node < system.services.count else { return [] }
        let name = system.services[node].name
        let calls = system.calls(from: node).map { edge in
            Step(
                from: name,
                to: system.name(ofNode: system.node(edge.target)),
                kind: edge.call.isRequired ? "required" : "optional",
                timeout: edge.resolved.timeout?.value,
                attempts: edge.resolved.attempts.value,
                worst: system.worstCaseTime(of: edge),
                deadline: system.deadline(of: edge.target),
                node: system.node(edge.target)
            )
        }
        let routes = system.routes(of: node).map { edge in
            Step(
                from: name,
                to: system.name(ofNode: system.node(edge.target)),
                kind: "route \(edge.route.path.value)",
                timeout: edge.route.timeout?.value,
                attempts: edge.route.attempts,
                worst: system.worstCaseTime(of: edge),
                deadline: system.deadline(of: edge.target),
                node: system.node(edge.target)
            )
        }
        return calls + routes
    }
}
