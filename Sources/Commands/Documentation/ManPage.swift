// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// `msctl(1)` in the man macros.
enum ManPage {
    /// The whole page; it carries no date, so that the same sources give the same bytes.
    static func page(_ root: CommandReference, version: String) -> String {
        var text = ".TH MSCTL 1 \"\" \"msctl \(version)\" \"User Commands\"\n"
        text += ".SH NAME\nmsctl \\- \(escape(root.abstract))\n"
        text += ".SH SYNOPSIS\n.B msctl\n<command> [options]\n"
        text += ".SH DESCRIPTION\n" + prose(root.discussion)
        text += ".SH COMMANDS\n"
        for command in root.subcommands.flatMap(\.flattened) { text += section(command) }
        text += ".SH EXIT STATUS\n"
        for status in ExitStatus.all { text += ".TP\n.B \(status.code)\n\(escape(status.meaning))\n" }
        return text
    }

    private static func section(_ command: CommandReference) -> String {
        var text = ".SS \(escape(command.synopsis))\n\(escape(command.abstract))\n"
        if !command.discussion.isEmpty { text += ".PP\n" + prose(command.discussion) }
        for argument in command.arguments where !["--help", "--version"].contains(argument.names.last) {
            text += ".TP\n.B \(escape(argument.title))\n\(escape(argument.sentence))\n"
        }
        return text
    }

    private static func prose(_ discussion: String) -> String {
        var text = ""
        var isExample = false
        for line in discussion.split(separator: "\n", omittingEmptySubsequences: false) {
            let isIndented = line.hasPrefix("  ")
            if isIndented != isExample {
                text += isIndented ? ".PP\n.nf\n" : ".fi\n"
                isExample = isIndented
            }
            text += line.isEmpty ? ".PP\n" : escape(String(line)) + "\n"
        }
        return text + (isExample ? ".fi\n" : "")
    }

    /// Backslashes and hyphens mean something to roff, and so does a dot or quote at the start of a line.
    private static func escape(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "\\": result += "\\e"
            case "-": result += "\\-"
            case "`": break
            default: result.append(character)
            }
        }
        return result.hasPrefix(".") || result.hasPrefix("'") ? "\\&" + result : result
    }
}
