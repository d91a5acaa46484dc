// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Glibc

/// What is at the other end of the streams.
package struct Terminal: Sendable, Hashable {
    /// Columns to lay text out for.
    package var width: Int
    /// Rows that can be seen at once.
    package var height: Int
    /// Whether a person reads standard output.
    package var isOutputTerminal: Bool
    /// Whether a person reads standard error.
    package var isErrorTerminal: Bool

    /// Describes a terminal.
    package init(width: Int, height: Int = 24, isOutputTerminal: Bool, isErrorTerminal: Bool) {
        self.width = width
        self.height = height
        self.isOutputTerminal = isOutputTerminal
        self.isErrorTerminal = isErrorTerminal
    }

    /// Asks the kernel, then `COLUMNS`; 100 columns and 24 rows are assumed where nobody knows.
    ///
    /// A terminal knows its own size: an exported `COLUMNS` is what it once was, somewhere else.
    static func live(environment: [String: String]) -> Terminal {
        let size = size()
        let columns = size?.columns ?? environment["COLUMNS"].flatMap(Int.init) ?? 100
        return Terminal(
            width: max(columns, 20),
            height: size?.rows ?? 24,
            isOutputTerminal: isatty(STDOUT_FILENO) == 1,
            isErrorTerminal: isatty(STDERR_FILENO) == 1
        )
    }

    private static func size() -> (columns: Int, rows: Int)? {
        for descriptor in [STDERR_FILENO, STDOUT_FILENO] {
            var size = winsize()
            if ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 {
                return (Int(size.ws_col), size.ws_row > 0 ? Int(size.ws_row) : 24)
            }
        }
        return nil
    }
}
