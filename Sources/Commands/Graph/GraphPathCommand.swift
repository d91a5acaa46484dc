// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser
import Diagnostics
import Documents
import Manifest

/// `msctl graph path`: the ways of a request from one service to another.
struct GraphPathCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "path",
        abstract: "Show the ways from one service to another, with time limits and attempts.",
        discussion: """
            Examples:
              msctl graph path gateway acquirer manifests/shop
              msctl graph path gateway acquirer manifests/shop --if payments.acquirer.retries=3
              msctl graph path gateway cart manifests/shop --without orders
            """
    )

    @Argument(
        help: ArgumentHelp("Where the way begins.", valueName: "from"),
        completion: .candidates(.services)
    )
    var start: String

    @Argument(help: ArgumentHelp("Where it ends.", valueName: "to"), completion: .candidates(.services))
    var end: String

    @OptionGroup var paths: PathOptions

    @Option(help: "How to show it.")
    var format: FigureFormat = .text

    @OptionGroup var whatIf: WhatIfOptions
    @OptionGroup var options: GraphOptions

    /// More ways than these tell nobody anything.
    private static let most = 50

    func run(in context: CommandContext) async throws -> ExitStatus {
        let graph = try GraphSystem.load(paths.paths, options, whatIf, in: context)
        let ends = (try graph.node(named: start), try graph.node(named: end))
        let found = Ways(graph.system, from: ends.0, to: ends.1, without: graph.lost).find(atMost: Self.most)
        if format == .json {
            context.output(json(found))
            return .done
        }
        guard !found.isEmpty else {
            context.output("no way leads from `\(start)` to `\(end)`")
            return .done
        }
        for (index, way) in found.enumerated() {
            if index > 0 { context.output("") }
            show(way, in: context)
        }
        if found.count == Self.most { context.output("\nand perhaps more; these are the first \(Self.most)") }
        return .done
    }

    private func show(_ way: [Ways.Step], in context: CommandContext) {
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
        let attempts = Self.attempts(way)
        context.output("one request can become \(attempts) attempt\(attempts == 1 ? "" : "s") at the end")
    }

    private static func attempts(_ way: [Ways.Step]) -> Int {
        way.reduce(1) { $0.multipliedReportingOverflow(by: $1.attempts).partialValue }
    }

    private func json(_ found: [[Ways.Step]]) -> String {
        FigureJSON.report([
            ("from", .string(start)), ("to", .string(end)), ("isComplete", .bool(found.count < Self.most)),
            (
                "ways",
                .array(
                    found.map { way in
                        [
                            "attempts": .integer(Int64(Self.attempts(way))),
                            "steps": .array(way.map(Self.json)),
                        ]
                    }
                )
            ),
        ])
    }

    private static func json(_ step: Ways.Step) -> JSONValue {
        .object(
            JSONObject(present: [
                ("from", .string(step.from)), ("to", .string(step.to)), ("kind", .string(step.kind)),
                ("timeoutMs", step.timeout.map(FigureJSON.milliseconds)),
                ("tries", .integer(Int64(step.attempts))),
                ("worstMs", step.worst.map(FigureJSON.milliseconds)),
                ("deadlineMs", step.deadline.map(FigureJSON.milliseconds)),
            ])
        )
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
    private let lost: Set<Int>

    /// Looks for ways that pass none of the lost nodes.
    init(_ system: ServiceSystem, from start: Int, to end: Int, without lost: Set<Int> = []) {
        self.system = system
        self.lost = lost
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
            where step.node != start && !lost.contains(step.node)
                && !way.contains(where: { $0.node == step.node })
            {
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
        guard node < system.services.count, !lost.contains(node) else { return [] }
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
