// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let noBurnAlert = Rule(
        id: "no-burn-alert",
        severity: .info,
        family: .observability,
        status: .optIn,
        summary: "a service promises something, and no alert says when its error budget burns",
        rationale: """
            A promise that nobody watches is found broken by users. The usual way is to page when the budget of a month would be \
            gone in two days (14.4 times the allowed rate over an hour), and to open a ticket for slower burns (6 times over six \
            hours, once over three days). Looked for is an alert of the manifest, or of the System's defaults, that speaks of a burn rate, a \
            budget or an SLO. Alerts often live in another repository, so the rule runs only when asked for.
            """,
        examples: Examples(
            clean: [
                Examples.provider(
                    "cart",
                    "resilience: { slo: 99.9 }\nobserve:\n  alerts:\n    - { name: cart-burn-rate, expr: up == 0 }"
                ),
                Examples.provider("cart"),
            ],
            flagged: [
                Examples.provider("cart", "resilience: { slo: ⟪99.9⟫ }"),
                Examples.provider(
                    "cart",
                    "resilience: { slo: ⟪99.9⟫ }\nobserve:\n  alerts:\n    - { name: cart-down, expr: up == 0 }"
                ),
            ]
        ),
        evidence: [.own(.observe, .slo), .system(.observeDefaults)],
        source: .check { context in
            context.services.compactMap { service in
                guard let slo = service.resilience?.value.slo,
                    !AlertSearch.has(["burn", "slo", "budget"], for: service, in: context)
                else { return nil }
                let rate = 14.4 * (1 - slo.value.fraction) * 100
                return .init(
                    id: "no-burn-alert",
                    severity: .info,
                    headline: "nobody is told when `\(service.name)` breaks its promise of \(slo.value)",
                    primary: .init(slo.span, "no alert on its error budget"),
                    notes: [
                        "\(FigureText.minutes(slo.value)) of failure in 30 days; at \(FigureText.number(rate))% of errors they are gone in two days"
                    ],
                    help:
                        "add an alert to `observe.alerts` that fires at \(FigureText.number(rate))% of errors over an hour",
                    service: service.name
                )
            }
        }
    )
}

/// Looks for alerts by what they speak of.
enum AlertSearch {
    /// Whether an alert of a service, or one that all services inherit, has one of the words in its name or expression.
    static func has(_ words: [String], for service: ServiceManifest, in context: LintContext) -> Bool {
        let inherited = context.system.manifest?.defaults?.value.observe?.value.alerts ?? []
        return ((service.observe?.value.alerts ?? []) + inherited).contains { alert in
            let text = (alert.name.value + " " + alert.expr.value).lowercased()
            return words.contains(where: text.contains)
        }
    }
}
