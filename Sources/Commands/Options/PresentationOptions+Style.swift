// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

extension PresentationOptions {
    /// A stream that may or may not be a terminal.
    enum Stream {
        case output
        case error
    }

    /// How code frames on a stream are coloured.
    func style(_ stream: Stream, in context: CommandContext) -> Style {
        Style(isColored: isColored(stream, in: context))
    }

    /// How everything else on a stream is coloured.
    func paint(_ stream: Stream, in context: CommandContext) -> Paint {
        Paint(isOn: isColored(stream, in: context))
    }

    private func isColored(_ stream: Stream, in context: CommandContext) -> Bool {
        let isTerminal =
            switch stream {
            case .output: context.terminal.isOutputTerminal
            case .error: context.terminal.isErrorTerminal
            }
        return color.isOn(isTerminal: isTerminal, environment: context.environment)
    }
}
