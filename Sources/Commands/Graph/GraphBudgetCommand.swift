// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser
import Diagnostics
import Manifest

/// `msctl graph budget`: what services promise, and what their parts amount to.
struct GraphBudgetCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "budget",
        abstract: "Show what services promise, and what their parts amount to.",
        discussion: """
            Own is what replicas, stores and broker of the service alone offer; computed is that times everything \
            that it cannot answer without, each part once. Budget and loss are minutes in 30 days.

            Examples:
              msctl graph budget manifests/shop
              msctl graph budget manifests/shop --service orders
            """
    )

    @OptionGroup var paths: PathOptions

    @Option(help: ArgumentHelp("Show the parts of this service.", valueName: "service"))
    var service: String?

    @OptionGroup var options: GraphOptions

    func run(in context: CommandContext) async throws -> ExitStatus {
        let graph = try GraphSystem.load(paths.paths, options, in: context)
        if let service {
            showParts(of: try graph.service(named: service), graph.system, in: context)
        } else {
            showAll(graph.system, in: context)
        }
        return .done
    }

    private func showAll(_ system: ServiceSystem, in context: CommandContext) {
        var table = TableRenderer([
            .init(title: "service"), .init(title: "own", isRightAligned: true),
            .init(title: "computed", isRightAligned: true), .init(title: "slo", isRightAligned: true),
            .init(title: "budget", isRightAligned: true), .init(title: "loss", isRightAligned: true),
            .init(title: "breaks", isRightAligned: true), .init(title: "requires"),
        ])
        let counts = system.blastCounts()
        for index in system.services.indices {
            let slo = system.resolved[index].slo?.value
            let computed = system.availability(of: index)
            let parts = system.graph.hardClosure[index].members.map(system.name(ofNode:)).sorted()
            table.add([
                system.services[index].name, GraphSystem.percent(system.ownAvailability(of: index)),
                computed.map(GraphSystem.percent) ?? "in a circle", slo?.description ?? "",
                slo.map { minutes($0.fraction) } ?? "", computed.map(minutes) ?? "",
                GraphSystem.share(Double(counts[index]) / Double(system.services.count)),
                parts.joined(separator: ", "),
            ])
        }
        context.standardOutput(table.render(width: context.tableWidth))
        guard !system.routes.isEmpty else { return }
        var routes = TableRenderer([
            .init(title: "route"), .init(title: "to"), .init(title: "computed", isRightAligned: true),
            .init(title: "loss", isRightAligned: true),
        ])
        for edge in system.routes {
            let computed = system.availability(of: edge)
            routes.add([
                edge.route.path.value, edge.route.to.value.description,
                computed.map(GraphSystem.percent) ?? "in a circle", computed.map(minutes) ?? "",
            ])
        }
        context.output("\n" + routes.render(width: context.tableWidth))
    }

    private func showParts(of index: Int, _ system: ServiceSystem, in context: CommandContext) {
        var table = TableRenderer([
            .init(title: "part"), .init(title: "availability", isRightAligned: true),
            .init(title: "loss", isRightAligned: true),
        ])
        let parts = [index] + system.graph.hardClosure[index].members.filter { $0 != index }
        for node in parts {
            let share = system.nodeAvailability(node)
            table.add([system.name(ofNode: node), GraphSystem.percent(share), minutes(share)])
        }
        if let computed = system.availability(of: index) {
            table.add(["together", GraphSystem.percent(computed), minutes(computed)])
        }
        if let slo = system.resolved[index].slo?.value {
            table.add(["promised", GraphSystem.percent(slo.fraction), minutes(slo.fraction)])
        }
        context.standardOutput(table.render(width: context.tableWidth))
    }

    private func minutes(_ fraction: Double) -> String {
        "\(Int(ServiceSystem.lossMinutes(fraction).rounded())) min"
    }
}
