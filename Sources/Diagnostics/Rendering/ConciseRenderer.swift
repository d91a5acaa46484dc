// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// One line a diagnostic, in the form that editors and `grep` know.
enum ConciseRenderer {
    static func render(_ report: DiagnosticReport) -> String {
        report.diagnostics.map { diagnostic in
            let place = diagnostic.primary.map { $0.span.description + ": " } ?? ""
            let head = "\(diagnostic.severity.rawValue)[\(diagnostic.id)]: \(diagnostic.headline)"
            return DisplayWidth.safe(place + head) + "\n"
        }.joined()
    }
}
