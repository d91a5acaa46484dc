// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser
import Diagnostics
import Documents
import Manifest

/// `msctl graph capacity`: what arrives at the peak, and how many replicas that needs.
struct GraphCapacityCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "capacity",
        abstract: "Show what arrives at the peak, and how many replicas that needs.",
        discussion: """
            The peaks of the routes are followed along all calls. Replicas are needed so that the peak uses at most \
            80 % of them. What `--without` takes away calls nobody.

            Examples:
              msctl graph capacity manifests/shop
              msctl graph capacity manifests/shop --peak 2
              msctl graph capacity manifests/shop --if /v1/catalog.peak=800/s --if catalog.max=20
            """
    )

    @OptionGroup var paths: PathOptions

    // Whatever follows is the factor: a negative one would be taken for an option, and called a missing value.
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Multiply all traffic by this, such as 2 or 2x (default: 1).",
            valueName: "factor"
        ),
        transform: PeakFactor.init(parsing:)
    )
    var peak: PeakFactor?

    @Option(help: "How to show it.")
    var format: FigureFormat = .text

    @OptionGroup var whatIf: WhatIfOptions
    @OptionGroup var options: GraphOptions

    func run(in context: CommandContext) async throws -> ExitStatus {
        let graph = try GraphSystem.load(paths.paths, options, whatIf, in: context)
        let loads = graph.system.load(factor: peak?.value ?? 1, without: graph.lost)
        let rows = loads.enumerated().map {
            CapacityRow($0, $1, graph.system, isLost: graph.lost.contains($0))
        }
        switch format {
        case .text: context.output(CapacityRow.table(rows, width: context.tableWidth))
        case .json: context.output(FigureJSON.report([("services", .array(rows.map(\.json)))]))
        }
        return .done
    }
}

/// What arrives at one service, and whether it has the replicas for it.
struct CapacityRow {
    private let name: String
    private let load: ServiceLoad?
    private let each: Double?
    private let most: Int
    private let needed: Int?
    private let sources: [(name: String, rate: Double)]
    private let isLost: Bool

    init(_ index: Int, _ load: ServiceLoad?, _ system: ServiceSystem, isLost: Bool) {
        name = system.services[index].name
        self.load = load
        self.isLost = isLost
        let scale = system.resolved[index].scale
        most = scale.max.value
        let each = scale.rpsPerReplica.flatMap { $0.value > 0 ? $0.value : nil }
        self.each = each
        needed = load.flatMap { load in each.map { ServiceSystem.replicas(for: load.peak, each: $0) } }
        var sources = (load?.callers ?? []).map { (name: system.services[$0.service].name, rate: $0.rate) }
        if let external = load?.external, external > 0 { sources.append(("routes", external)) }
        self.sources = sources.sorted { ($1.rate, $0.name) < ($0.rate, $1.name) }
    }

    private var verdict: String {
        if isLost { return "does not answer" }
        guard let load else { return "behind a circle" }
        guard let needed else { return "no `rpsPerReplica`" }
        return needed > most ? "too few" : load.peak > 0 ? "enough" : "no traffic"
    }

    static func table(_ rows: [CapacityRow], width: Int) -> String {
        var table = TableRenderer([
            .init(title: "service"), .init(title: "peak", isRightAligned: true),
            .init(title: "each", isRightAligned: true), .init(title: "needs", isRightAligned: true),
            .init(title: "most", isRightAligned: true), .init(title: "verdict"), .init(title: "from"),
        ])
        for row in rows {
            let isKnown = row.load != nil
            table.add([
                row.name, row.load.map { "\(FigureText.number($0.peak))/s" } ?? "",
                isKnown ? row.each.map { "\(FigureText.number($0))/s" } ?? "" : "",
                row.needed.map(String.init) ?? "", isKnown ? String(row.most) : "", row.verdict,
                row.sources.map { "\($0.name) \(FigureText.number($0.rate))/s" }.joined(separator: ", "),
            ])
        }
        return table.render(width: width)
    }

    var json: JSONValue {
        .object(
            JSONObject(present: [
                ("service", .string(name)),
                ("peak", load.map { FigureJSON.number($0.peak, digits: 3) }),
                ("perReplica", each.map { FigureJSON.number($0, digits: 3) }),
                ("needed", needed.map { .integer(Int64($0)) }),
                ("most", .integer(Int64(most))),
                ("verdict", .string(verdict.replacing("`", with: ""))),
                (
                    "from",
                    .array(
                        sources.map {
                            ["name": .string($0.name), "rate": FigureJSON.number($0.rate, digits: 3)]
                        }
                    )
                ),
            ])
        )
    }
}

/// A factor above 0 and up to a million, as `2`, `1.5` or `2x`.
struct PeakFactor: Sendable {
    let value: Double

    init(parsing argument: String) throws {
        let text = argument.hasSuffix("x") ? argument.dropLast() : argument[...]
        guard let value = Double(text), value > 0, value <= 1_000_000 else {
            throw ValidationError(
                "`\(argument)` is not a factor; write a number above 0 and up to 1000000, such as 2, 1.5 or 2x"
            )
        }
        self.value = value
    }
}
