// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser

/// `msctl completions`: what the shell needs to complete command lines.
struct CompletionsCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "completions",
        abstract: "Print the completion script of a shell.",
        discussion: """
            `make install` puts the scripts where the shells look for them. By hand:
              msctl completions bash > ~/.local/share/bash-completion/completions/msctl
              msctl completions zsh > ~/.zfunc/_msctl
              msctl completions fish > ~/.config/fish/completions/msctl.fish
            """
    )

    /// The shells that there are scripts for.
    enum Shell: String, ExpressibleByArgument, CaseIterable {
        case bash
        case zsh
        case fish
    }

    @Argument(help: "The shell.")
    var shell: Shell

    func run(in context: CommandContext) async throws -> ExitStatus {
        guard let shell = CompletionShell(rawValue: shell.rawValue) else { return .defect }
        context.output(MsctlCommand.completionScript(for: shell))
        return .done
    }
}
