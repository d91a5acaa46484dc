// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let startupBudget = Rule(
        id: "startup-budget",
        severity: .warning,
        family: .resilience,
        summary: "without a startup probe a service may be restarted before it has started",
        rationale: """
            The startup probe holds the liveness probe back until the process has started. When it is switched off, liveness \
            kills whatever takes longer to start than it waits, again and again. A JVM is taken to need two minutes, compiled \
            programs ten seconds, others thirty, unless `health.budget` says otherwise.
            """,
        examples: Examples(
            clean: [
                Examples.provider("cart", "health: { startup: /livez }"),
                Examples.provider("cart", "health:\n  startup: off\n  live: { path: /livez, delay: 60s }"),
            ],
            flagged: [Examples.provider("cart", "health:\n  startup: ⟪off⟫\n  budget: 90s")]
        ),
        evidence: [.own(.health, .build, .role)],
        source: .check { context in
            context.system.resolved.compactMap(finding)
        }
    )

    private static func finding(about service: ResolvedService) -> Finding? {
        guard let startup = service.manifest.health?.value.startup, startup.value == .off,
            !service.role.value.runsToCompletion, let live = service.health.live
        else { return nil }
        let patience = live.delay.value + live.period.value * live.failures.value
        let budget = service.health.budget.value
        guard patience < budget else { return nil }
        return Finding(
            "`\(service.name)` is restarted after \(patience.manifestText), and may take "
                + "\(budget.manifestText) to start",
            at: startup.span,
            "liveness asks from the start",
            notes: [
                "\(live.delay.value.manifestText) + \(live.failures.value) × \(live.period.value.manifestText) = "
                    + patience.manifestText
            ],
            help: "remove `startup: off`, or let liveness begin later with `delay`",
            service: service.name
        )
    }
}
