// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Markdown for a comment on a pull request: a line of counts, a table, and the details folded away.
enum MarkdownRenderer {
    /// The most findings that are shown: GitHub refuses comments of more than 65,536 characters.
    private static let most = 100

    static func render(_ report: DiagnosticReport) -> String {
        var text = "### msctl lint: \(escaped(report.summary))\n"
        let sorted = report.diagnostics.enumerated().sorted {
            ($1.element.severity, $0.offset) < ($0.element.severity, $1.offset)
        }.map(\.element)
        guard !sorted.isEmpty else { return text }
        text += "\n| | Where | What |\n|---|---|---|\n"
        for diagnostic in sorted.prefix(most) { text += row(diagnostic) }
        if sorted.count > most { text += "\nand \(sorted.count - most) more\n" }
        text += "\n<details><summary>Details and cures</summary>\n"
        for diagnostic in sorted.prefix(most / 2) { text += details(diagnostic) }
        return text + "\n</details>\n"
    }

    private static func row(_ diagnostic: Diagnostic) -> String {
        let place = diagnostic.primary.map { "`\($0.span.file.path):\($0.span.start.line)`" } ?? ""
        let what = "\(escaped(diagnostic.headline)) (`\(diagnostic.id)`)"
        return "| \(diagnostic.severity.rawValue) | \(place) | \(what) |\n"
    }

    private static func details(_ diagnostic: Diagnostic) -> String {
        var lines = ["\n**\(escaped(diagnostic.headline))**\n"]
        if let primary = diagnostic.primary {
            let label = primary.text.isEmpty ? "" : ": \(escaped(primary.text))"
            lines.append("- `\(primary.span.description)`\(label)")
        }
        lines += diagnostic.secondary.map { label in
            "- `\(label.span.description)`" + (label.text.isEmpty ? "" : ": \(escaped(label.text))")
        }
        lines += diagnostic.notes.map { "- \(escaped($0))" }
        if let help = diagnostic.help { lines.append("- help: \(escaped(help))") }
        return lines.map { $0 + "\n" }.joined()
    }

    /// One line of a table or list: backticks stay code, everything that HTML or a table would read is escaped.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "|": result += "\\|"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "&": result += "&amp;"
            case "@": result += "&#64;"
            case "\n", "\r": result += " "
            default: result.unicodeScalars.append(scalar)
            }
        }
        return DisplayWidth.safe(result)
    }
}
