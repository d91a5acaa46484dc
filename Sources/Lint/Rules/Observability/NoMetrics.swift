// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let noMetrics = Rule(
        id: "no-metrics",
        severity: .warning,
        family: .observability,
        summary: "metrics of a service are switched off",
        rationale: """
            Scaling, canary analysis and every alert about the error budget read metrics. Without them the service is seen only \
            through its users' complaints. Static sites and work that runs to an end are left alone.
            """,
        examples: Examples(
            clean: [
                Examples.provider("cart", "observe: { metrics: true }"),
                Examples.service("docs", "role: static\nobserve: { metrics: false }"),
            ],
            flagged: [Examples.provider("cart", "observe: { metrics: ⟪false⟫ }")]
        ),
        evidence: [.own(.observe, .role), .system(.observeDefaults)],
        source: .check { context in
            var seen: Set<SourceSpan> = []
            return context.system.resolved.compactMap { service in
                let metrics = service.observe.metrics
                guard !metrics.value, service.role.value != .static, !service.role.value.runsToCompletion,
                    let span = metrics.origin.span, seen.insert(span).inserted
                else { return nil }
                return Finding(
                    "nobody sees how `\(service.name)` does",
                    at: span,
                    "metrics are off",
                    help: "serve metrics and write `metrics: true`, or name the path and port",
                    service: span.file == service.manifest.file ? service.name : nil
                )
            }
        }
    )
}
