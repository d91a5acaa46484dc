// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// GitHub's workflow commands: `::error file=…,line=…::message`.
enum GitHubRenderer {
    static func render(_ report: DiagnosticReport) -> String {
        report.diagnostics.map { command(for: $0) + "\n" }.joined()
    }

    private static func command(for diagnostic: Diagnostic) -> String {
        var properties: [(String, String)] = []
        if let span = diagnostic.primary?.span {
            let start = span.start
            let end = span.end
            properties = [("file", span.file.path), ("line", String(start.line))]
            if start.line == end.line {
                // GitHub takes columns only within one line; its last column is inclusive.
                properties.append(("col", String(start.column)))
                properties.append(("endColumn", String(max(end.column - 1, start.column))))
            } else {
                properties.append(("endLine", String(end.line)))
            }
        }
        properties.append(("title", diagnostic.id))
        let list = properties.map { "\($0)=\(escapedProperty($1))" }.joined(separator: ",")
        return "::\(name(diagnostic.severity)) \(list)::\(escapedData(diagnostic.prose))"
    }

    private static func name(_ severity: Diagnostic.Severity) -> String {
        switch severity {
        case .error: "error"
        case .warning: "warning"
        case .info: "notice"
        }
    }

    /// The escapes of GitHub's own toolkit: a line break would end the command.
    private static func escapedData(_ text: String) -> String {
        escaped(text, [("%", "%25"), ("\r", "%0D"), ("\n", "%0A")])
    }

    private static func escapedProperty(_ text: String) -> String {
        escaped(text, [("%", "%25"), ("\r", "%0D"), ("\n", "%0A"), (":", "%3A"), (",", "%2C")])
    }

    private static func escaped(_ text: String, _ escapes: [(Unicode.Scalar, String)]) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            if let escape = escapes.first(where: { $0.0 == scalar }) {
                result += escape.1
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        // Logs of CI are read in terminals, too.
        return DisplayWidth.safe(result)
    }
}
