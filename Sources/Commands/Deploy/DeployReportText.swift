// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import Rollout

/// The end of a deploy as people read it: the board, what else there is to know, and one closing sentence.
struct DeployReportText {
    let layout: BoardLayout
    let now: Timestamp

    /// All lines; `verb` is the operation, such as `deploy`.
    func lines(_ report: DeployReport, verb: String) -> [String] {
        var lines = layout.lines(report.services.map { ServiceReportText.row(of: $0, now: now) })
        lines += report.pruned.map { "  - deleted \($0), which nothing wants any more" }
        lines += report.notes.flatMap(layout.remark)
        // Each service says it itself already.
        let isSaid = report.outcome == .preflightRefused && !report.causes.isEmpty
        if let stopped = report.stopped, !isSaid {
            lines.append("  \(layout.paint(.bad, LongText.shortened(stopped)))")
        }
        // Of what belongs to no service, no row tells.
        if report.outcome == .interrupted, !report.written.isEmpty {
            lines.append("  applied    \(report.written.map(\.description).joined(separator: ", "))")
        }
        return lines + [closing(report, verb)]
    }

    /// The end in one word of the exit code table: the single place where outcomes become statuses.
    static func status(of outcome: DeployOutcome) -> ExitStatus {
        switch outcome {
        case .succeeded: .done
        case .failedRolledBack: .rolledBack
        case .failedNotRolledBack: .notRolledBack
        case .rollbackFailed: .rollbackFailed
        case .deadlinePassed: .deadline
        case .unconfirmed: .unconfirmed
        case .locked: .locked
        case .conflict: .conflict
        case .preflightRefused: .preflight
        case .interrupted: .interrupted
        case .unreachable: .unreachable
        case .notAllowed: .notAllowed
        }
    }

    /// What another tool has made is adopted as a whole; what a person has set by hand is a field or two.
    static func advice(_ report: DeployReport) -> String {
        if let scales = scaleAdvice(report) { return scales }
        let tools = Set(report.services.flatMap(\.conflicts).filter { $0.owner == .tool }.map(\.manager))
        guard let tool = tools.min() else { return "`--take-over` takes it over" }
        return "`msctl adopt --from \(tool)` makes it msctl's, `--take-over` only these fields"
    }

    /// The ways out where people have set numbers of replicas and nothing else; `nil` for anything else.
    private static func scaleAdvice(_ report: DeployReport) -> String? {
        let conflicts = report.services.flatMap { service in service.conflicts.map { (service.service, $0) } }
        var scales: [String] = []
        var changes: [String] = []
        for (service, field) in conflicts {
            guard field.owner == .person, field.field == ".spec.replicas", let live = field.value?.integer
            else { return nil }
            scales.append("\(service)=\(live)")
            guard let wanted = field.wanted?.integer else { continue }
            changes.append(conflicts.count == 1 ? "\(live) → \(wanted)" : "\(service) \(live) → \(wanted)")
        }
        guard !scales.isEmpty else { return nil }
        let change = changes.isEmpty ? "" : ": \(changes.joined(separator: ", "))"
        let takingOver = "`--take-over` sets what the manifest says\(change)"
        // As long as an autoscaler is there, its bounds are what `msctl scale` sets.
        let isGoverned = report.plan.entries.contains { entry in
            entry.object.type.kind == "HorizontalPodAutoscaler" && entry.change == .delete
                && conflicts.contains { $0.0 == entry.service }
        }
        guard !isGoverned else { return "write what was set into the manifest, or \(takingOver)" }
        return """
            `msctl scale \(scales.joined(separator: " "))` keeps what was set, or write it into the manifest; \(takingOver)
            """
    }

    /// `2 of 5 services`: those that stand in the way.
    static func blamed(_ report: DeployReport) -> String {
        let total = report.services.count
        let count = report.services.count { $0.outcome == .failed || $0.outcome == .conflict }
        return "\(count) of \(total) service\(total == 1 ? "" : "s")"
    }

    private func closing(_ report: DeployReport, _ verb: String) -> String {
        let total = report.services.count
        let failed = report.services.count { ![.succeeded, .unchanged].contains($0.outcome) }
        let services = "\(total) service\(total == 1 ? "" : "s")"
        let text: String
        switch report.outcome {
        case .succeeded:
            let unchanged = report.services.count { $0.outcome == .unchanged }
            let time = DurationText.precise(report.duration)
            // Whoever had something deleted has changed something, though no service is other than it was.
            let deleted = report.pruned.count
            text =
                unchanged < total
                ? "\(verb) done: \(services) in \(time)"
                : deleted == 0
                    ? "no change: \(services)"
                    : "\(verb) done: \(deleted) object\(deleted == 1 ? "" : "s") deleted, \(services) unchanged in \(time)"
            return layout.paint(.good, text)
        case .failedRolledBack: text = "\(verb) failed: \(failed) of \(services), rolled back"
        case .failedNotRolledBack: text = "\(verb) failed: \(failed) of \(services), not rolled back"
        case .rollbackFailed: text = "\(verb) failed, and the way back did not work: \(failed) of \(services)"
        case .deadlinePassed:
            text = "\(verb) not finished: the deadline passed while it was still progressing"
        case .unconfirmed where failed == 0:
            text = "\(verb) not finished: not everything was deleted; run the same command again"
        case .unconfirmed:
            text = "\(verb) not confirmed: \(failed) of \(services); run the same command again"
        case .locked: text = "\(verb) not begun: another deploy holds the lock"
        case .conflict: text = "\(verb) refused: somebody else owns what would change; \(Self.advice(report))"
        case .preflightRefused where report.causes.isEmpty: text = "\(verb) not begun"
        case .preflightRefused:
            text = "\(verb) not begun: \(Self.blamed(report)) could not become ready; \(report.extent)"
        case .interrupted: text = "\(verb) interrupted: run the same command again and it goes on from here"
        case .unreachable: text = "\(verb) stopped: the cluster does not answer"
        case .notAllowed: text = "\(verb) stopped: the cluster does not allow it; see `msctl doctor`"
        }
        return layout.paint(.bad, text)
    }
}
