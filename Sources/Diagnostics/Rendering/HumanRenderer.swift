// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Code frames for people: the look of the product.
struct HumanRenderer {
    private let report: DiagnosticReport
    private let style: Style
    private let width: Int
    private let explainable: Set<String>
    /// What no frame may show: a secret that one finding hides could stand in the frame of another.
    private let redactions: [SourceSpan]

    init(_ report: DiagnosticReport, style: Style, width: Int) {
        self.report = report
        self.style = style
        self.width = max(width, 40)
        explainable = Set(report.rules.map(\.id))
        redactions = Diagnostic.redactions(of: report.diagnostics)
    }

    func render() -> String {
        let blocks = report.diagnostics.map { lines(of: $0).map { $0 + "\n" }.joined() }
        return (blocks + [report.summary + "\n"]).joined(separator: "\n")
    }

    private func lines(of diagnostic: Diagnostic) -> [String] {
        let frames = frames(of: diagnostic)
        let gutter = String(frames.map(\.frame.lastLine).max() ?? 0).count
        let indent = String(repeating: " ", count: gutter + 1)
        var lines = [headline(of: diagnostic)]
        for (label, frame) in frames {
            let place = DisplayWidth.safe(label.span.description)
            lines.append(indent + style.paint("┌─", .frame) + " " + place)
            lines += frame.rows().map { row in text(of: row, gutter: gutter) }
        }
        for note in diagnostic.notes { lines += footnote(note, indent: indent) }
        if let help = diagnostic.help {
            lines += footnote(help, title: "help", indent: indent)
        }
        if let fix = diagnostic.fix {
            let review = fix.applicability == .needsReview ? " (needs review)" : ""
            lines += footnote(fix.title + review, title: "fix", indent: indent)
        }
        if explainable.contains(diagnostic.id) {
            lines += footnote("msctl explain \(diagnostic.id)", indent: indent)
        }
        return lines
    }

    private func headline(of diagnostic: Diagnostic) -> String {
        style.paint("\(diagnostic.severity.rawValue)[\(diagnostic.id)]", diagnostic.severity.role)
            + style.paint(": " + DisplayWidth.safe(diagnostic.headline), .strong)
    }

    /// One frame for each file, the primary label's first; each with the label that its place is named by.
    private func frames(of diagnostic: Diagnostic) -> [(label: Diagnostic.Label, frame: CodeFrame)] {
        var labels = diagnostic.secondary.map { (label: $0, isPrimary: false) }
        if let primary = diagnostic.primary { labels.insert((primary, true), at: 0) }
        var files: [SourceFile] = []
        for (label, _) in labels where !files.contains(label.span.file) { files.append(label.span.file) }
        let lastLine = labels.map { $0.label.span.end.line }.max() ?? 0
        let available = width - String(lastLine).count - 3
        return files.compactMap { file in
            let ours = labels.filter { $0.label.span.file == file }
            guard let first = ours.first else { return nil }
            let role = diagnostic.severity.role
            let hidden = redactions.filter { $0.file == file }.map(\.range)
            let shown = hidden.isEmpty ? file : file.masking(hidden)
            return (first.label, CodeFrame(file: shown, labels: ours, role: role, available: available))
        }
    }

    private func text(of row: CodeFrame.Row, gutter: Int) -> String {
        let number = row.number.map(String.init) ?? ""
        let padding = String(repeating: " ", count: gutter - number.count)
        let bar = row.isGap ? "⋮" : "│"
        let content = row.content.text(style)
        return style.paint(padding + number + " " + bar, .frame) + (content.isEmpty ? "" : " " + content)
    }

    /// `= title: text`, wrapped at the width, continuation lines below the text.
    private func footnote(_ text: String, title: String? = nil, indent: String) -> [String] {
        let lead = title.map { $0 + ": " } ?? ""
        let available = width - indent.count - 2
        let wrapped = Self.wrap(lead + text, at: available)
        return wrapped.enumerated().map { index, line in
            guard index == 0 else { return indent + "  " + line }
            let start = indent + style.paint("=", .frame) + " "
            guard let title, line.hasPrefix(lead) else { return start + line }
            return start + style.paint(title + ":", title == "help" ? .help : .strong) + " "
                + line.dropFirst(lead.count)
        }
    }

    private static func wrap(_ text: String, at width: Int) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { paragraph -> [String] in
            let paragraph = DisplayWidth.safe(String(paragraph))
            guard DisplayWidth.of(paragraph) > width else { return [paragraph] }
            var lines: [String] = []
            var line = ""
            for word in paragraph.split(separator: " ", omittingEmptySubsequences: false) {
                if !line.isEmpty, DisplayWidth.of(line) + 1 + DisplayWidth.of(String(word)) > width {
                    lines.append(line)
                    line = String(word)
                } else {
                    line += (line.isEmpty ? "" : " ") + word
                }
            }
            return lines + [line]
        }
    }
}
