// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser
import Documents
import Kubernetes
import KubernetesClient
import Rollout

/// `msctl doctor`: whether a deploy can work from here.
struct DoctorCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check that the cluster answers, knows you, and has and allows what a deploy needs.",
        discussion: """
            Asks about what deploying these manifests does, and about the scales of their workloads, which only `msctl scale` \
            writes: without the right to those everything else works. Changes nothing.

            Examples:
              msctl doctor --env prod
              msctl doctor --env sandbox
              msctl doctor --env prod --format json
            """
    )

    @OptionGroup var paths: PathOptions
    @OptionGroup var environment: EnvironmentOptions
    @OptionGroup var cluster: ClusterOptions

    @Option(help: .resultFormat)
    var format: ResultFormat = .human

    @OptionGroup var presentation: PresentationOptions

    func run(in context: CommandContext) async throws -> ExitStatus {
        let goal = try ClusterTarget.load(
            paths.roots,
            environment,
            presentation,
            toleratesUnsound: true,
            in: context
        )
        // Which kinds there are does not depend on the tag.
        let rendered = try RenderedSystem.of(
            goal.readable,
            tag: "doctor",
            namespace: cluster.namespace,
            presentation,
            in: context
        )
        let objects = rendered.objects.map(\.object).filter { $0.namespace != nil }
        let isRendered = rendered.objects.contains { $0.object.type == ResourceType.namespaces.type }
        return try await ClusterRun.on(goal, cluster, presentation, in: context, state: .optional) { run in
            if format == .human { context.output(run.heading) }
            var report = DoctorReport(run)
            let status: ExitStatus
            do {
                status = try await examine(objects, makesNamespace: isRendered, &report)
            } catch let error as ClusterError where error.code == .forbidden {
                throw Self.refusal(error)
            }
            if format == .json { context.output(report.json.text(.pretty)) }
            return status
        }
    }

    /// What to say where not even asking is allowed: for what lacks a right, others send people here.
    static func refusal(_ error: ClusterError) -> CommandFailure {
        var failure = CommandFailure(error)
        if failure.hint?.contains("`msctl doctor`") == true {
            failure.hint = "ask whoever runs the cluster for that right; nothing further was checked"
        }
        return failure
    }

    /// Looks at one thing after the other.
    private func examine(
        _ objects: [KubernetesObject],
        makesNamespace: Bool,
        _ report: inout DoctorReport
    ) async throws -> ExitStatus {
        let run = report.run
        let version = try await run.session.client.version()
        let answer = "the server answers: \(version)"
        report.add(.init(subject: "server", state: .ok, message: answer), for: format)
        let namespace = try await NamespaceState.find(run)
        report.add(namespace.check(run.scope.namespace, isMade: makesNamespace), for: format)
        let questions = DeployRights.questions(
            objects,
            namespace: run.scope.namespace,
            makesNamespace: namespace == .absent && makesNamespace
        )
        var isAllowed = true
        for question in questions {
            let answer = try await run.session.client.review(question)
            guard !answer.isAllowed else { continue }
            isAllowed = false
            let message = "may not \(question)"
            report.add(
                .init(subject: "right", state: .failed, message: message, help: answer.reason),
                for: format
            )
        }
        let unserved = try await ServedKinds.missing(for: objects, run.session.client)
        for type in unserved {
            let (headline, remedy) = (ServedKinds.headline(type), ServedKinds.remedy(type))
            report.add(
                .init(subject: "kind", state: .failed, message: headline, help: remedy),
                for: format
            )
        }
        for question in DeployRights.scaling(objects, namespace: run.scope.namespace) {
            let answer = try await run.session.client.review(question)
            report.add(answer.isAllowed ? nil : .unscalable(question, because: answer.reason), for: format)
        }
        guard isAllowed else { return .notAllowed }
        guard unserved.isEmpty else { return .preflight }
        let message = "everything that a deploy needs is allowed"
        report.add(.init(subject: "rights", state: .ok, message: message), for: format)
        return report.isWell ? .done : .preflight
    }
}
