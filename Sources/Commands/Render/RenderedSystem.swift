// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Generation
import Kubernetes
import Manifest

/// The Kubernetes objects of a system for one Environment.
struct RenderedSystem {
    /// The objects of the selected services, and those that the whole system shares.
    var objects: [DesiredObject]
    /// The objects of the services that are not selected.
    var others: [DesiredObject]
    /// The namespace that they live in.
    var namespace: String
    /// How many old revisions of each service are kept.
    var history: [String: Int]
    /// The selected services whose manifests want their migrations run, which nothing here does.
    var migrating: [String]

    /// Generates the objects of a target; warnings are shown, errors refuse.
    ///
    /// - Throws: ``CommandFailure`` when an object cannot be written or no image tag is known.
    static func of(
        _ target: ClusterTarget,
        tag: String?,
        namespace: String?,
        _ presentation: PresentationOptions,
        in context: CommandContext
    ) throws(CommandFailure) -> RenderedSystem {
        if let namespace, DNSLabel(namespace) == nil {
            throw CommandFailure(.usage, "`\(namespace)` is not the name of a namespace")
        }
        let (system, unresolved) = resolved(target, in: context)
        let generator = try generator(target, system, tag: tag, namespace: namespace, in: context)
        let output = generator.generate()
        let writer = ReportWriter(presentation: presentation, context: context, rules: RuleCatalogue.infos)
        let diagnostics = Diagnostic.ordered(unresolved + output.diagnostics)
        let errors = diagnostics.filter { $0.severity == .error }
        writer.explain(presentation.verbose ? diagnostics : errors)
        guard errors.isEmpty else {
            let count = "\(errors.count) problem\(errors.count == 1 ? "" : "s")"
            var failure = CommandFailure(.inputRefused, "\(count) in the way; nothing was attempted")
            failure.diagnostics = errors
            throw failure
        }
        let selected = Set(target.system.selected.map(\.name))
        let isMeant = { (object: DesiredObject) in object.service.map(selected.contains) ?? true }
        let found = output.objects.lazy.compactMap(\.object.namespace).first
        return RenderedSystem(
            objects: output.objects.filter(isMeant),
            others: output.objects.filter { !isMeant($0) },
            namespace: found ?? namespace ?? target.systemName(in: context),
            history: Dictionary(
                system.resolved.map { ($0.name, $0.deploy.history.value) },
                uniquingKeysWith: { first, _ in first }
            ),
            migrating: system.resolved.filter {
                selected.contains($0.name) && $0.deploy.migrate.value == .job
            }.map(\.name)
        )
    }

    /// The manifests resolved against each other, and what is wrong between them.
    private static func resolved(
        _ target: ClusterTarget,
        in context: CommandContext
    ) -> (ServiceSystem, [Diagnostic]) {
        ServiceSystem.resolve(
            target.system.manifests,
            environment: target.environment,
            implicitName: target.systemName(in: context),
            runtimes: DetectedRuntimes.of(target.system.manifests.services, in: context)
        )
    }

    private static func generator(
        _ target: ClusterTarget,
        _ system: ServiceSystem,
        tag: String?,
        namespace: String?,
        in context: CommandContext
    ) throws(CommandFailure) -> KubernetesGenerator {
        let manifests = target.system.manifests
        var options = KubernetesOptions(namespace: namespace)
        if target.system.selected.contains(where: { $0.build != nil }) {
            let root = target.system.root
            options.tag = try ImageTag.resolve(tag, isSandbox: target.isSandbox, root: root, in: context)
        }
        for path in manifests.services.flatMap(KubernetesGenerator.files) {
            // A file that cannot be read stays out, and the generator reports it where the manifest names it.
            guard let bytes = try? context.files.read(context.absolute(path), limit: 1 << 20) else {
                continue
            }
            options.files[path] = String(decoding: bytes, as: UTF8.self)
        }
        return KubernetesGenerator(system: system, options: options)
    }
}
