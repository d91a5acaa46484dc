// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser
import LanguageServer

/// `msctl lsp`: findings, completion and navigation for editors, over standard input and output.
struct LspCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "lsp",
        abstract: "Serve editors: findings while typing, completion, hover, navigation, fixes.",
        discussion: """
            Speaks the Language Server Protocol on standard input and output; an editor starts it. What it finds is what \
            `msctl lint` finds, with open texts in place of those on disk. docs/editors.md shows how to set up editors.

            Examples:
              msctl lsp
            """
    )

    @Flag(help: "Talk over standard input and output; the only way there is, so it changes nothing.")
    var stdio = false

    func run(in context: CommandContext) async throws -> ExitStatus {
        let server = LanguageServer(version: context.version, today: Today.date(in: context))
        return await LspLoop(server: server, context: context).run()
    }
}
