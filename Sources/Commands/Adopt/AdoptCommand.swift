// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser
import Documents
import Lint
import Rollout

/// `msctl adopt`: makes what another tool has deployed msctl's own, without changing it.
struct AdoptCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "adopt",
        abstract: "Take over objects that kubectl, Helm or another tool has made, without changing them.",
        discussion: """
            Looks for the objects that the manifests want, and makes msctl the owner of the fields that others own \
            there. No value changes; `msctl plan` then shows what a deploy would change, and no longer finds \
            conflicts. Stop the other tool first: one that goes on writing has to be named with `--from`.

            Examples:
              msctl adopt --env prod --dry-run
              msctl adopt orders --env prod
              msctl adopt --env prod --from argocd-controller
            """
    )

    @OptionGroup var target: TargetOptions
    @OptionGroup var environment: EnvironmentOptions
    @OptionGroup var cluster: ClusterOptions
    @OptionGroup var lock: LockFlags

    @Option(
        help: ArgumentHelp(
            "Take over from this field manager too, besides kubectl, Helm and the like; repeatable.",
            valueName: "manager"
        )
    )
    var from: [String] = []

    @Flag(help: "Ask the server what would be taken over, and keep nothing.")
    var dryRun = false

    @Option(help: "From which severity on lint findings refuse: error, warning, info or never.")
    var failOn: LintThreshold = .error

    @Option(help: .resultFormat)
    var format: ResultFormat = .human

    @OptionGroup var presentation: PresentationOptions

    func validate() throws {
        guard !from.contains("") else { throw ValidationError("`--from` needs the name of a field manager") }
    }

    func run(in context: CommandContext) async throws -> ExitStatus {
        let goal = try ClusterTarget.load(target.targets, environment, presentation, in: context)
        var options = DeployOptions()
        options.lock = lock.policy
        options.initiator = Initiator.name(in: context)
        // Only the names and selectors of objects are looked at, and no image is written: any tag will do.
        let inputs = DeployIntent.Inputs(
            tag: environment.tag ?? "adopt",
            namespace: cluster.namespace,
            failOn: failOn,
            options: options
        )
        let request = try DeployIntent.load(goal, inputs, presentation, in: context).request
        return try await ClusterRun.on(goal, cluster, presentation, in: context) { run in
            run.announce()
            let results = try await adopt(request, run)
            if results.allSatisfy({ $0.outcome == .absent }), let failure = try await run.missingNamespace() {
                throw failure
            }
            switch format {
            case .human:
                let text = AdoptionText(paint: presentation.paint(.output, in: context), isRehearsal: dryRun)
                for line in text.lines(results) { context.output(line) }
            case .json:
                context.output(JSONValue.array(results.map { .object($0.json) }).text(.pretty))
            }
            let isRefused = results.contains { if case .refused = $0.outcome { true } else { false } }
            return isRefused ? .conflict : .done
        }
    }
    /// Takes over, and says what was taken over where that is not all.
    private func adopt(_ request: DeployRequest, _ run: ClusterRun) async throws -> [AdoptionResult] {
        let written = WrittenSoFar()
        run.context.interruption.prepare(run.words(on: written))
        defer { run.context.interruption.prepare(nil) }
        do throws(DeployError) {
            return try await run.deployer.adopt(request, from: Set(from), dryRun: dryRun) { result in
                // Nothing is written before the lock is held.
                written.isLocked = true
                written.add("\(result.object) taken over", of: result.service)
            }
        } catch {
            throw Self.failure(CommandFailure(error), written, isRehearsal: dryRun)
        }
    }

    /// A failure with what was written before it.
    static func failure(
        _ failure: CommandFailure,
        _ written: WrittenSoFar,
        isRehearsal: Bool
    ) -> CommandFailure {
        var failure = failure
        let taken = written.all
        if !taken.isEmpty {
            let rest = taken.count > 5 ? ", and \(taken.count - 5) more" : ""
            failure.notes.append("before that: \(taken.prefix(5).joined(separator: ", "))\(rest)")
        }
        guard failure.status == .interrupted else { return failure }
        if isRehearsal {
            failure.notes.append("nothing was taken over: the server was only asked")
        } else {
            let nothing = taken.isEmpty ? "nothing was taken over, unless by a write that was under way" : nil
            failure.notes += [nothing, "no value was changed"].compactMap(\.self)
            failure.hint = "run the same command again and it goes on from here"
        }
        return failure
    }
}
