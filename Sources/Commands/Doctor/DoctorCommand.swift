// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser
import KubernetesClient
import Rollout

/// `msctl doctor`: whether a deploy can work from here.
struct DoctorCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check that the cluster answers, knows you, and allows what a deploy needs.",
        discussion: """
            Changes nothing.

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
        return try await ClusterRun.on(goal, cluster, presentation, in: context) { run in
            context.output(run.heading)
            let paint = presentation.paint(.output, in: context)
            let version = try await run.session.client.version()
            context.output("  \(paint(.good, "✔")) the server answers: \(version)")
            var missing = 0
            for question in Self.questions(namespace: run.scope.namespace) {
                let answer = try await run.session.client.review(question)
                guard !answer.isAllowed else { continue }
                missing += 1
                context.output(
                    "  \(paint(.bad, "✖")) may not \(question)\(answer.reason.map { ": \($0)" } ?? "")"
                )
            }
            guard missing == 0 else { return .notAllowed }
            context.output("  \(paint(.good, "✔")) everything that a deploy needs is allowed")
            return .done
        }
    }

    /// The rights that the deploy engine uses: read and write what it generates, watch it, record revisions, hold the lock.
    static func questions(namespace: String) -> [AccessQuestion] {
        func ask(_ group: String, _ resources: [String], _ verbs: [String]) -> [AccessQuestion] {
            resources.flatMap { resource in
                verbs.map { AccessQuestion(verb: $0, group: group, resource: resource, namespace: namespace) }
            }
        }
        let writing = ["get", "list", "create", "patch", "delete"]
        let watching = ["list", "watch"]
        return ask("", ["configmaps", "services", "serviceaccounts", "secrets"], writing)
            + ask("apps", ["deployments", "statefulsets"], writing + ["watch"])
            + ask("batch", ["jobs", "cronjobs"], writing)
            + ask("autoscaling", ["horizontalpodautoscalers"], writing)
            + ask("policy", ["poddisruptionbudgets"], writing)
            + ask("networking.k8s.io", ["networkpolicies", "ingresses"], writing)
            // The lock is taken and renewed by replacing it, so that two cannot take it at once.
            + ask("coordination.k8s.io", ["leases"], ["get", "create", "update"])
            + ask("", ["pods", "events"], watching) + ask("apps", ["replicasets"], watching)
    }
}
