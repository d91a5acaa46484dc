// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Manifest

extension Rule {
    static let noSLO = Rule(
        id: "no-slo",
        severity: .warning,
        family: .observability,
        summary: "a service of tier `high` or `critical` promises nothing of its own",
        rationale: """
            Without a promise there is no error budget: nobody can say whether a release may go out, an alert is worth waking \
            somebody, or a dependency is good enough. The tier has a usual promise, but one that nobody has agreed on is not kept.
            """,
        examples: Examples(
            clean: [
                Examples.provider("cart", "tier: high\nresilience: { slo: 99.9 }"),
                Examples.provider("cart", "tier: standard"),
            ],
            flagged: [Examples.provider("cart", "tier: ⟪high⟫")]
        ),
        evidence: [.own(.slo, .tier, .role)],
        source: .check { context in
            context.services.compactMap { service in
                guard service.effectiveTier >= .high, !service.effectiveRole.runsToCompletion,
                    !service.provides.isEmpty, service.resilience?.value.slo == nil, let tier = service.tier,
                    service.source.node(at: "/spec/resilience/slo") == nil
                else { return nil }
                return finding(about: service, tier)
            }
        }
    )

    private static func finding(about service: ServiceManifest, _ tier: Located<Tier>) -> Finding {
        let usual = ManifestDefaults.slo(tier.value).map { String($0.description.dropLast()) } ?? "99.9"
        return Finding(
            "`\(service.name)` is `\(tier.value.rawValue)` and promises nothing",
            at: tier.span,
            "no `resilience.slo`",
            help: "agree on what users need and write it down; \(usual) is usual for this tier",
            fix: fix(service, usual),
            service: service.name
        )
    }

    private static func fix(_ service: ServiceManifest, _ slo: String) -> Diagnostic.Fix? {
        let edit: Diagnostic.Edit?
        if let first = service.source.node(at: "/spec/resilience")?.mapping?.first {
            edit = FieldInsertion.edit("slo: \(slo)", behind: first, in: service.source)
        } else if service.resilience == nil {
            edit = service.source.entry(at: "/spec/tier").map {
                FieldInsertion.edit("resilience: { slo: \(slo) }", behind: $0, in: service.source)
            }
        } else {
            edit = nil
        }
        return edit.map { .init(title: "promise \(slo) %", applicability: .needsReview, edits: [$0]) }
    }
}
