// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Manifest

extension Rule {
    static let noTimeout = Rule(
        id: "no-timeout",
        severity: .error,
        family: .resilience,
        summary: "a call has no time limit, neither its own nor the System's",
        rationale: """
            A caller that waits without limit keeps its thread and its connection while it waits. When the callee stops \
            answering, waiting calls pile up until the caller does not answer either, and the failure travels upwards.
            """,
        examples: Examples(
            clean: [
                Examples.documents(
                    Examples.service("cart", "provides:\n  - { api: cart, version: v1, http: 8080 }"),
                    Examples.service("orders", "consumes:\n  - { api: cart/v1, timeout: 400ms }")
                ),
                Examples.documents(
                    Examples.system(
                        """
                        domains:
                          shop: { owner: team-orders }
                        teams:
                          team-orders: { contact: "#orders" }
                          team-cart: { contact: "#cart" }
                        defaults:
                          call: { timeout: 500ms }
                        """
                    ),
                    Examples.service("cart", "provides:\n  - { api: cart, version: v1, http: 8080 }"),
                    Examples.service("orders", "consumes:\n  - api: cart/v1")
                ),
            ],
            flagged: [
                Examples.documents(
                    Examples.service("cart", "provides:\n  - { api: cart, version: v1, http: 8080 }"),
                    Examples.service("orders", "consumes:\n  - api: ⟪cart/v1⟫\n    retries: 1")
                ),
                Examples.documents(
                    Examples.service("cart", "provides:\n  - { api: cart, version: v1, http: 8080 }"),
                    Examples.service("orders", "consumes:\n  - { api: cart/v1, timeout: ⟪0s⟫ }")
                ),
            ]
        ),
        evidence: [.system(.callDefaults)],
        source: .check { context in
            context.system.calls.compactMap { finding(about: $0, in: context) }
        }
    )

    private static func finding(about edge: CallEdge, in context: LintContext) -> Finding? {
        if let timeout = edge.resolved.timeout?.value, timeout > .zero { return nil }
        let service = context.services[edge.caller]
        let callee = edge.call.api.value
        var finding = Finding(
            "`\(service.name)` waits for `\(callee)` without limit",
            at: edge.call.api.span,
            "no `timeout` here, and no default in the System",
            help: "add `timeout:`, at least the time that `\(callee.name)` may take",
            fix: insertion(for: edge, in: context),
            service: service.name
        )
        if let written = edge.call.timeout {
            finding.primary = .init(written.span, "0 means without limit")
            finding.help = "write at least the time that `\(callee.name)` may take"
            finding.fix = nil
        }
        return finding
    }

    private static func insertion(for edge: CallEdge, in context: LintContext) -> Diagnostic.Fix? {
        let source = context.services[edge.caller].source
        guard let deadline = context.system.deadline(of: edge.target),
            let entry = source.node(at: edge.call.pointer)?.mapping?.first(where: {
                $0.key.scalar?.text == "api"
            })
        else { return nil }
        let field = "timeout: \(deadline.manifestText)"
        return .init(
            title: "add `\(field)`, the deadline of the callee",
            applicability: .needsReview,
            edits: [FieldInsertion.edit(field, behind: entry, in: source)]
        )
    }
}
