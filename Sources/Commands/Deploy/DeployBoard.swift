// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes
import Rollout

/// What a person watching a deploy needs to know, kept up to date from its events; pure.
struct DeployBoard: Sendable {
    private(set) var services: [String: Progress] = [:]
    private(set) var order: [String] = []
    private(set) var banner: String?
    /// What the system as a whole waits for; `nil` once anything else has happened to it.
    private(set) var pause: String?
    /// Who holds the lock that is waited for; `nil` while none is.
    private(set) var lockHolder: String?

    /// How far one service has come.
    struct Progress: Sendable {
        var mark = BoardRow.Mark.waiting
        var revision: Int?
        var ready: ReadyCount?
        var startedAt: Timestamp?
        var duration: Duration?
        var text = ""
        /// When it has stayed ready for long enough.
        var soakEnd: Timestamp?
        /// What is wrong at the moment, as far as anybody knows.
        var trouble = ""
        /// Where a way back leads, in words.
        var goal = ""
        var details: [String] = []
        /// What is worth knowing while it is under way.
        var notes: [String] = []
    }

    init(services: [String]) {
        order = services
        for service in services { self.services[service] = Progress() }
    }

    /// Takes note of an event.
    mutating func receive(_ event: DeployEvent) {
        guard let service = event.service else {
            banner = systemBanner(event) ?? banner
            pause = if case .waiting(let what) = event.what { what } else { nil }
            if case .lockHeld(let holder, _, _) = event.what { lockHolder = holder }
            if case .lockAcquired = event.what { lockHolder = nil }
            return
        }
        if services[service] == nil { order.append(service) }
        var progress = services[service] ?? Progress()
        progress.receive(event)
        services[service] = progress
    }

    /// The rows at a moment.
    func rows(at now: Timestamp) -> [BoardRow] {
        order.map { name in
            let progress = services[name] ?? Progress()
            let duration = progress.duration ?? progress.startedAt.map { now - $0 }
            return BoardRow(
                mark: progress.mark,
                service: name,
                revision: progress.revision.map { "r\($0)" } ?? "",
                ready: progress.ready.map { "\($0) ready" } ?? "",
                duration: duration.map(DurationText.precise) ?? "",
                text: progress.text(at: now),
                details: progress.details + progress.notes
            )
        }
    }

    /// How many services are at their end.
    var finishedCount: Int {
        services.values.filter { ![.running, .waiting, .rollingBack].contains($0.mark) }.count
    }

    private func systemBanner(_ event: DeployEvent) -> String? {
        switch event.what {
        case .lockHeld: DeployEventText.line(event)
        case .lockAcquired: ""
        case .noted(let note), .foundInterrupted(let note), .waiting(let note): note
        default: nil
        }
    }
}

extension DeployBoard.Progress {
    private static let proving = "ready, proving that it stays so"

    /// The text at a moment, with how long it will still take if that is known.
    ///
    /// Nothing is proven while it cannot be seen: then it takes longer, and nobody knows how long.
    fileprivate func text(at now: Timestamp) -> String {
        guard text == Self.proving, let soakEnd, soakEnd > now else { return text }
        return "\(text), \(DurationText.left(soakEnd - now)) left"
    }

    fileprivate mutating func receive(_ event: DeployEvent) {
        switch event.what {
        case .started(let revision):
            mark = .running
            self.revision = revision
            startedAt = event.at
            text = "applying"
        case .unchanged(let revision):
            mark = .unchanged
            self.revision = revision
            text = "no change"
        case .applied(let object, let change) where mark == .running:
            text = "\(change.rawValue) \(object.type.kind) \(object.name)"
        // What a way back writes is not news; that there is one, and why, is.
        case .applied where mark == .rollingBack: text = goal
        case .waiting(let what): text = what
        case .noted(let note), .foundInterrupted(let note):
            if !notes.contains(note) { notes.append(note) }
        case .progressed(let count):
            // More of it is ready: what was in the way is not any more.
            if count.ready > ready?.ready ?? 0 { trouble = "" }
            ready = count
            text = trouble
        case .troubled(let cause):
            trouble = cause.headline
            text = trouble
        case .ready(let count, let soak):
            ready = count
            trouble = ""
            text = Self.proving
            soakEnd = event.at + soak
        case .proven: text = "proven"
        case .failed(let cause):
            mark = .failed
            text = cause.headline
            details = FailureText.details(of: cause)
        case .rollingBack(let revision):
            mark = .rollingBack
            goal = "rolling back to r\(revision)"
            text = goal
        case .rolledBack(let result):
            mark = .failed
            text = "rolled back to r\(result.revision)"
        case .rollbackFailed: mark = .failed
        case .skipped(let reason):
            mark = .skipped
            text = reason
        case .finished(let report): finish(report)
        case .planned, .lockAcquired, .lockHeld, .applied, .yielded, .pruned, .witnessed: break
        }
    }

    private mutating func finish(_ report: ServiceReport) {
        let row = ServiceReportText.row(of: report, now: nil)
        mark = row.mark
        text = row.text
        details = row.details
        notes = []
        revision = report.revision ?? revision
        ready = report.ready ?? ready
        duration = report.duration
    }
}
