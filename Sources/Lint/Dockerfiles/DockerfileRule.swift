// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

extension Rule {
    /// A rule about Dockerfiles; `code` is its name in hadolint, and `others` are further ones.
    static func dockerfile(
        id: String,
        code: String? = nil,
        others: [String] = [],
        severity: Diagnostic.Severity,
        status: Status = .stable,
        summary: String,
        rationale: String,
        examples: Examples,
        check: @escaping @Sendable (DockerfileContext) -> [Finding]
    ) -> Rule {
        Rule(
            id: id,
            severity: severity,
            family: .dockerfile,
            status: status,
            summary: summary,
            rationale: rationale,
            examples: examples,
            codes: (code.map { [$0] } ?? []) + others,
            source: .dockerfile { context in
                check(context).map { finding in
                    guard let code = finding.code ?? code else { return finding }
                    var finding = finding
                    finding.notes.append("\(code) of hadolint")
                    return finding
                }
            }
        )
    }
}
