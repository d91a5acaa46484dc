// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser
import Documents
import Kubernetes
import Lint
import Manifest
import Rollout

/// `msctl deploy`: from manifests to services that really serve.
struct DeployCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "deploy",
        abstract: "Deploy services and watch until they really serve.",
        discussion: """
            Lints, plans, applies in parallel, watches each service until it is ready and stays so, and records a \
            revision. A service that does not become ready is rolled back alone, and the one cause is shown.

            Ready takes more than pods: a gateway that refuses a route of the service, or a load balancer that cannot be \
            made, for as long as 60 s is a failure too. Where no controller reports on an Ingress, HTTPRoute or load \
            balancer within 30 s, the service counts as ready and the report names the object; an autoscaler that cannot \
            scale, for longer than a new one usually takes, is named as well and stops nothing.

            Examples:
              msctl deploy manifests/shop --env sandbox
              msctl deploy orders --env prod --tag v1.4.2
              msctl deploy --env prod --format jsonl > deploy.jsonl
            """
    )

    @OptionGroup var target: TargetOptions
    @OptionGroup var environment: EnvironmentOptions
    @OptionGroup var cluster: ClusterOptions
    @OptionGroup var flags: RolloutFlags
    @OptionGroup var gates: GateFlags

    @Option(help: "From which severity on lint findings refuse the deploy: error, warning, info or never.")
    var failOn: LintThreshold = .error

    @Option(
        help: ArgumentHelp(
            "Refuse when the cluster would change otherwise than this saved plan says.",
            valueName: "file"
        ),
        completion: .file()
    )
    var plan: String?

    @Option(help: .reportFormat)
    var format: DeployFormat = .human

    @OptionGroup var presentation: PresentationOptions

    func run(in context: CommandContext) async throws -> ExitStatus {
        var goal = try ClusterTarget.load(target.targets, environment, presentation, in: context)
        let demands = goal.environment.map { DeployGates(environment: $0, answers: gates.answers) }
        if let refusal = demands?.refusal(on: Today.date(in: context)) { throw refusal }
        let soak = demands.flatMap { SoakGate($0, in: goal.system.manifests) }
        let saved = try plan.map { path in try SavedPlan.read(path, in: context) }
        let inputs = DeployIntent.Inputs(
            tag: environment.tag,
            namespace: cluster.namespace,
            failOn: failOn,
            options: flags.options(in: context)
        )
        let request = try request(for: goal, inputs, in: context)
        goal = goal.withoutServices()
        var proofs: [RevisionHistory] = []
        if let soak { proofs = try await recorded(in: soak.origin, goal, context) }
        return try await ClusterRun.on(goal, cluster, presentation, in: context, state: .made) {
            [proofs] run in
            if let soak {
                let objections = soak.objections(
                    to: request.services,
                    current: try await run.deployer.histories(in: run.scope),
                    proofs: proofs,
                    now: Timestamp(seconds: context.now())
                )
                if let refusal = soak.refusal(objections) { throw refusal }
            }
            if let note = try await NewNamespace.note(on: run, request), !presentation.quiet {
                context.error("note: \(note)")
            }
            let services = request.services.map(\.name)
            return try await DeployRunner(run: run, format: format, verb: "deploy").show(services) {
                (sink) async throws(DeployError) in
                try await run.deployer.deploy(request, expecting: saved, onEvent: sink)
            }
        }
    }

    /// What is to be brought about, without the manifests that say so: of a thousand services they are as much as the objects.
    private func request(
        for goal: ClusterTarget,
        _ inputs: DeployIntent.Inputs,
        in context: CommandContext
    ) throws -> DeployRequest {
        let intent = try DeployIntent.load(goal, inputs, presentation, in: context)
        if !presentation.quiet { for note in intent.notes { context.error("note: \(note)") } }
        var request = intent.request
        request.options.initiator = gates.answers.initiator(request.options.initiator)
        return request
    }

    /// What is recorded in another Environment, in the cluster and namespace that its own document names.
    private func recorded(
        in origin: EnvironmentManifest,
        _ goal: ClusterTarget,
        _ context: CommandContext
    ) async throws -> [RevisionHistory] {
        var there = goal
        there.environment = origin
        there.environmentName = origin.name
        there.isSandbox = origin.name == "sandbox"
        // Context and namespace are those of the other document.
        var options = cluster
        options.context = nil
        options.namespace = nil
        do {
            return try await ClusterRun.on(there, options, presentation, in: context) { run in
                try await run.deployer.histories(in: run.scope)
            }
        } catch {
            var failure = ErrorPresentation.failure(for: error)
            failure.notes.append(
                "asked because `\(goal.environmentName)` takes only what has run in `\(origin.name)`"
            )
            failure.hint = failure.hint ?? "deploy without asking there with `--without-soak REASON`"
            throw failure
        }
    }
}
