// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser
import Diagnostics
import Manifest

/// `msctl graph blast`: what breaks, and what gets worse, when one part does not answer.
struct GraphBlastCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "blast",
        abstract: "Show what breaks when a service or an external system does not answer.",
        discussion: """
            Examples:
              msctl graph blast payments manifests/shop
              msctl graph blast external/acquirer manifests/shop
            """
    )

    @Argument(help: ArgumentHelp("The service, or the external system.", valueName: "service"))
    var name: String

    @OptionGroup var paths: PathOptions
    @OptionGroup var options: GraphOptions

    func run(in context: CommandContext) async throws -> ExitStatus {
        let graph = try GraphSystem.load(paths.paths, options, in: context)
        let system = graph.system
        let node = try graph.node(named: name)
        let radius = system.blastRadius(ofNode: node)
        let broken = Set(radius.services)
        let degraded = system.calls.filter { edge in
            let target = system.node(edge.target)
            let isLost = target == node || edge.target.service.map(broken.contains) ?? false
            return isLost && !edge.call.isRequired && !broken.contains(edge.caller)
        }
        let routes = system.routes.filter { route in
            system.node(route.target) == node || route.target.service.map(broken.contains) ?? false
        }
        context.output("without `\(system.name(ofNode: node))`\n")
        let names = radius.services.map { system.services[$0].name }
        context.output("breaks     \(GraphSystem.list(names))")
        let worse = degraded.map { edge in
            "\(system.services[edge.caller].name) (\(edge.call.fallback?.value.rawValue ?? "no fallback"))"
        }
        context.output("gets worse \(GraphSystem.list(worse))")
        context.output("routes     \(GraphSystem.list(routes.map(\.route.path.value)))")
        context.output(
            "services   \(GraphSystem.share(radius.serviceShare)) (\(names.count) of \(system.services.count))"
        )
        if let traffic = radius.trafficShare {
            context.output("traffic    \(GraphSystem.share(traffic)) of the peak")
        }
        context.output("teams      \(GraphSystem.list(radius.owners))")
        context.output("domains    \(GraphSystem.list(radius.domains))")
        return .done
    }
}
