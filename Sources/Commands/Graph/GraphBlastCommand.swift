// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser
import Diagnostics
import Documents
import Manifest

/// `msctl graph blast`: what breaks, and what gets worse, when some part does not answer.
struct GraphBlastCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "blast",
        abstract: "Show what breaks when a service or an external system does not answer.",
        discussion: """
            What requires it breaks; what calls it optionally gets worse, as its fallback says. `--without` takes further \
            parts away at the same time.

            Examples:
              msctl graph blast payments manifests/shop
              msctl graph blast external/acquirer manifests/shop
              msctl graph blast catalog manifests/shop --without payments
              msctl graph blast payments manifests/shop --if orders.payments.required=false
            """
    )

    @Argument(
        help: ArgumentHelp("The service, or the external system.", valueName: "service"),
        completion: .candidates(.services)
    )
    var name: String

    @OptionGroup var paths: PathOptions

    @Option(help: "How to show it.")
    var format: FigureFormat = .text

    @OptionGroup var whatIf: WhatIfOptions
    @OptionGroup var options: GraphOptions

    func run(in context: CommandContext) async throws -> ExitStatus {
        let graph = try GraphSystem.load(paths.paths, options, whatIf, in: context)
        let lost = graph.lost.union([try graph.node(named: name)])
        let text = OutageText(graph.system, graph.system.outage(of: lost))
        switch format {
        case .text: context.output(text.lines)
        case .json: context.output(text.json)
        }
        return .done
    }
}

/// What follows from an outage, in words and for programs.
struct OutageText {
    private let system: ServiceSystem
    private let outage: Outage

    init(_ system: ServiceSystem, _ outage: Outage) {
        self.system = system
        self.outage = outage
    }

    private var broken: [String] { outage.radius.services.map { system.services[$0].name } }

    private func text(_ route: Outage.LostRoute) -> String {
        route.edge.route.path.value + (route.share < 1 ? " (\(FigureText.share(route.share)) of it)" : "")
    }

    /// One fact per line.
    var lines: String {
        let radius = outage.radius
        let lost = outage.lost.map { "`\(system.name(ofNode: $0))`" }
        var lines = ["without \(lost.joined(separator: " and "))", ""]
        func add(_ title: String, _ text: String) {
            lines.append(title + String(repeating: " ", count: 11 - title.count) + text)
        }
        add("breaks", FigureText.list(broken))
        let worse = outage.degraded.map { edge in
            "\(system.services[edge.caller].name) (\(edge.call.fallback?.value.rawValue ?? "no fallback"))"
        }
        add("gets worse", FigureText.list(worse))
        add("routes", FigureText.list(outage.routes.map(text)))
        if !outage.journeys.isEmpty { add("journeys", FigureText.list(outage.journeys.map(\.name.value))) }
        let starved = outage.starved.map {
            "\(system.services[$0.subscriber].name) (\($0.subscription.topic.value))"
        }
        if !starved.isEmpty { add("no events", FigureText.list(starved)) }
        add(
            "services",
            "\(FigureText.share(radius.serviceShare)) (\(broken.count) of \(system.services.count))"
        )
        if let traffic = radius.trafficShare { add("traffic", "\(FigureText.share(traffic)) of the peak") }
        add("teams", FigureText.list(radius.owners))
        add("domains", FigureText.list(radius.domains))
        return lines.joined(separator: "\n") + "\n"
    }

    /// The same for programs.
    var json: String {
        let radius = outage.radius
        return FigureJSON.report([
            ("without", FigureJSON.strings(outage.lost.map(system.name(ofNode:)))),
            ("breaks", FigureJSON.strings(broken)),
            (
                "degrades",
                .array(
                    outage.degraded.map { edge in
                        .object(
                            JSONObject(present: [
                                ("service", .string(system.services[edge.caller].name)),
                                ("calls", .string(system.name(ofNode: system.node(edge.target)))),
                                ("fallback", edge.call.fallback.map { .string($0.value.rawValue) }),
                            ])
                        )
                    }
                )
            ),
            (
                "routes",
                .array(
                    outage.routes.map { lost in
                        [
                            "path": .string(lost.edge.route.path.value),
                            "share": FigureJSON.number(lost.share, digits: 2),
                        ]
                    }
                )
            ),
            ("journeys", FigureJSON.strings(outage.journeys.map(\.name.value))),
            (
                "withoutEvents",
                .array(
                    outage.starved.map { edge in
                        [
                            "service": .string(system.services[edge.subscriber].name),
                            "topic": .string(edge.subscription.topic.value),
                        ]
                    }
                )
            ),
            ("serviceShare", FigureJSON.number(radius.serviceShare)),
            ("trafficShare", radius.trafficShare.map { FigureJSON.number($0) }),
            ("teams", FigureJSON.strings(radius.owners)),
            ("domains", FigureJSON.strings(radius.domains)),
        ])
    }
}
