// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Checkstyle XML, which many review tools read: one element per file, one per finding.
enum CheckstyleRenderer {
    static func render(_ report: DiagnosticReport) -> String {
        let groups = Dictionary(grouping: report.diagnostics, by: { $0.primary?.span.file.path ?? "" })
        var xml = XMLText()
        xml.element("checkstyle", [("version", "4.3")]) { xml in
            for path in groups.keys.sorted() {
                // Findings about no file at all are about the run.
                xml.element("file", [("name", path.isEmpty ? "." : path)]) { xml in
                    for diagnostic in groups[path] ?? [] { xml.element("error", attributes(of: diagnostic)) }
                }
            }
        }
        return xml.text
    }

    private static func attributes(of diagnostic: Diagnostic) -> [(String, String)] {
        var attributes: [(String, String)] = []
        if let start = diagnostic.primary?.span.start {
            attributes = [("line", String(start.line)), ("column", String(start.column))]
        }
        var message = diagnostic.headline
        if let label = diagnostic.primary?.text, !label.isEmpty { message += ": " + label }
        if let help = diagnostic.help { message += " (\(help))" }
        return attributes + [
            ("severity", diagnostic.severity.rawValue), ("message", DisplayWidth.safe(message)),
            ("source", "msctl.\(diagnostic.id)"),
        ]
    }
}
