// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let blindCanary = Rule(
        id: "blind-canary",
        severity: .warning,
        family: .delivery,
        summary: "a canary or blue-green deploy looks at nothing that could stop it",
        rationale: """
            Sending a share of the users to a new version is of use only when something is measured and compared. Without an \
            analysis, or with an analysis of an SLO that does not exist, the share of users is merely harmed first.
            """,
        examples: Examples(
            clean: [
                Examples.provider(
                    "cart",
                    "deploy: { strategy: canary, analysis: slo }\nresilience: { slo: 99.9 }"
                ),
                Examples.provider("cart", "deploy: { strategy: rolling, analysis: none }"),
            ],
            flagged: [
                Examples.provider("cart", "deploy: { strategy: canary, analysis: ⟪none⟫ }"),
                Examples.provider("cart", "tier: low\ndeploy: { strategy: ⟪canary⟫ }"),
            ]
        ),
        evidence: [.own(.deploy, .slo)],
        source: .check { context in
            context.system.resolved.compactMap { service in
                guard [.canary, .blueGreen].contains(service.deploy.strategy.value) else { return nil }
                return finding(about: service)
            }
        }
    )

    private static func finding(about service: ResolvedService) -> Finding? {
        let deploy = service.deploy
        let reason: String
        switch deploy.analysis.value {
        case .none: reason = "nothing is measured"
        case .slo where service.slo == nil: reason = "there is no SLO to measure against"
        case .slo, .queries: return nil
        }
        let origin = deploy.analysis.value == .none ? deploy.analysis.origin : deploy.strategy.origin
        guard let span = origin.span ?? deploy.strategy.origin.span else { return nil }
        return Finding(
            "the \(deploy.strategy.value == .canary ? "canary" : "blue-green") deploy of `\(service.name)` is blind",
            at: span,
            reason,
            help: service.slo == nil
                ? "add `resilience.slo`, or queries under `analysis`"
                : "write `analysis: slo`, or queries of your own",
            fix: service.slo != nil && deploy.analysis.origin.span == span
                ? .init(
                    title: "compare with the SLO",
                    applicability: .needsReview,
                    edits: [.init(span, "slo")]
                ) : nil,
            service: service.name
        )
    }
}
