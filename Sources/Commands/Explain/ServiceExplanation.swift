// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Manifest

/// One service with every value decided, and where each comes from.
struct ServiceExplanation {
    let system: LoadedSystem
    let service: ServiceManifest
    let environment: String?

    func show(in context: CommandContext) throws(CommandFailure) {
        let environment = try self.environment.flatMap { (name) throws(CommandFailure) in
            try Environments.named(name, in: system.manifests)
        }
        let resolved = Resolver.resolve(
            service,
            system: system.manifests.systems.first,
            environment: environment,
            runtime: DetectedRuntimes.of([service], in: context)[service.name]
        )
        let place = environment.map { " in `\($0.name)`" } ?? ""
        context.output("`\(service.name)`\(place)   \(service.source.document.root.span.description)")
        context.output("")
        var table = TableRenderer([.init(title: "field"), .init(title: "value"), .init(title: "from")])
        for value in resolved.explained {
            let text = value.note.map { "\(value.text) (\($0))" } ?? value.text
            table.add([value.path, text, value.origin.description])
        }
        context.output(table.render(width: context.tableWidth))
        context.output("\ncalls      \(list(calls))")
        context.output("called by  \(list(callers))")
    }

    private var calls: [String] { service.consumes.map { $0.api.value.description } }

    private var callers: [String] {
        let own = Set(service.provides.map(\.reference))
        return system.manifests.services.filter { caller in
            caller.consumes.contains { own.contains($0.api.value.description) }
                || caller.routes.contains { own.contains($0.to.value.description) }
        }.map(\.name)
    }

    private func list(_ names: [String]) -> String {
        names.isEmpty ? "nothing" : names.joined(separator: ", ")
    }
}
