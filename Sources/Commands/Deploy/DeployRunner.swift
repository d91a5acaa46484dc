// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Kubernetes
import Rollout

/// Runs an operation that takes time, shows it while it runs and says how it ended.
struct DeployRunner: Sendable {
    /// What the engine reports its events to.
    typealias EventSink = @Sendable (DeployEvent) -> Void

    let run: ClusterRun
    let format: DeployFormat
    /// What is being done, such as `deploy`.
    let verb: String

    /// Shows the events of an operation until it ends.
    func show(
        _ services: [String],
        _ operation: @Sendable (@escaping EventSink) async throws(DeployError) -> DeployReport
    ) async throws -> ExitStatus {
        // On one terminal the final board has the heading; where the result goes elsewhere, the heading has to stay.
        let isTransient = mode == .live && run.context.terminal.isOutputTerminal
        if !isTransient { run.announce() }
        let display = DeployDisplay(
            mode: mode,
            services: services,
            layout: layout(.error),
            heading: isTransient ? run.heading : nil,
            notices: run.session.notices,
            context: run.context
        )
        let written = WrittenSoFar()
        run.context.interruption.prepare(run.words(on: written))
        defer { run.context.interruption.prepare(nil) }
        let evidence = EvidenceFiles(
            context: run.context,
            notices: run.session.notices,
            scope: run.scope
        )
        let (events, continuation) = AsyncStream<DeployEvent>.makeStream()
        // No child: what has happened is shown as well where the run was cancelled, or could not go on.
        let showing = Task { for await event in events { await display.receive(event) } }
        // Cancelled, a run goes on for as long as the writes under way take, and so does what people see of it.
        let ticking = Task { await tick(display) }
        let result: Result<DeployReport, DeployError>
        do throws(DeployError) {
            let report = try await operation { event in
                // Written before the engine goes on, and not queued: a kill keeps it, and memory lets it go.
                evidence.keep(event)
                written.receive(event)
                continuation.yield(evidence.naming(event.withoutFiles))
            }
            result = .success(report)
        } catch {
            result = .failure(error)
        }
        // It was given back, and the report is still to come.
        written.isLocked = false
        ticking.cancel()
        await ticking.value
        continuation.finish()
        await showing.value
        await display.finish()
        if case .failure(.interrupted) = result {
            // Whoever has written something has a report, or says what that was.
            throw CommandFailure(.interrupted, "interrupted", notes: ["nothing was applied"])
        }
        let report = evidence.naming(try result.get())
        conclude(report, evidence.directories)
        return DeployReportText.status(of: report.outcome)
    }

    private var mode: DeployDisplay.Mode {
        switch format {
        case .jsonl: .jsonLines
        case .json: run.presentation.quiet ? .silent : .plain
        case .human where run.presentation.quiet: .silent
        case .human: run.context.terminal.isErrorTerminal ? .live : .plain
        }
    }

    private func layout(_ stream: PresentationOptions.Stream) -> BoardLayout {
        BoardLayout(
            paint: run.presentation.paint(stream, in: run.context),
            width: stream == .error ? run.context.terminal.width : run.context.tableWidth
        )
    }

    private func tick(_ display: DeployDisplay) async {
        let period: Duration = mode == .live ? .milliseconds(100) : .seconds(1)
        while !Task.isCancelled {
            do { try await Task.sleep(for: period) } catch { return }
            await display.tick()
        }
    }

    private func conclude(_ report: DeployReport, _ evidence: [String]) {
        let context = run.context
        if !evidence.isEmpty { context.error("evidence: \(evidence.joined(separator: ", "))") }
        switch format {
        case .human:
            // What was refused as a whole has changed nothing but what had to come first, whatever the plan was.
            let isRefused =
                [.conflict, .preflightRefused, .locked, .notAllowed].contains(report.outcome)
                && report.services.allSatisfy { $0.applied.isEmpty }
            let planned = report.plan.entries.count { $0.change != .unchanged }
            let changed = isRefused ? report.written.count : planned
            if !context.terminal.isErrorTerminal || !run.presentation.quiet {
                context.output("\(run.heading) · \(report.plan.entries.count) objects, \(changed) changed")
            }
            let text = DeployReportText(layout: layout(.output), now: Timestamp(seconds: context.now()))
            for line in text.lines(report, verb: verb) { context.output(line) }
        case .json: context.output(JSONValue.object(report.json).text(.pretty))
        case .jsonl: context.output(JSONValue.object(report.json).text())
        }
        annotate(report)
    }

    private func annotate(_ report: DeployReport) {
        guard let pipeline = run.context.pipeline else { return }
        for (cause, services) in report.causes {
            let text = "\(services.joined(separator: ", ")): \(cause.headline)"
            let place = cause.span.map { span in
                Pipeline.Place(path: span.file.path, line: span.start.line, column: span.start.column)
            }
            run.context.error(pipeline.annotation(of: text, at: place))
        }
    }
}
