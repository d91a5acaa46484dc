// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Markdown for a comment on a pull request: a line of counts, a table, and the details folded away.
enum MarkdownRenderer {
    /// The most findings that are shown: nobody reads more in a comment.
    private static let most = 100
    /// The most bytes of the table, and of everything: GitHub refuses comments of more than 65,536 characters.
    private static let tableLimit = 40_000
    private static let limit = 60_000

    static func render(_ report: DiagnosticReport) -> String {
        var text = "### msctl lint: \(escaped(report.summary))\n"
        let sorted = report.diagnostics.enumerated().sorted {
            ($1.element.severity, $0.offset) < ($0.element.severity, $1.offset)
        }.map(\.element)
        guard !sorted.isEmpty else { return text }
        text += "\n| | Where | What |\n|---|---|---|\n"
        let rows = add(sorted.prefix(most).map(row), to: &text, tableLimit)
        if rows < sorted.count { text += "\nand \(sorted.count - rows) more\n" }
        text += "\n<details><summary>Details and cures</summary>\n"
        _ = add(sorted.prefix(most / 2).map(details), to: &text, limit)
        return text + "\n</details>\n"
    }

    /// Appends as many parts as fit below a limit in bytes; how many these are.
    private static func add(_ parts: [String], to text: inout String, _ limit: Int) -> Int {
        for (index, part) in parts.enumerated() {
            guard text.utf8.count + part.utf8.count <= limit else { return index }
            text += part
        }
        return parts.count
    }

    private static func row(_ diagnostic: Diagnostic) -> String {
        let place = diagnostic.primary.map { code("\($0.span.file.path):\($0.span.start.line)") } ?? ""
        let what = "\(escaped(diagnostic.headline)) (`\(diagnostic.id)`)"
        return "| \(diagnostic.severity.rawValue) | \(place) | \(what) |\n"
    }

    private static func details(_ diagnostic: Diagnostic) -> String {
        var lines = ["\n**\(escaped(diagnostic.headline))**\n"]
        if let primary = diagnostic.primary {
            let label = primary.text.isEmpty ? "" : ": \(escaped(primary.text))"
            lines.append("- \(code(primary.span.description))\(label)")
        }
        lines += diagnostic.secondary.map { label in
            "- \(code(label.span.description))" + (label.text.isEmpty ? "" : ": \(escaped(label.text))")
        }
        lines += diagnostic.notes.map { "- \(escaped($0))" }
        if let help = diagnostic.help { lines.append("- help: \(escaped(help))") }
        return lines.map { $0 + "\n" }.joined()
    }

    /// A name as code: in a fence that is longer than what it holds, on one line, without what ends the cell of a table.
    private static func code(_ text: String) -> String {
        let longest = text.split(omittingEmptySubsequences: true) { $0 != "`" }.map(\.count).max() ?? 0
        let fence = String(repeating: "`", count: longest + 1)
        let blank = longest > 0 ? " " : ""
        var line = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "|": line += "\\|"
            case "\n", "\r", "\t": line += " "
            default: line.unicodeScalars.append(scalar)
            }
        }
        return fence + blank + DisplayWidth.safe(line) + blank + fence
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
