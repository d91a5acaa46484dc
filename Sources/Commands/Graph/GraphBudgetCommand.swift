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
            that it cannot answer without, each part once. Budget and loss are minutes in 30 days. Naming services \
            shows their parts.

            With `--if` and `--without` the figures are those of the system that is supposed, and what they change is \
            listed below.

            Examples:
              msctl graph budget manifests/shop
              msctl graph budget orders manifests/shop
              msctl graph budget manifests/shop --if catalog.slo=99.99 --if orders.cart.required=false
              msctl graph budget manifests/shop --without payments
            """
    )

    @Argument(
        help: ArgumentHelp("Services, or files or directories to read.", valueName: "service|path"),
        completion: .candidates(.targets)
    )
    var targets: [String] = []

    @Option(help: "How to show it.")
    var format: FigureFormat = .text

    @OptionGroup var whatIf: WhatIfOptions
    @OptionGroup var options: GraphOptions

    func run(in context: CommandContext) async throws -> ExitStatus {
        let loaded = try LoadedSystem.load(targets: targets, in: context)
        let graph = try GraphSystem.make(loaded, options, whatIf, in: context)
        let named = loaded.selected.count < loaded.manifests.services.count || names(loaded)
        let selected = loaded.selected.compactMap { graph.system.index(of: $0.name) }
        let report = BudgetReport(graph, selected: named ? selected : nil)
        switch format {
        case .text: context.output(report.text(width: context.tableWidth))
        case .json: context.output(report.json)
        }
        return .done
    }

    /// Whether services were named although they are all there are.
    private func names(_ loaded: LoadedSystem) -> Bool {
        targets.contains { loaded.service(named: $0) != nil }
    }
}
