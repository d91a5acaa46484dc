// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Kubernetes
import Manifest
import Rollout

/// Which system in which Environment a command is about; no cluster has been asked yet.
struct ClusterTarget {
    var system: LoadedSystem
    /// The Environment document; `nil` for the sandbox when no document is called so.
    var environment: EnvironmentManifest?
    var environmentName: String
    var isSandbox: Bool

    /// Reads the manifests and finds the Environment.
    ///
    /// With `takesUndeclared` a service may be named that is deployed and has no manifest. With `toleratesUnsound` manifests
    /// that cannot be read are warned of, as long as it is sure where the system runs.
    ///
    /// - Throws: ``CommandFailure`` when a manifest is unsound or the Environment is not known.
    static func load(
        _ targets: [String],
        _ options: EnvironmentOptions,
        _ presentation: PresentationOptions,
        takesUndeclared: Bool = false,
        toleratesUnsound: Bool = false,
        in context: CommandContext
    ) throws(CommandFailure) -> ClusterTarget {
        let system: LoadedSystem
        do throws(CommandFailure) {
            system = try LoadedSystem.load(targets: targets, takesUndeclared: takesUndeclared, in: context)
        } catch {
            var failure = error
            failure.hint =
                failure.hint
                ?? options.name.map { "`msctl status --env \($0)` shows what is deployed without a manifest" }
            throw failure
        }
        let unread = UnreadManifests(system.manifests)
        let found = options.name.flatMap { system.manifests.environment(named: $0) }
        if !toleratesUnsound
            || unread.mayHidePlace(system.manifests, found, isSandbox: options.isSandbox)
        {
            try Refusal.ofUnsound(system, presentation, in: context)
        }
        guard let name = options.name else {
            let names = system.manifests.environments.map(\.name) + ["sandbox"]
            throw CommandFailure(
                .usage,
                "no Environment is named, and msctl never guesses one",
                notes: ["known: \(names.joined(separator: ", "))"],
                hint: "say where with `--env NAME`; `--env sandbox` needs no cluster"
            )
        }
        let environment = try Environments.named(name, in: system.manifests)
        if !presentation.quiet { for line in unread.lines { context.error("warning: \(line)") } }
        return ClusterTarget(
            system: system,
            environment: environment,
            environmentName: name,
            isSandbox: options.isSandbox
        )
    }

    /// The name of the system: its document's, else what the Environment says, else the directory's.
    func systemName(in context: CommandContext) -> String {
        if let system = system.manifests.systems.first { return system.name }
        if let name = environment?.system?.value.text { return name }
        let path = Path.normalized(context.absolute(system.root))
        let name = Path.lastComponent(path).lowercased().map {
            $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-"
        }
        return DNSLabel(String(name))?.text ?? "system"
    }

    /// The target without its services, for when their objects are made: a thousand of them are in memory for nothing else.
    func withoutServices() -> ClusterTarget {
        var target = self
        target.system.manifests.services = []
        target.system.selected = []
        target.system.files = []
        return target
    }

    /// Where the services live: what the command line says wins over the Environment, and that over the system's name.
    func scope(_ cluster: ClusterOptions, in context: CommandContext) -> SystemScope {
        SystemScope(
            system: systemName(in: context),
            environment: environmentName,
            namespace: cluster.namespace ?? declaredNamespace(in: context)
        )
    }

    /// Where the services live if the command line does not say: what the Environment says, or the system's name.
    func declaredNamespace(in context: CommandContext) -> String {
        environment?.cluster?.value.namespace?.value.text ?? systemName(in: context)
    }

    /// What the cluster has to be; `nil` for any.
    ///
    /// A sandbox is another cluster each time.
    var fingerprint: String? { isSandbox ? nil : environment?.cluster?.value.fingerprint?.value }

    /// Where the context is written that is meant; `nil` if the command line or the kubeconfig says it.
    func contextOrigin(_ cluster: ClusterOptions) -> String? {
        guard cluster.context == nil, let context = environment?.cluster?.value.context else { return nil }
        let place = "\(context.span.file.path):\(context.span.start.line)"
        return "the Environment `\(environmentName)` names the context `\(context.value)` (\(place))"
    }

    /// The kubeconfig context that is meant; `nil` for the current one.
    func contextName(_ cluster: ClusterOptions) -> String? {
        cluster.context ?? environment?.cluster?.value.context?.value
    }
}
