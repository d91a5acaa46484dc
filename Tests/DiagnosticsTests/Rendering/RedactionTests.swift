// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Support
import Testing

@Suite struct RedactionTests {
    @Test(arguments: DiagnosticFormat.allCases)
    func noFormatShowsWhatAFindingHides(format: DiagnosticFormat) {
        let marked = MarkedText("env:\n  ⟪1:TOKEN⟫: ⟪2:hünter2⟫\n  MODE: ⟪3:fast⟫\n")
        let file = SourceFile(path: "msctl.yaml", text: marked.text)
        let spans = marked.ranges.map { SourceSpan(file: file, range: $0) }
        var secret = Diagnostic(
            id: "plaintext-secret",
            severity: .error,
            headline: "`TOKEN` holds a secret",
            primary: .init(spans[0])
        )
        secret.redacted = [spans[1]]
        // A frame of another finding about the same line must hide it as well.
        let other = Diagnostic(
            id: "other",
            severity: .warning,
            headline: "also here",
            primary: .init(
                SourceSpan(file: file, range: spans[0].range.lowerBound..<spans[2].range.upperBound)
            )
        )
        let report = DiagnosticReport(
            [secret, other],
            documents: 1,
            services: 1,
            rules: [],
            toolVersion: "1"
        )
        let text = report.render(format, style: .plain, width: 100)
        #expect(!text.contains("ünter2"))
        #expect(!text.isEmpty)
    }
}
