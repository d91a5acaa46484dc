// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser
import Diagnostics

/// Slips of the hand that the argument parser has no good words for.
enum CommandLineSlip {
    /// What to say of a command line that names no command where one is expected; `nil` when it is none of these slips.
    ///
    /// `isPath` tells whether something is at a path: a command that has a default one takes paths in the same place.
    static func failure(_ arguments: [String], isPath: (String) -> Bool) -> CommandFailure? {
        let commands = names(MsctlCommand.configuration)
        guard let first = arguments.first else { return nil }
        if first == "help" { return failure(helpAbout: arguments.dropFirst(), isPath) }
        if commands.contains(first) { return subcommand(arguments, isPath) }
        guard first.hasPrefix("-") else {
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

    /// `msctl help lnit`, for which the parser shows the help of msctl itself.
    private static func failure(helpAbout words: ArraySlice<String>, _ isPath: (String) -> Bool)
        -> CommandFailure?
    {
        guard let first = words.first, first != "help", !first.hasPrefix("-") else { return nil }
        return failure(Array(words), isPath: isPath)
    }

    /// A word after a group of commands that is nearly one of them: the parser takes it for a path of the default one.
    private static func subcommand(_ arguments: [String], _ isPath: (String) -> Bool) -> CommandFailure? {
        let group = MsctlCommand.configuration.subcommands
            .first { $0.configuration.commandName == arguments[0] }?.configuration
        guard arguments.count > 1, let group, !group.subcommands.isEmpty else { return nil }
        let word = arguments[1]
        let commands = names(group)
        guard !word.hasPrefix("-"), !commands.contains(word), !isPath(word) else { return nil }
        let isHelp = word == "help"
        let near = Spelling.suggestion(for: word, among: commands)
        guard isHelp || near != nil else { return nil }
        return CommandFailure(
            .usage,
            "there is no command `msctl \(arguments[0]) \(word)`, and no file or directory `\(word)`",
            hint: near.map { "did you mean `msctl \(arguments[0]) \($0)`?" }
                ?? "`msctl \(arguments[0]) --help` lists the commands"
        )
    }

    private static func names(_ configuration: CommandConfiguration) -> [String] {
        configuration.subcommands.compactMap { $0.configuration.commandName }
    }

    private static let rootOptions: Set<String> = [
        "--help", "-h", "--help-hidden", "--version", "--generate-completion-script",
        "--experimental-dump-help",
    ]
}
