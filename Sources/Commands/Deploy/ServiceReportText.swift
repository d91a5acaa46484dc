// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import Rollout

/// How one service ended, as a row of the final board.
enum ServiceReportText {
    static func row(of report: ServiceReport, now: Timestamp?) -> BoardRow {
        var row = BoardRow(mark: mark(report.outcome), service: report.service)
        row.revision = report.revision.map { "r\($0)" } ?? ""
        if report.outcome == .unchanged {
            row.text = "no change"
            row.details = report.notes
            return row
        }
        row.ready = report.ready.map { "\($0) ready" } ?? ""
        if report.duration > .zero { row.duration = DurationText.precise(report.duration) }
        row.text = report.cause?.headline ?? text(report)
        row.details = report.cause.map(FailureText.details) ?? []
        row.details += report.conflicts.map(conflict)
        if let rollback = report.rollback { row.details.append(self.rollback(rollback, now: now)) }
        if let reason = report.rollbackFailure { row.details.append("↺ rollback did not work: \(reason)") }
        if report.outcome == .interrupted, !report.applied.isEmpty {
            row.details.append("applied    \(report.applied.map(\.description).joined(separator: ", "))")
        }
        row.details += row.text == report.notes.first ? Array(report.notes.dropFirst()) : report.notes
        return row
    }

    private static func mark(_ outcome: ServiceReport.Outcome) -> BoardRow.Mark {
        switch outcome {
        case .unchanged: .unchanged
        case .succeeded: .done
        case .failed, .deadlinePassed, .unconfirmed, .conflict: .failed
        case .skipped: .skipped
        case .interrupted: .interrupted
        }
    }

    private static func text(_ report: ServiceReport) -> String {
        switch report.outcome {
        case .unchanged, .succeeded: ""
        case .failed: report.notes.first ?? "did not work"
        case .deadlinePassed: "deadline passed while still progressing"
        case .unconfirmed: report.notes.first ?? "written, but not confirmed"
        case .conflict: "somebody else owns what would change"
        case .skipped: report.notes.first ?? "skipped"
        case .interrupted: report.applied.isEmpty ? "interrupted, nothing applied" : "interrupted"
        }
    }

    private static func conflict(_ field: OwnedField) -> String {
        let value = field.value.map { " = \($0.text())" } ?? ""
        let time = field.time.map { " since \($0)" } ?? ""
        return "\(field.path)\(value)  owned by `\(field.manager)` (\(field.owner.rawValue))\(time)"
    }

    private static func rollback(_ result: RollbackResult, now: Timestamp?) -> String {
        var text = "↺ rolled back to r\(result.revision)"
        if let provenAt = result.provenAt, let now {
            text += " (proven \(DurationText.age(seconds: now.seconds - provenAt.seconds)))"
        }
        text += result.isVerified ? ", verified unchanged" : ", not verified"
        if let ready = result.ready { text += ", \(ready) ready in \(DurationText.precise(result.duration))" }
        return text
    }
}
