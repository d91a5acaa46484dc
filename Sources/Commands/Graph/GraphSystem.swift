// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser
import Diagnostics
import Manifest

/// What every command about the graph takes: where to read, and for which Environment.
struct GraphOptions: ParsableArguments {
    @Option(
        name: [.customLong("env"), .customShort("e")],
        help: ArgumentHelp(
            "Reckon for this Environment (default: the first one for production).",
            valueName: "name"
        ),
        completion: .candidates(.environments)
    )
    var environment: String?

    @OptionGroup var presentation: PresentationOptions
}

/// What is supposed instead of what is written.
struct WhatIfOptions: ParsableArguments {
    @Option(
        name: .customLong("if"),
        help: ArgumentHelp("Suppose a fact, such as catalog.slo=99.99; repeatable.", valueName: "fact")
    )
    var assumptions: [String] = []

    @Option(
        help: ArgumentHelp(
            "Suppose that this service or external system does not answer; repeatable.",
            valueName: "name"
        ),
        completion: .candidates(.services)
    )
    var without: [String] = []
}

/// How a command about the graph shows its figures.
enum FigureFormat: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
}

/// A system, resolved for one Environment, as the commands about the graph see it.
struct GraphSystem {
    /// With everything that is supposed.
    var system: ServiceSystem
    /// As it is written; `nil` when nothing is supposed.
    var written: ServiceSystem?
    /// The nodes that do not answer.
    var lost: Set<Int> = []

    /// Reads and resolves what lies below some paths.
    ///
    /// - Throws: ``CommandFailure`` when a manifest cannot be read, there is none, or nothing like it can be supposed.
    static func load(
        _ roots: [String],
        _ options: GraphOptions,
        _ whatIf: WhatIfOptions? = nil,
        in context: CommandContext
    ) throws(CommandFailure) -> GraphSystem {
        let loaded = LoadedSystem.load(roots: roots.isEmpty ? ["."] : roots, in: context)
        return try make(loaded, options, whatIf, in: context)
    }

    /// Resolves manifests that were read, as they are and as somebody supposes.
    ///
    /// - Throws: ``CommandFailure`` as ``load(_:_:_:in:)`` does.
    static func make(
        _ loaded: LoadedSystem,
        _ options: GraphOptions,
        _ whatIf: WhatIfOptions? = nil,
        in context: CommandContext
    ) throws(CommandFailure) -> GraphSystem {
        try Refusal.ofUnsound(loaded, options.presentation, in: context)
        let manifests = loaded.manifests
        let system = try resolve(manifests, options, in: context)
        var graph = GraphSystem(system: system)
        guard let whatIf, !whatIf.assumptions.isEmpty || !whatIf.without.isEmpty else { return graph }
        graph.written = system
        if !whatIf.assumptions.isEmpty {
            graph.system = try resolve(supposed(manifests, whatIf.assumptions), options, in: context)
        }
        for name in whatIf.without { graph.lost.insert(try graph.node(named: name)) }
        graph.system = graph.system.withoutAnswers(from: graph.lost)
        return graph
    }

    private static func supposed(
        _ manifests: ManifestSet,
        _ assumptions: [String]
    ) throws(CommandFailure) -> ManifestSet {
        var manifests = manifests
        for text in assumptions {
            do throws(Assumption.Problem) {
                manifests = try manifests.assuming(Assumption(text))
            } catch {
                throw CommandFailure(.usage, error.headline, hint: error.hint)
            }
        }
        return manifests
    }

    private static func resolve(
        _ manifests: ManifestSet,
        _ options: GraphOptions,
        in context: CommandContext
    ) throws(CommandFailure) -> ServiceSystem {
        let environment: EnvironmentManifest?
        if let name = options.environment {
            environment = try Environments.named(name, in: manifests)
        } else {
            environment = manifests.environments.first { $0.effectiveClass == .production }
        }
        // Runtimes decide about resources only, which no figure of the graph depends on.
        let (system, diagnostics) = ServiceSystem.resolve(manifests, environment: environment)
        let errors = diagnostics.filter { $0.severity == .error }
        ReportWriter(presentation: options.presentation, context: context, rules: RuleCatalogue.infos)
            .explain(errors)
        return system
    }

    /// The node of a service or an external system.
    ///
    /// - Throws: ``CommandFailure`` when nothing has the name.
    func node(named name: String) throws(CommandFailure) -> Int {
        let bare = name.hasPrefix("external/") ? String(name.dropFirst(9)) : name
        if bare == name, let index = system.index(of: name) { return index }
        if let index = system.externals.firstIndex(where: { $0.name.value == bare }) {
            return system.services.count + index
        }
        let names = system.services.map(\.name) + system.externals.map(\.name.value)
        throw CommandFailure(
            .usage,
            "there is no service and no external system `\(name)`",
            notes: names.isEmpty ? [] : ["known: \(LoadedSystem.few(names))"],
            hint: Spelling.suggestion(for: name, among: names).map { "did you mean `\($0)`?" }
        )
    }

    /// The index of a service.
    ///
    /// - Throws: ``CommandFailure`` when no service has the name.
    func service(named name: String) throws(CommandFailure) -> Int {
        let node = try node(named: name)
        guard node < system.services.count else {
            throw CommandFailure(.usage, "`\(name)` is an external system, not a service")
        }
        return node
    }

    /// What the assumptions change; `nil` when nothing is supposed.
    var comparison: SystemComparison? { written.map { SystemComparison(from: $0, to: system) } }
}
