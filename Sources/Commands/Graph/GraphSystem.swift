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
        )
    )
    var environment: String?

    @OptionGroup var presentation: PresentationOptions
}

/// A system, resolved for one Environment, as the commands about the graph see it.
struct GraphSystem {
    let system: ServiceSystem

    /// Reads and resolves what lies below some paths.
    ///
    /// - Throws: ``CommandFailure`` when a manifest cannot be read, or there is none.
    static func load(
        _ roots: [String],
        _ options: GraphOptions,
        in context: CommandContext
    ) throws(CommandFailure) -> GraphSystem {
        let loaded = LoadedSystem.load(roots: roots.isEmpty ? ["."] : roots, in: context)
        try Refusal.ofUnsound(loaded, options.presentation, in: context)
        let manifests = loaded.manifests
        let environment: EnvironmentManifest?
        if let name = options.environment {
            environment = try Environments.named(name, in: manifests)
        } else {
            environment = manifests.environments.first { $0.effectiveClass == .production }
        }
        let (system, diagnostics) = ServiceSystem.resolve(
            manifests,
            environment: environment,
            runtimes: DetectedRuntimes.of(manifests.services, in: context)
        )
        let errors = diagnostics.filter { $0.severity == .error }
        ReportWriter(presentation: options.presentation, context: context, rules: RuleCatalogue.infos)
            .explain(errors)
        return GraphSystem(system: system)
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
            hint: Nearest.name(to: name, among: names).map { "did you mean `\($0)`?" }
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

    /// Names in a row; a word for none.
    static func list(_ names: [String]) -> String { names.isEmpty ? "none" : names.joined(separator: ", ") }

    /// A share of the whole, such as `40%`.
    static func share(_ fraction: Double) -> String { "\(Int((fraction * 100).rounded()))%" }

    /// A factor with three digits behind the point, such as `99.601%`.
    static func percent(_ fraction: Double) -> String {
        let thousandths = Int((fraction * 100_000).rounded())
        let digits = String(thousandths % 1000)
        return "\(thousandths / 1000).\(String(repeating: "0", count: 3 - digits.count))\(digits)%"
    }

    /// A number with at most one digit behind the point.
    static func number(_ value: Double) -> String {
        let tenths = Int64((min(value, 1e15) * 10).rounded())
        return tenths % 10 == 0 ? String(tenths / 10) : "\(tenths / 10).\(tenths % 10)"
    }
}
