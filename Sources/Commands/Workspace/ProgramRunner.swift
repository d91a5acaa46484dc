// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Runs other programs to their end.
package protocol ProgramRunner: Sendable {
    /// Runs a program found on PATH, gives it something to read, and collects what it prints; `nil` when there is no such
    /// program.
    func run(_ program: String, _ arguments: [String], input: [UInt8]) -> ProgramResult?
}

extension ProgramRunner {
    /// Runs a program that reads nothing.
    package func run(_ program: String, _ arguments: [String]) -> ProgramResult? {
        run(program, arguments, input: [])
    }
}

/// How a program ended.
package struct ProgramResult: Sendable, Hashable {
    /// The exit status; 128 plus the signal for one that was ended by a signal.
    package var status: Int32
    /// What it printed on standard output.
    package var bytes: [UInt8]

    /// Records the end of a program.
    package init(status: Int32, bytes: [UInt8]) {
        self.status = status
        self.bytes = bytes
    }

    /// Records the end of a program that printed text.
    package init(status: Int32, output: String) { self.init(status: status, bytes: Array(output.utf8)) }

    /// What it printed on standard output, as text.
    package var output: String { String(decoding: bytes, as: UTF8.self) }
}

/// Reports every use; for tests of commands that run nothing.
struct FailingProgramRunner: ProgramRunner {
    let report: @Sendable (String) -> Void

    func run(_ program: String, _ arguments: [String], input: [UInt8]) -> ProgramResult? {
        report("the program `\(program)` was run; set `programs`")
        return nil
    }
}
