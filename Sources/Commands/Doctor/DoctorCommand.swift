// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser
import Kubernetes
import KubernetesClient
import Rollout

/// `msctl doctor`: whether a deploy can work from here.
struct DoctorCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check that the cluster answers, knows you, and has and allows what a deploy needs.",
        discussion: """
            Asks about what deploying these manifests does, and nothing else. Changes nothing.

            Examples:
              msctl doctor --env prod
              msctl doctor --env sandbox
            """
    )

    @OptionGroup var paths: PathOptions
    @OptionGroup var environment: EnvironmentOptions
    @OptionGroup var cluster: ClusterOptions
    @OptionGroup var presentation: PresentationOptions

    func run(in context: CommandContext) async throws -> ExitStatus {
        let goal = try ClusterTarget.load(paths.roots, environment, presentation, in: context)
        // Which kinds there are does not depend on the tag.
        let rendered = try RenderedSystem.of(
            goal,
            tag: "doctor",
            namespace: cluster.namespace,
            presentation,
            in: context
        )
        let objects = rendered.objects.map(\.object).filter { $0.namespace != nil }
        let isRendered = rendered.objects.contains { $0.object.type == ResourceType.namespaces.type }
        return try await ClusterRun.on(goal, cluster, presentation, in: context, state: .optional) { run in
            context.output(run.heading)
            let paint = presentation.paint(.output, in: context)
            let version = try await run.session.client.version()
            context.output("  \(paint(.good, "✔")) the server answers: \(version)")
            let namespace = try await NamespaceState.find(run)
            if let line = namespace.line(run.scope.namespace, isMade: isRendered, paint) {
                context.output(line)
            }
            var missing = 0
            let questions = DeployRights.questions(
                objects,
                namespace: run.scope.namespace,
                makesNamespace: namespace == .absent && isRendered
            )
            for question in questions {
                let answer = try await run.session.client.review(question)
                guard !answer.isAllowed else { continue }
                missing += 1
                context.output(
                    "  \(paint(.bad, "✖")) may not \(question)\(answer.reason.map { ": \($0)" } ?? "")"
                )
            }
            let unserved = try await ServedKinds.missing(for: objects, run.session.client)
            for type in unserved {
                context.output(
                    "  \(paint(.bad, "✖")) \(ServedKinds.headline(type)): \(ServedKinds.remedy(type))"
                )
            }
            guard missing == 0 else { return .notAllowed }
            guard unserved.isEmpty else { return .preflight }
            context.output("  \(paint(.good, "✔")) everything that a deploy needs is allowed")
            return namespace == .leaving ? .preflight : .done
        }
    }
}
