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
        let written: [(group: String, resource: String)] = [
            ("", "configmaps"), ("", "services"), ("", "serviceaccounts"), ("", "secrets"),
            ("apps", "deployments"), ("apps", "statefulsets"), ("batch", "jobs"), ("batch", "cronjobs"),
            ("autoscaling", "horizontalpodautoscalers"), ("policy", "poddisruptionbudgets"),
            ("networking.k8s.io", "networkpolicies"), ("networking.k8s.io", "ingresses"),
            ("coordination.k8s.io", "leases"),
        ]
        let watched: [(group: String, resource: String)] = [
            ("", "pods"), ("", "events"), ("apps", "replicasets"),
        ]
        let writing = written.flatMap { type in
            ["get", "list", "create", "patch", "delete"].map {
                AccessQuestion(verb: $0, group: type.group, resource: type.resource, namespace: namespace)
            }
        }
        let watching = watched.flatMap { type in
            ["list", "watch"].map {
                AccessQuestion(verb: $0, group: type.group, resource: type.resource, namespace: namespace)
            }
        }
        return writing + watching
    }
}
