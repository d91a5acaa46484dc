// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser
import Manifest

/// Two slips of the hand that the argument parser has no good words for.
enum CommandLineSlip {
    /// What to say of a command line that names no command where one is expected; `nil` when it is none of these slips.
    static func failure(_ arguments: [String]) -> CommandFailure? {
        let commands = MsctlCommand.configuration.subcommands.compactMap { $0.configuration.commandName }
        guard let first = arguments.first, !commands.contains(first) else { return nil }
        guard first.hasPrefix("-") else {
            guard first != "help" else { return nil }
            let near = Spelling.suggestion(for: first, among: commands)
            return CommandFailure(
                .usage,
                "there is no command `\(first)`",
                hint: first == "version"
                    ? "`msctl --version` prints it"
                    : near.map { "did you mean `msctl \($0)`?" } ?? "`msctl --help` lists the commands"
            )
        }
        guard !rootOptions.contains(first), let command = arguments.first(where: commands.contains) else {
            return nil
        }
        return CommandFailure(
            .usage,
            "`\(first)` stands before the command",
            hint: "options follow the command: `msctl \(command) \(first) …`"
        )
    }

    private static let rootOptions: Set<String> = [
        "--help", "-h", "--help-hidden", "--version", "--generate-completion-script",
        "--experimental-dump-help",
    ]
}
