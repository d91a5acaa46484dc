// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import NIOConcurrencyHelpers

/// Standard error, shared by lines that come up at any time, such as a warning of the server, by lines that are redrawn in
/// place, and by programs that talk to a person.
///
/// Lines go out at once. While others are redrawn they are kept for the next frame: written between two frames, they
/// would shift everything that the next one means to cover. A program that has the terminal finds nothing drawn there.
final class Notices: Sendable {
    private struct State {
        /// Whether lines are redrawn in place.
        var isHeld = false
        /// How many of these stand on the screen.
        var drawn = 0
        /// What is to stand above them.
        var lines: [String] = []
        /// How many programs have the terminal.
        var guests = 0
    }

    private let state = NIOLockedValueBox(State())
    private let write: @Sendable (String) -> Void

    init(_ context: CommandContext) {
        write = context.standardError
    }

    /// Shows a line now, or lets the next frame show it.
    func say(_ line: String) {
        let isKept = state.withLockedValue { state in
            let isKept = state.isHeld && state.guests == 0
            if isKept { state.lines.append(line) }
            return isKept
        }
        if !isKept { write(Self.ended(line)) }
    }

    /// Keeps lines from now on.
    func hold() { state.withLockedValue { $0.isHeld = true } }

    /// Draws lines in the place of those drawn last, below what was kept since; nothing while a program has the terminal.
    func draw(_ lines: [String]) {
        // Written under the lock, so that no program begins in between.
        state.withLockedValue { state in
            guard state.isHeld, state.guests == 0 else { return }
            var text = state.drawn > 0 ? "\u{1B}[\(state.drawn)A" : ""
            // Of any length, so what was drawn has to be gone first; they move up with whatever is above the board.
            for line in state.lines { text += "\r\u{1B}[J\(Self.ended(line))" }
            for line in lines { text += "\r\u{1B}[K\(line)\n" }
            state.lines = []
            state.drawn = lines.count
            write(text + "\u{1B}[J")
        }
    }

    /// Takes away what was drawn and shows what was kept; keeps nothing any more.
    func release() {
        state.withLockedValue { state in
            clear(&state)
            state.isHeld = false
        }
    }

    /// Leaves the terminal to a program, until ``takeTerminal()`` is called as often.
    func lendTerminal() {
        state.withLockedValue { state in
            clear(&state)
            state.guests += 1
        }
    }

    /// Takes the terminal back; what was drawn comes again with the next frame, below what the program has written.
    func takeTerminal() { state.withLockedValue { $0.guests -= 1 } }

    private func clear(_ state: inout State) {
        if state.drawn > 0 { write("\u{1B}[\(state.drawn)A\r\u{1B}[J") }
        for line in state.lines { write(Self.ended(line)) }
        state.drawn = 0
        state.lines = []
    }

    private static func ended(_ line: String) -> String { line.hasSuffix("\n") ? line : line + "\n" }
}
