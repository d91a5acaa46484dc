// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import NIOConcurrencyHelpers

/// Lines that come up while something else is going on, such as a warning of the server.
///
/// They go to standard error at once. While lines are redrawn in place there, they are kept for whoever draws: written
/// between two frames, they would shift everything that the next one means to cover.
final class Notices: Sendable {
    private struct State {
        var isHeld = false
        var lines: [String] = []
    }

    private let state = NIOLockedValueBox(State())
    private let write: @Sendable (String) -> Void

    init(_ context: CommandContext) {
        write = { context.error($0) }
    }

    /// Shows a line now, or lets the next frame show it.
    func say(_ line: String) {
        let isHeld = state.withLockedValue { state in
            if state.isHeld { state.lines.append(line) }
            return state.isHeld
        }
        if !isHeld { write(line) }
    }

    /// Keeps lines from now on.
    func hold() { state.withLockedValue { $0.isHeld = true } }

    /// What was kept since the last time.
    func take() -> [String] {
        state.withLockedValue { state in
            defer { state.lines = [] }
            return state.lines
        }
    }

    /// Shows what was kept, and keeps nothing any more.
    func release() {
        let lines = state.withLockedValue { state in
            defer { state = State() }
            return state.lines
        }
        for line in lines { write(line) }
    }
}
