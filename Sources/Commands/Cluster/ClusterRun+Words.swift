// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

extension ClusterRun {
    /// What is said at a signal of a command that writes: on one terminal above the board, while that is drawn.
    func words(on written: WrittenSoFar) -> InterruptionWords.Words {
        let (context, notices, isQuiet) = (context, session.notices, presentation.quiet)
        return InterruptionWords.Words(
            first: { if !isQuiet { notices.say(written.patience) } },
            last: {
                notices.release()
                for line in written.lines { context.error(line) }
            }
        )
    }
}
