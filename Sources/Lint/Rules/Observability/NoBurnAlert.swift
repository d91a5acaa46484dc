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
            hours, once over three days). Looked for is an alert of the manifest, or of the System's defaults, that speaks of a burn rate, an \
            error budget or an SLO. Alerts often live in another repository, so the rule runs only when asked for.
            """,
        examples: Examples(
            clean: [
                Examples.provider(
                    "cart",
                    "resilience: { slo: 99.9 }\nobserve:\n  alerts:\n    - { name: cart-burn-rate, expr: up == 0 }"
                ),
                Examples.provider(
                    "cart",
                    "resilience: { slo: 99.9 }\nobserve:\n  alerts:\n    - { name: CartErrorBudget, expr: up == 0 }"
                ),
                Examples.provider("cart"),
            ],
            flagged: [
                Examples.provider("cart", "resilience: { slo: ⟪99.9⟫ }"),
                Examples.provider(
                    "cart",
                    "resilience: { slo: ⟪99.9⟫ }\nobserve:\n  alerts:\n    - { name: cart-down, expr: up == 0 }"
                ),
                Examples.provider(
                    "cart",
                    "resilience: { slo: ⟪99.9⟫ }\nobserve:\n  alerts:\n    - { name: slow-requests, expr: up == 0 }\n"
                        + "    - { name: memory-budget, expr: up == 0 }"
                ),
            ]
        ),
        evidence: [.own(.observe, .slo), .system(.observeDefaults)],
        source: .check { context in
            context.services.compactMap { service in
                guard let slo = service.resilience?.value.slo,
                    !AlertSearch.has(for: service, in: context, where: AlertSearch.speaksOfBudget)
                else { return nil }
                let rate = 14.4 * (1 - slo.value.fraction) * 100
                return Finding(
                    "nobody is told when `\(service.name)` breaks its promise of \(slo.value)",
                    at: slo.span,
                    "no alert on its error budget",
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
    /// Whether the words of an alert of a service, or of one that all services inherit, are those looked for.
    static func has(
        for service: ServiceManifest,
        in context: LintContext,
        where isWanted: ([String]) -> Bool
    ) -> Bool {
        let inherited = context.system.manifest?.defaults?.value.observe?.value.alerts ?? []
        return ((service.observe?.value.alerts ?? []) + inherited).contains { alert in
            isWanted(words(alert.name.value)) || isWanted(words(alert.expr.value))
        }
    }

    /// The words of a name or an expression in lower case: `SLOBurnRate`, `slo_burn_rate` and `slo-burn-rate` have the same.
    static func words(_ text: String) -> [String] {
        let characters = Array(text)
        var words: [String] = []
        var word = ""
        for (index, character) in characters.enumerated() {
            let isPart = character.isLetter || character.isNumber
            if !isPart || begins(at: index, in: characters) {
                if !word.isEmpty { words.append(word.lowercased()) }
                word = ""
            }
            if isPart { word.append(character) }
        }
        return word.isEmpty ? words : words + [word.lowercased()]
    }

    /// Whether a letter or a digit begins a word behind another: the `B` of `SLOBurn`, and not the `O` of `SLOs`.
    private static func begins(at index: Int, in characters: [Character]) -> Bool {
        guard index > 0 else { return false }
        let (last, character) = (characters[index - 1], characters[index])
        guard character.isUppercase else { return last.isNumber != character.isNumber }
        guard last.isUppercase else { return true }
        let following = characters[(index + 1)...].prefix(2).prefix(while: \.isLowercase)
        return !following.isEmpty && following != ["s"]
    }

    /// Whether an alert is about the error budget of a promise; a budget can also be one of money or memory.
    static func speaksOfBudget(_ words: [String]) -> Bool {
        let sure: Set<String> = ["burn", "burns", "burning", "burnrate", "slo", "slos", "errorbudget"]
        return !sure.isDisjoint(with: words)
            || zip(words, words.dropFirst()).contains { ["error", "errors"].contains($0) && $1 == "budget" }
    }

    /// Whether an alert is about work that waits.
    static func speaksOfBacklog(_ words: [String]) -> Bool {
        let sure: Set<String> = [
            "lag", "lags", "lagging", "consumerlag", "backlog", "queue", "queues", "queued", "unacked",
            "unacknowledged",
            "pending",
        ]
        return !sure.isDisjoint(with: words)
    }
}
