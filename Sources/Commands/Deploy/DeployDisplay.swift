// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import Rollout

/// Shows a deploy while it happens: the one place that writes progress.
actor DeployDisplay {
    /// How progress is shown.
    enum Mode: Sendable, Hashable {
        /// Lines that are redrawn in place, for a person at a terminal.
        case live
        /// One line per change of state and a heartbeat, for logs.
        case plain
        /// One JSON object per event, on standard output.
        case jsonLines
        /// Nothing until the end.
        case silent
    }

    private let mode: Mode
    private let context: CommandContext
    private let layout: BoardLayout
    /// What stands above the live lines; it goes with them.
    private let heading: String?
    /// Where the live lines are drawn, below what others have to say meanwhile.
    private let notices: Notices
    private var board: DeployBoard
    private var isFinished = false
    private var frame = 0
    private var lastWrite: Duration

    /// How often a log hears from a deploy in which nothing changes.
    static let heartbeat = Duration.seconds(30)

    init(
        mode: Mode,
        services: [String],
        layout: BoardLayout,
        heading: String? = nil,
        notices: Notices,
        context: CommandContext
    ) {
        self.mode = mode
        self.heading = heading
        self.context = context
        self.layout = layout
        self.notices = notices
        board = DeployBoard(services: services)
        lastWrite = context.elapsed()
        if mode == .live { notices.hold() }
    }

    /// Shows an event.
    func receive(_ event: DeployEvent) {
        board.receive(event)
        switch mode {
        case .live: redraw()
        case .plain:
            if case .planned(let plan) = event.what { write(PlanText.summary(plan)) }
            if let line = DeployEventText.line(event) { write(line) }
        case .jsonLines: context.output(JSONValue.object(event.json).text())
        case .silent: break
        }
    }

    /// Ten times a second on a terminal, every few seconds in a log.
    func tick() {
        frame += 1
        switch mode {
        case .live: redraw()
        case .plain:
            guard context.elapsed() - lastWrite >= Self.heartbeat else { return }
            if let holder = board.lockHolder { return write("still waiting for the lock held by \(holder)") }
            let waiting = board.rows(at: now).filter { [.running, .waiting, .rollingBack].contains($0.mark) }
            let names = waiting.prefix(3).map { $0.ready.isEmpty ? $0.service : "\($0.service) \($0.ready)" }
            let rest = waiting.count > 3 ? " and \(waiting.count - 3) more" : ""
            let pending = names.isEmpty ? "" : "; waiting for \(names.joined(separator: ", "))\(rest)"
            let pause = board.pause.map { "; \($0)" } ?? ""
            write("still working: \(board.finishedCount) of \(board.order.count) done\(pending)\(pause)")
        case .jsonLines, .silent: break
        }
    }

    /// Takes the live lines away, so that the final board can be printed; nothing is drawn any more.
    func finish() {
        isFinished = true
        if mode == .live { notices.release() }
    }

    private var now: Timestamp { Timestamp(seconds: context.now()) }

    private func write(_ line: String) {
        lastWrite = context.elapsed()
        context.error(line)
    }

    private func redraw() {
        guard !isFinished else { return }
        let rows = shown(board.rows(at: now))
        var lines = layout.lines(rows, frame: frame, isCut: true)
        if rows.count < board.order.count {
            let hidden = board.order.count - rows.count
            let count = "\(board.finishedCount) of \(board.order.count) done"
            lines.append(
                TextWidth.cut(
                    "  … \(hidden) more service\(hidden == 1 ? "" : "s"), \(count)",
                    to: layout.width
                )
            )
        }
        if let heading { lines.insert(TextWidth.cut(heading, to: layout.width), at: 0) }
        if let banner = board.banner, !banner.isEmpty {
            lines.append(TextWidth.cut("  \(banner)", to: layout.width))
        }
        // The cursor cannot go back to what has left the screen.
        notices.draw(Array(lines.prefix(max(1, context.terminal.height - 1))))
    }

    /// The rows that there is room for: where there are too many, those that something happens to first.
    private func shown(_ rows: [BoardRow]) -> [BoardRow] {
        // Heading, count, banner and the line of the cursor; a service that has failed takes some more.
        let room = max(1, context.terminal.height - 4)
        guard rows.count > room else { return rows }
        let rank: [BoardRow.Mark: Int] = [
            .failed: 0, .rollingBack: 1, .interrupted: 2, .running: 3, .waiting: 4,
        ]
        let order = rows.indices.sorted { left, right in
            (rank[rows[left].mark] ?? 5, left) < (rank[rows[right].mark] ?? 5, right)
        }
        return order.prefix(room).sorted().map { index in
            var row = rows[index]
            row.details = []
            return row
        }
    }
}
