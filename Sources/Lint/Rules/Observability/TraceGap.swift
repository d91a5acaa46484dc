// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let traceGap = Rule(
        id: "trace-gap",
        severity: .warning,
        family: .observability,
        summary: "a service in the middle of a chain sends no traces while both its neighbours do",
        rationale: """
            A trace breaks where one service does not pass it on: what lies behind looks like a request of its own, and the \
            question why a request was slow has no answer any more.
            """,
        examples: Examples(
            clean: [chain("observe: { traces: true }")],
            flagged: [chain("observe: { traces: ⟪false⟫ }")]
        ),
        evidence: [.neighbours(.observe), .system(.observeDefaults)],
        source: .check { context in
            let system = context.system
            return system.services.indices.compactMap { index in
                let traces = system.resolved[index].observe.traces
                guard !traces.value, let span = traces.origin.span else { return nil }
                func isTraced(_ service: Int) -> Bool { system.resolved[service].observe.traces.value }
                let callers = system.calls(to: index).map(\.caller) + system.routes(to: index).map(\.gateway)
                guard callers.contains(where: isTraced),
                    system.calls(from: index).contains(where: { $0.target.service.map(isTraced) ?? false })
                else { return nil }
                // What the System sets for all is not changed for one.
                let isOwn = span.file == system.services[index].file
                return Finding(
                    "traces end at `\(system.services[index].name)`, and begin anew behind it",
                    at: span,
                    "no traces, in the middle of a chain",
                    help: isOwn
                        ? "write `traces: true`"
                        : "write `observe: { traces: true }` for the service, or here for all",
                    fix: .init(
                        title: isOwn ? "send traces" : "send traces from all services",
                        applicability: isOwn ? .safe : .needsReview,
                        edits: [.init(span, "true")]
                    ),
                    service: system.services[index].name
                )
            }
        }
    )

    private static func chain(_ fields: String) -> String {
        Examples.documents(
            Examples.service("orders", "consumes:\n  - { api: cart/v1, timeout: 1s }"),
            Examples.provider("cart", fields + "\nconsumes:\n  - { api: stock/v1, timeout: 1s }"),
            Examples.provider("stock")
        )
    }
}
