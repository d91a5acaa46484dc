// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// GitLab's code quality report: an array in the subset of CodeClimate's format that GitLab reads.
enum GitLabRenderer {
    static func render(_ report: DiagnosticReport) -> String {
        let fingerprints = Diagnostic.fingerprints(of: report.diagnostics)
        return JSONText.array(zip(report.diagnostics, fingerprints).map(issue)).document
    }

    private static func issue(_ diagnostic: Diagnostic, _ fingerprint: String) -> JSONText {
        var description = diagnostic.headline
        if let help = diagnostic.help { description += ": " + help }
        let span = diagnostic.primary?.span
        return .object([
            ("description", .string(description)),
            ("check_name", .string(diagnostic.id)),
            ("fingerprint", .string(fingerprint)),
            ("severity", .string(severity(diagnostic.severity))),
            (
                "location",
                .object([
                    // GitLab drops issues without a place.
                    ("path", .string(span.map { relative($0.file.path) } ?? ".")),
                    ("lines", .object([("begin", .integer(span?.start.line ?? 1))])),
                ])
            ),
        ])
    }

    /// GitLab finds files only by their path from the top of the repository, without `./`.
    private static func relative(_ path: String) -> String {
        path.hasPrefix("./") ? String(path.dropFirst(2)) : path
    }

    private static func severity(_ severity: Diagnostic.Severity) -> String {
        switch severity {
        case .error: "critical"
        case .warning: "major"
        case .info: "info"
        }
    }
}
