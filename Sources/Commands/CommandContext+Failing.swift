// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

extension CommandContext {
    /// A context in which every port reports its use: tests replace the ports that a command may touch.
    package static func failing(report: @escaping @Sendable (String) -> Void) -> CommandContext {
        var context = CommandContext(
            streams: (
                output: { _ in report("standard output was written; set `standardOutput`") },
                error: { _ in report("standard error was written; set `standardError`") }
            ),
            environment: [:],
            files: (access: FailingFileAccess(report: report), workingDirectory: "/nowhere"),
            time: (
                now: {
                    report("the clock was read; set `now`")
                    return 0
                },
                elapsed: { .zero }
            ),
            system: (
                terminal: Terminal(width: 100, isOutputTerminal: false, isErrorTerminal: false),
                programs: FailingProgramRunner(report: report),
                version: "0.0.0-test"
            )
        )
        context.account = { ProcessAccount() }
        context.standardInput = {
            report("standard input was read; set `standardInput`")
            return nil
        }
        return context
    }
}
