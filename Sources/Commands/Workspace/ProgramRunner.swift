// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Runs other programs to their end.
package protocol ProgramRunner: Sendable {
    /// Runs a program found on PATH and collects what it prints; `nil` when there is no such program.
    func run(_ program: String, _ arguments: [String]) -> ProgramResult?
}

/// How a program ended.
package struct ProgramResult: Sendable, Hashable {
    /// The exit status; 128 plus the signal for one that was ended by a signal.
    package var status: Int32
    /// What it printed on standard output.
    package var output: String

    /// Records the end of a program.
    package init(status: Int32, output: String) {
        self.status = status
        self.output = output
    }
}

/// Reports every use; for tests of commands that run nothing.
struct FailingProgramRunner: ProgramRunner {
    let report: @Sendable (String) -> Void

    func run(_ program: String, _ arguments: [String]) -> ProgramResult? {
        report("the program `\(program)` was run; set `programs`")
        return nil
    }
}
