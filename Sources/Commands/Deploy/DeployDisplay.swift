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
    private var board: DeployBoard
    private var drawnLines = 0
    private var frame = 0
    private var lastWrite: Duration

    /// How often a log hears from a deploy in which nothing changes.
    static let heartbeat = Duration.seconds(30)

    init(mode: Mode, services: [String], layout: BoardLayout, context: CommandContext) {
        self.mode = mode
        self.context = context
        self.layout = layout
        board = DeployBoard(services: services)
        lastWrite = context.elapsed()
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
            let waiting = board.rows(at: now).filter { [.running, .waiting, .rollingBack].contains($0.mark) }
            let names = waiting.prefix(3).map { "\($0.service) \($0.ready)" }.joined(separator: ", ")
            write("still working: \(board.finishedCount) of \(board.order.count) done; \(names)")
        case .jsonLines, .silent: break
        }
    }

    /// Takes the live lines away, so that the final board can be printed.
    func finish() {
        guard mode == .live, drawnLines > 0 else { return }
        context.standardError("\u{1B}[\(drawnLines)A\r\u{1B}[J")
        drawnLines = 0
    }

    private var now: Timestamp { Timestamp(seconds: context.now()) }

    private func write(_ line: String) {
        lastWrite = context.elapsed()
        context.error(line)
    }

    private func redraw() {
        var lines = layout.lines(board.rows(at: now), frame: frame, isCut: true)
        if let banner = board.banner, !banner.isEmpty { lines.append("  \(banner)") }
        var text = drawnLines > 0 ? "\u{1B}[\(drawnLines)A" : ""
        for line in lines { text += "\r\u{1B}[K\(line)\n" }
        text += "\u{1B}[J"
        drawnLines = lines.count
        context.standardError(text)
    }
}
