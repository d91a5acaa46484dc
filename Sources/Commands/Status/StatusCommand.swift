// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser
import Documents
import Manifest
import Rollout

/// `msctl status`: what runs, is it healthy, and if not why.
struct StatusCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show what runs in an Environment, and the one cause where something does not.",
        discussion: """
            Examples:
              msctl status --env prod
              msctl status orders --env prod --format json
              msctl status --env prod --exit-status

            To have an answer is success, whatever it is; a pipeline that is to stop at a service that is not ready, \
            or at one that is not deployed, asks with --exit-status. A service of which the revision in place has an \
            object that is gone, recorded another image than what runs, or has a Service that somebody has changed \
            since, is not ready; in a namespace that is being deleted, nothing is. Where the whole system is read, a service that is deployed and has no manifest any \
            more is shown as such; it can be named, too.
            """
    )

    @OptionGroup var target: TargetOptions
    @OptionGroup var environment: EnvironmentOptions
    @OptionGroup var cluster: ClusterOptions

    @Option(help: .resultFormat)
    var format: ResultFormat = .human

    @Flag(help: "Leave with 4 if a service that was asked for is not ready, or not there.")
    var exitStatus = false

    @OptionGroup var presentation: PresentationOptions

    func run(in context: CommandContext) async throws -> ExitStatus {
        let asked = try AskedServices.load(target, environment, presentation, in: context)
        let goal = asked.goal
        let declared = Set(goal.system.manifests.services.map(\.name))
        // Where only a part was read, what is not declared there may be declared elsewhere.
        let isWhole = goal.system.extent(in: context) == .whole
        let showsAll = isWhole || target.targets.isEmpty
        return try await ClusterRun.on(goal, cluster, presentation, in: context) { run in
            let status = try await run.deployer.status(in: run.scope)
            let all = status.services
            let asked = asked.heeding(deployed: all.map(\.service))
            let namespace = try await run.namespaceState(isEmpty: all.isEmpty)
            let missing = try asked.missing(among: all.map(\.service))
            for note in status.unread { context.error("warning: \(note)") }
            let shown = showsAll ? all : all.filter { asked.names.contains($0.service) }
            let departed: Set<String> = isWhole ? Set(shown.map(\.service)).subtracting(declared) : []
            var absence: String?
            if all.isEmpty, namespace == .absent {
                absence = "the namespace `\(run.scope.namespace)` does not exist"
            }
            switch format {
            case .human:
                let text = StatusText(
                    run: run,
                    departed: departed,
                    undeclared: asked.undeclared,
                    missing: all.isEmpty ? [] : missing,
                    absence: absence
                )
                text.show(shown)
            case .json:
                if let absence { context.error("warning: \(absence)") }
                let entries = shown.map { status -> JSONValue in
                    var entry = status.json
                    if departed.contains(status.service) { entry["isDeclared"] = .bool(false) }
                    return .object(entry)
                }
                context.output(JSONValue.array(entries).text(.pretty))
            }
            let isWell = shown.allSatisfy(\.isReady) && missing.isEmpty && namespace != .leaving
            return exitStatus && !isWell ? .unhealthy : .done
        }
    }
}

/// How a command that answers a question writes the answer.
enum ResultFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
    case human
    case json
}
