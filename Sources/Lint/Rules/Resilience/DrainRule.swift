// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let drain = Rule(
        id: "drain",
        severity: .warning,
        family: .resilience,
        summary:
            "a process that answers requests has less time to finish them than they may take, or less than 5 s",
        rationale: """
            When a pod goes, its address leaves the load balancers some seconds later. A process that ends before that, or \
            before the requests that it has taken are answered, returns errors at every deploy. msctl gives the pod the drain \
            and a few seconds more; the drain itself has to be long enough: 5 s, and the service's own deadline.
            """,
        examples: Examples(
            clean: [
                Examples.provider("cart", "resilience: { drain: 5s, deadline: 2s }"),
                Examples.service("mailer", "role: worker\nresilience: { drain: 1s }"),
            ],
            flagged: [
                Examples.deployment(
                    "lifecycle: { preStop: { sleep: { seconds: 20 } } }",
                    pod: "terminationGracePeriodSeconds: ⟪15⟫"
                ),
                Examples.provider("cart", "resilience: { drain: ⟪2s⟫ }"),
                Examples.provider("cart", "resilience: { drain: ⟪10s⟫, deadline: 30s }"),
                Examples.provider("cart", "resilience: { deadline: ⟪30s⟫ }"),
            ]
        ),
        evidence: [.own(.drain, .deadline, .role)],
        source: .check { context in
            context.services.indices.compactMap { index in
                context.services[index].provides.isEmpty
                    || context.services[index].effectiveRole.runsToCompletion
                    ? nil : finding(about: context.system.resolved[index], in: context)
            }
        },
        also: [.objects(ShortGraces.findings)]
    )

    private static func finding(about service: ResolvedService, in context: LintContext) -> Finding? {
        let drain = service.drain
        let deadline = service.deadline
        let needed = max(deadline?.value ?? .zero, .seconds(5))
        guard drain.value < needed, let span = drain.origin.span ?? deadline?.origin.span else { return nil }
        let isDeadline = (deadline?.value ?? .zero) > drain.value
        let why =
            isDeadline ? "a request may take \(needed.manifestText)" : "traffic still arrives for about 5s"
        return Finding(
            "`\(service.name)` ends \(drain.value.manifestText) after the signal to stop, while \(why)",
            at: span,
            drain.origin.span == nil
                ? "longer than the drain of \(drain.value.manifestText)" : "too short to finish",
            secondary: isDeadline && drain.origin.span != nil
                ? [context.label(deadline, "requests may take this long")].compactMap(\.self) : [],
            help: "drain for at least \(needed.manifestText)",
            fix: drain.origin.span.map {
                .init(
                    title: "drain for \(needed.manifestText)",
                    applicability: .safe,
                    edits: [.init($0, needed.manifestText)]
                )
            },
            service: service.name
        )
    }
}
