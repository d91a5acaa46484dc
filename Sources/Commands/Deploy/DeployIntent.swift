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
        let rendered = try RenderedSystem.of(
            target,
            tag: inputs.tag,
            namespace: inputs.namespace,
            presentation,
            in: context
        )
        var request = DeployRequest(
            system: target.systemName(in: context),
            environment: target.environmentName,
            namespace: rendered.namespace,
            services: target.system.selected.map { service in
                DesiredService(
                    name: service.name,
                    dependencies: dependencies(of: service, in: target.system.manifests),
                    objects: rendered.objects.filter { $0.service == service.name },
                    oldRevisions: rendered.history[service.name]
                )
            },
            shared: rendered.objects.filter { $0.service == nil },
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

    /// The services whose APIs a service cannot do without.
    private static func dependencies(of service: ServiceManifest, in manifests: ManifestSet) -> [String] {
        let needed = Set(service.consumes.filter(\.isRequired).map { $0.api.value.description })
        let providers = manifests.services.filter { provider in
            provider.provides.contains { needed.contains($0.reference) } && provider.name != service.name
        }
        return providers.map(\.name)
    }
}
