// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// JUnit XML: one test case per finding, and one that passed for each rule that found nothing.
///
/// Errors are failures; warnings and infos are skipped test cases with a message, because they do not fail a run by default.
enum JUnitRenderer {
    static func render(_ report: DiagnosticReport) -> String {
        let groups = Dictionary(grouping: report.diagnostics, by: \.id)
        let ids = report.rules.map(\.id)
        let others = groups.keys.filter { !ids.contains($0) }.sorted()
        let summaries = Dictionary(
            report.rules.map { ($0.id, $0.summary) },
            uniquingKeysWith: { first, _ in first }
        )
        let suites = (ids + others).map { (id: $0, found: groups[$0] ?? []) }
        let tests = suites.reduce(0) { $0 + max(1, $1.found.count) }
        var xml = XMLText()
        xml.element("testsuites", counts("msctl lint", tests, report.diagnostics)) { xml in
            for suite in suites {
                xml.element("testsuite", counts(suite.id, max(1, suite.found.count), suite.found)) { xml in
                    for diagnostic in suite.found { write(diagnostic, to: &xml) }
                    guard suite.found.isEmpty else { return }
                    xml.element(
                        "testcase",
                        [("name", summaries[suite.id] ?? suite.id), ("classname", suite.id)]
                    )
                }
            }
        }
        return xml.text
    }

    private static func counts(_ name: String, _ tests: Int, _ found: [Diagnostic]) -> [(String, String)] {
        let failures = found.count { $0.severity == .error }
        return [
            ("name", name), ("tests", String(tests)), ("failures", String(failures)), ("errors", "0"),
            ("skipped", String(found.count - failures)),
        ]
    }

    private static func write(_ diagnostic: Diagnostic, to xml: inout XMLText) {
        var attributes = [("name", diagnostic.headline), ("classname", diagnostic.id)]
        if let span = diagnostic.primary?.span {
            attributes += [("file", span.file.path), ("line", String(span.start.line))]
        }
        xml.element("testcase", attributes) { xml in
            let message = [("message", diagnostic.headline), ("type", diagnostic.severity.rawValue)]
            if diagnostic.severity == .error {
                xml.element("failure", message, characters: diagnostic.plainText)
            } else {
                xml.element("skipped", [message[0]], characters: diagnostic.plainText)
            }
        }
    }
}

extension Diagnostic {
    /// Everything that is said, without code frames: place, headline, label, notes and help, a line each.
    var plainText: String {
        var lines = [headline]
        if let primary {
            lines.insert("\(primary.span.description):", at: 0)
            if !primary.text.isEmpty { lines[1] += ": " + primary.text }
        }
        for label in secondary where !label.text.isEmpty {
            lines.append("\(label.span.description): \(label.text)")
        }
        lines += notes
        if let help { lines.append("help: " + help) }
        return lines.map(DisplayWidth.safe).joined(separator: "\n")
    }
}
