// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let timeoutInversion = Rule(
        id: "timeout-inversion",
        severity: .warning,
        family: .resilience,
        summary: "a caller gives up before the callee's deadline",
        rationale: """
            The callee goes on working for an answer that nobody waits for any more. Under load this is most of its work, and \
            a retry asks for the same again while the first try is still running.
            """,
        examples: Examples(
            clean: [pair(timeout: "400ms", deadline: "350ms")],
            flagged: [pair(timeout: "⟪200ms⟫", deadline: "350ms")]
        ),
        evidence: [.own(.timeout), .neighbours(.deadline), .system(.callDefaults, .external)],
        source: .check { context in context.countedCalls.compactMap { finding(about: $0, in: context) } }
    )

    private static func pair(timeout: String, deadline: String) -> String {
        Examples.documents(
            Examples.service(
                "cart",
                "provides:\n  - { api: cart, version: v1, http: 8080 }\nresilience: { deadline: \(deadline) }"
            ),
            Examples.service("orders", "consumes:\n  - { api: cart/v1, timeout: \(timeout) }")
        )
    }

    private static func finding(about edge: CallEdge, in context: LintContext) -> Finding? {
        guard let timeout = edge.resolved.timeout, timeout.value > .zero,
            let deadline = context.system.deadline(of: edge.target), timeout.value < deadline
        else { return nil }
        let caller = context.services[edge.caller].name
        let callee = context.name(of: edge.target)
        let span = edge.call.timeout?.span ?? edge.call.api.span
        return Finding(
            "`\(caller)` gives up after \(timeout.value.manifestText), `\(callee)` may take \(deadline.manifestText)",
            at: span,
            "\((deadline - timeout.value).manifestText) before the deadline of `\(callee)`",
            help: "wait at least \(deadline.manifestText), or give `\(callee)` a shorter deadline",
            fix: edge.call.timeout.map {
                .init(
                    title: "wait \(deadline.manifestText)",
                    applicability: .needsReview,
                    edits: [.init($0.span, deadline.manifestText)]
                )
            },
            service: caller
        )
    }
}
