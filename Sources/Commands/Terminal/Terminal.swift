// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Glibc

/// What is at the other end of the streams.
package struct Terminal: Sendable, Hashable {
    /// Columns to lay text out for.
    package var width: Int
    /// Whether a person reads standard output.
    package var isOutputTerminal: Bool
    /// Whether a person reads standard error.
    package var isErrorTerminal: Bool

    /// Describes a terminal.
    package init(width: Int, isOutputTerminal: Bool, isErrorTerminal: Bool) {
        self.width = width
        self.isOutputTerminal = isOutputTerminal
        self.isErrorTerminal = isErrorTerminal
    }

    /// Asks the kernel; `COLUMNS` wins, and 100 columns are assumed where nobody knows.
    static func live(environment: [String: String]) -> Terminal {
        Terminal(
            width: environment["COLUMNS"].flatMap(Int.init).map { max($0, 40) } ?? columns() ?? 100,
            isOutputTerminal: isatty(STDOUT_FILENO) == 1,
            isErrorTerminal: isatty(STDERR_FILENO) == 1
        )
    }

    private static func columns() -> Int? {
        for descriptor in [STDERR_FILENO, STDOUT_FILENO] {
            var size = winsize()
            if ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 {
                return max(Int(size.ws_col), 40)
            }
        }
        return nil
    }
}
