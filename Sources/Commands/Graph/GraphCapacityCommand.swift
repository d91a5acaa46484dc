// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser
import Diagnostics
import Manifest

/// `msctl graph capacity`: what arrives at the peak, and how many replicas that needs.
struct GraphCapacityCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "capacity",
        abstract: "Show what arrives at the peak, and how many replicas that needs.",
        discussion: """
            The peaks of the routes are followed along all calls. Replicas are needed so that the peak uses at most \
            80 % of them.

            Examples:
              msctl graph capacity manifests/shop
              msctl graph capacity manifests/shop --peak 2
            """
    )

    @OptionGroup var paths: PathOptions

    @Option(help: ArgumentHelp("Multiply all traffic by this, such as 2 or 2x.", valueName: "factor"))
    var peak: PeakFactor = PeakFactor(value: 1)

    @OptionGroup var options: GraphOptions

    func run(in context: CommandContext) async throws -> ExitStatus {
        let system = try GraphSystem.load(paths.paths, options, in: context).system
        var table = TableRenderer([
            .init(title: "service"), .init(title: "peak", isRightAligned: true),
            .init(title: "each", isRightAligned: true), .init(title: "needs", isRightAligned: true),
            .init(title: "most", isRightAligned: true), .init(title: "verdict"), .init(title: "from"),
        ])
        for (index, load) in system.load(factor: peak.value).enumerated() {
            table.add(row(index, load, system))
        }
        context.standardOutput(table.render(width: context.tableWidth))
        return .done
    }

    private func row(_ index: Int, _ load: ServiceLoad?, _ system: ServiceSystem) -> [String] {
        let name = system.services[index].name
        guard let load else { return [name, "", "", "", "", "behind a circle"] }
        let scale = system.resolved[index].scale
        var sources = load.callers.map { (name: system.services[$0.service].name, rate: $0.rate) }
        if load.external > 0 { sources.append(("routes", load.external)) }
        let from = sources.sorted { ($1.rate, $0.name) < ($0.rate, $1.name) }.map {
            "\($0.name) \(GraphSystem.number($0.rate))/s"
        }.joined(separator: ", ")
        let rate = "\(GraphSystem.number(load.peak))/s"
        guard let each = scale.rpsPerReplica?.value, each > 0 else {
            return [name, rate, "", "", String(scale.max.value), "no `rpsPerReplica`", from]
        }
        let needed = ServiceSystem.replicas(for: load.peak, each: each)
        let verdict = needed > scale.max.value ? "too few" : load.peak > 0 ? "enough" : "no traffic"
        return [
            name, rate, "\(GraphSystem.number(each))/s", String(needed), String(scale.max.value), verdict,
            from,
        ]
    }
}

/// A factor from 0 to a million, as `2`, `1.5` or `2x`.
struct PeakFactor: ExpressibleByArgument {
    let value: Double

    init(value: Double) { self.value = value }

    init?(argument: String) {
        let text = argument.hasSuffix("x") ? argument.dropLast() : argument[...]
        guard let value = Double(text), value >= 0, value <= 1_000_000 else { return nil }
        self.value = value
    }

    var defaultValueDescription: String { "1" }
}
