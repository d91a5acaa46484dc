// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser
import Diagnostics
import Documents
import Lint
import Manifest
import Rollout

/// `msctl plan`: what a deploy would change, and nothing else.
struct PlanCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Show what a deploy would change, field by field.",
        discussion: """
            Asks the server itself with a dry run, so that defaults, webhooks and other owners of a field are seen, \
            and makes the checks that a deploy makes before its first write. Changes nothing. Where a deploy would be \
            refused by the cluster or by what is in it, the plan says why and ends as the deploy would. What depends on who \
            deploys and when is named and changes nothing: rights that this account lacks, and what the Environment \
            demands (`freeze`, `requires`).

            Examples:
              msctl plan --env prod --tag v1.4.2
              msctl plan orders --env prod --out plan.json
              msctl plan --env prod --detailed-exitcode
            """
    )

    @OptionGroup var target: TargetOptions
    @OptionGroup var environment: EnvironmentOptions
    @OptionGroup var cluster: ClusterOptions
    @OptionGroup var flags: PlanFlags

    @Option(help: "From which severity on lint findings refuse the plan: error, warning, info or never.")
    var failOn: LintThreshold = .error

    @Flag(help: "End with 2 when there are changes.")
    var detailedExitcode = false

    @Option(
        help: ArgumentHelp("Save the plan for `msctl deploy --plan`.", valueName: "file"),
        completion: .file()
    )
    var out: String?

    @Option(help: .resultFormat)
    var format: ResultFormat = .human

    @OptionGroup var presentation: PresentationOptions

    func run(in context: CommandContext) async throws -> ExitStatus {
        let goal = try ClusterTarget.load(target.targets, environment, presentation, in: context)
        let inputs = DeployIntent.Inputs(
            tag: environment.tag,
            namespace: cluster.namespace,
            failOn: failOn,
            options: flags.options
        )
        let gates = goal.environment.map { DeployGates(environment: $0, answers: GateAnswers()) }
        let intent = try DeployIntent.load(goal, inputs, presentation, in: context)
        return try await ClusterRun.on(goal, cluster, presentation, in: context, state: .optional) { run in
            let place = try await NewNamespace.note(on: run, intent.request)
            let forecast = try await run.deployer.forecast(intent.request)
            try show(forecast, run)
            if !presentation.quiet {
                let notes = [place].compactMap(\.self) + intent.notes + notes(gates, forecast, in: context)
                for note in notes { context.error("note: \(note)") }
            }
            if let refusal = forecast.refusal { return DeployReportText.status(of: refusal.outcome) }
            return detailedExitcode && forecast.plan.hasChanges ? .changes : .done
        }
    }

    /// What depends on who deploys and when.
    private func notes(_ gates: DeployGates?, _ forecast: DeployForecast, in context: CommandContext)
        -> [String]
    {
        var notes = (gates?.refusals(on: Today.date(in: context)) ?? []).map {
            "a deploy would be refused: \($0.headline)"
        }
        if let soak = gates?.environment.requires?.value.soak,
            let origin = gates?.environment.promotesFrom?.value
        {
            notes.append(
                "a deploy asks whether the versions have run for \(soak.value.manifestText) in `\(origin.text)`"
            )
        }
        if !forecast.denied.isEmpty {
            let rights = forecast.denied.joined(separator: ", ")
            notes.append("this account may not deploy: not allowed to \(rights)")
        }
        return notes + forecast.notes
    }

    private func show(_ forecast: DeployForecast, _ run: ClusterRun) throws {
        let context = run.context
        let plan = forecast.plan
        if let out {
            do throws(FileError) {
                try context.files.write(plan.json.bytes(.pretty), to: context.absolute(out))
            } catch {
                throw CommandFailure(.inputRefused, "the plan `\(out)` cannot be written: \(error.reason)")
            }
        }
        switch format {
        case .json: context.output(forecast.json.text(.pretty))
        case .human:
            context.output(run.heading)
            let paint = presentation.paint(.output, in: context)
            let layout = BoardLayout(paint: paint, width: context.tableWidth)
            let refusal = RefusalText(layout: layout).lines(forecast)
            for line in PlanText(paint: paint).lines(plan) + refusal { context.output(line) }
        }
    }
}
