// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Kubernetes
import Lint
import Manifest
import Rollout

/// What a plan or a deploy is to bring about, checked and rendered, before any cluster is asked.
struct DeployIntent: Sendable {
    var target: ClusterTarget
    var request: DeployRequest
    /// What the manifests ask for and no deploy does.
    var notes: [String] = []

    /// Loads, lints and renders the services of a command line.
    ///
    /// - Throws: ``CommandFailure`` for whatever stands in the way.
    static func load(
        _ target: ClusterTarget,
        _ inputs: Inputs,
        _ presentation: PresentationOptions,
        in context: CommandContext
    ) throws(CommandFailure) -> DeployIntent {
        var lint = LintOptions(today: Today.date(in: context))
        lint.environment = target.environment?.name
        try Refusal.ofFindings(target.system, options: lint, failOn: inputs.failOn, presentation, in: context)
        let rendered = try rendered(target, inputs, presentation, in: context)
        let objects = Dictionary(grouping: rendered.objects, by: \.service)
        let providers = providers(in: target.system.manifests)
        var request = DeployRequest(
            system: target.systemName(in: context),
            environment: target.environmentName,
            namespace: rendered.namespace,
            services: target.system.selected.map { service in
                DesiredService(
                    name: service.name,
                    dependencies: self.providers(
                        of: service.consumes.filter(\.isRequired).map(\.api.value),
                        for: service,
                        among: providers
                    ),
                    routes: self.providers(
                        of: service.routes.map(\.to.value),
                        for: service,
                        among: providers
                    ),
                    objects: objects[service.name] ?? [],
                    oldRevisions: rendered.history[service.name]
                )
            },
            shared: objects[nil] ?? [],
            options: inputs.options
        )
        request.others = rendered.others
        switch target.system.extent(in: context) {
        case .whole: request.isWhole = true
        case .part(let reason):
            // Who has asked for deletions has to know that there are none of this kind.
            let isAsked = inputs.options.allowedDeletions != nil || !inputs.options.departing.isEmpty
            request.partialReason = isAsked ? reason : nil
        }
        let migrating = target.isSandbox ? [] : rendered.migrating
        return DeployIntent(target: target, request: request, notes: notes(migrating: migrating))
    }

    /// The objects; where lint findings were let pass, a refusal says why these stop it all the same.
    private static func rendered(
        _ target: ClusterTarget,
        _ inputs: Inputs,
        _ presentation: PresentationOptions,
        in context: CommandContext
    ) throws(CommandFailure) -> RenderedSystem {
        do throws(CommandFailure) {
            return try RenderedSystem.of(
                target,
                tag: inputs.tag,
                namespace: inputs.namespace,
                presentation,
                in: context
            )
        } catch {
            var failure = error
            if inputs.failOn == .never, !failure.diagnostics.isEmpty {
                failure.notes.append(
                    "`--fail-on never` lets findings pass, but no objects can be made of what these are about"
                )
            }
            throw failure
        }
    }

    /// What is promised by manifests and not done; nothing runs in a sandbox, so nothing misses it there.
    private static func notes(migrating services: [String]) -> [String] {
        guard !services.isEmpty else { return [] }
        let names = services.prefix(5).map { "`\($0)`" }.joined(separator: ", ")
        let rest = services.count > 5 ? " and \(services.count - 5) more" : ""
        return [
            "msctl does not run schema migrations yet, so those of \(names)\(rest) have to run before the new version; "
                + "write `deploy.migrate: none` where something else runs them"
        ]
    }

    /// What the command line says besides services and places.
    struct Inputs {
        var tag: String?
        var namespace: String?
        var failOn: LintThreshold
        var options: DeployOptions
    }

    /// The services that provide each API, in the order of the manifests.
    private static func providers(in manifests: ManifestSet) -> [String: [String]] {
        var result: [String: [String]] = [:]
        for service in manifests.services {
            for api in service.provides { result[api.reference, default: []].append(service.name) }
        }
        return result
    }

    /// The services that provide some APIs, each once; without those that a service itself provides.
    private static func providers(
        of apis: [APIReference],
        for service: ServiceManifest,
        among providers: [String: [String]]
    ) -> [String] {
        var seen: Set<String> = [service.name]
        return apis.flatMap { providers[$0.description] ?? [] }.filter { seen.insert($0).inserted }
    }
}
