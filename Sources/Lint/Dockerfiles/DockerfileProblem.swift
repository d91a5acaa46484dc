// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

/// What a rule about Dockerfiles finds; name and severity come from the rule.
struct DockerfileProblem {
    var headline: String
    var span: SourceSpan
    var label: String
    var help: String
    var secondary: [Diagnostic.Label] = []
    var fix: Diagnostic.Fix?
    var redacted: [SourceSpan] = []
    /// Another code of hadolint than the rule's first one.
    var code: String?

    init(_ headline: String, at span: SourceSpan, _ label: String = "", help: String) {
        self.headline = headline
        self.span = span
        self.label = label
        self.help = help
    }

    /// The same with an edit that somebody should look at.
    func fixed(_ title: String, _ edits: Diagnostic.Edit...) -> DockerfileProblem {
        var problem = self
        problem.fix = .init(title: title, applicability: .needsReview, edits: edits)
        return problem
    }
}

extension Rule {
    /// A rule about Dockerfiles; `code` is its name in hadolint.
    static func dockerfile(
        _ id: String,
        _ code: String? = nil,
        others: [String] = [],
        _ severity: Diagnostic.Severity,
        status: Status = .stable,
        _ summary: String,
        why rationale: String,
        clean: [String],
        flagged: [String],
        check: @escaping @Sendable (DockerfileContext) -> [DockerfileProblem]
    ) -> Rule {
        Rule(
            id: id,
            severity: severity,
            family: .dockerfile,
            status: status,
            summary: summary,
            rationale: rationale,
            examples: Examples(clean: clean, flagged: flagged),
            codes: (code.map { [$0] } ?? []) + others,
            source: .dockerfile { context in
                check(context).map { problem in
                    var finding = Diagnostic(
                        id: id,
                        severity: severity,
                        headline: problem.headline,
                        primary: .init(problem.span, problem.label),
                        secondary: problem.secondary,
                        notes: (problem.code ?? code).map { ["\($0) of hadolint"] } ?? [],
                        help: problem.help,
                        fix: problem.fix
                    )
                    finding.redacted = problem.redacted
                    return finding
                }
            }
        )
    }
}
