// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser

/// `msctl man`: the man page, for `make install`.
struct ManCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "man",
        abstract: "Print the man page.",
        discussion: """
            Example:
              msctl man > msctl.1
            """,
        shouldDisplay: false
    )

    func run(in context: CommandContext) async throws -> ExitStatus {
        context.output(ManPage.page(try CommandReference.current(), version: context.version))
        return .done
    }
}
