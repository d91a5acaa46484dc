// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser
import Documents
import Kubernetes
import Rollout

/// `msctl why`: the one cause of what is wrong with a service now.
struct WhyCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "why",
        abstract: "Say why a service is not ready: the one cause, and the line that it follows from.",
        discussion: """
            Looks once and changes nothing. What of the revision in place is gone, or runs another image than it \
            recorded, is said too. A Deployment, StatefulSet, DaemonSet, Job, CronJob or Pod that msctl has not \
            made is explained too, by its name.

            Examples:
              msctl why orders --env prod
              msctl why legacy-cron --env prod --format json
            """
    )

    @Argument(
        help: ArgumentHelp("The name of a service or workload.", valueName: "service"),
        completion: .candidates(.services)
    )
    var service: String

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
        let desired = desired(goal, in: context)
        return try await ClusterRun.on(goal, cluster, presentation, in: context) { run in
            let diagnosis = try await run.deployer.why(service, in: run.scope, desired: desired)
            for note in diagnosis.unread { context.error("warning: \(note)") }
            _ = try await run.namespaceState(isEmpty: false)
            switch format {
            case .human: WhyText(run: run).show(diagnosis)
            case .json: context.output(JSONValue.object(diagnosis.json).text(.pretty))
            }
            return .done
        }
    }

    /// What the manifests want, for the lines behind the fields; nothing for a service that they do not have.
    private func desired(_ goal: ClusterTarget, in context: CommandContext) -> [DesiredObject] {
        let goal = goal.readable
        guard goal.system.service(named: service) != nil else { return [] }
        do throws(CommandFailure) {
            return try RenderedSystem.of(
                goal,
                tag: environment.tag,
                namespace: cluster.namespace,
                presentation,
                in: context
            )
            .objects.filter { $0.service == service }
        } catch {
            // The question is about what runs; manifests that cannot be rendered today only cost the line.
            return []
        }
    }
}
