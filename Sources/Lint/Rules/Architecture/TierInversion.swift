// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let tierInversion = Rule(
        id: "tier-inversion",
        severity: .error,
        family: .architecture,
        summary: "a service requires one of a lower tier",
        rationale: """
            The tier says how much care a service gets: replicas, promises, who is woken at night. What a service cannot answer \
            without decides how reliable it is, so the lower tier is in truth the tier of both.
            """,
        examples: Examples(
            clean: [
                pair("{ api: cart/v1, timeout: 1s }", tier: "high"),
                pair("{ api: cart/v1, timeout: 1s, required: false, fallback: cache }", tier: "low"),
            ],
            flagged: [pair("{ api: ⟪cart/v1⟫, timeout: 1s }", tier: "standard")]
        ),
        evidence: [.own(.required), .neighbours(.tier)],
        source: .check { context in context.system.calls.compactMap { finding(about: $0, in: context) } }
    )

    private static func pair(_ call: String, tier: String) -> String {
        Examples.documents(
            Examples.service("orders", "tier: high\nconsumes:\n  - \(call)"),
            Examples.provider("cart", "tier: \(tier)")
        )
    }

    private static func finding(about edge: CallEdge, in context: LintContext) -> Finding? {
        guard edge.call.isRequired, let index = edge.target.service else { return nil }
        let caller = context.services[edge.caller]
        let callee = context.services[index]
        let (upper, lower) = (caller.effectiveTier, callee.effectiveTier)
        guard lower < upper else { return nil }
        return Finding(
            "`\(caller.name)` (\(upper.rawValue)) requires `\(callee.name)` (\(lower.rawValue))",
            at: edge.call.api.span,
            "required, tier `\(lower.rawValue)`",
            secondary: [
                caller.tier.map { .init($0.span, "tier of the caller") },
                callee.tier.map { .init($0.span, "tier of what it requires") },
            ].compactMap(\.self),
            notes: callee.tier == nil ? ["`\(callee.name)` says no tier, which means `standard`"] : [],
            help:
                "give `\(callee.name)` the tier `\(upper.rawValue)`, or make the call optional with a `fallback`",
            fix: fix(callee, upper),
            service: caller.name
        )
    }

    private static func fix(_ callee: ServiceManifest, _ tier: Tier) -> Diagnostic.Fix? {
        let edit =
            callee.tier.map { .init($0.span, tier.rawValue) }
            ?? callee.source.entry(at: "/spec/owner").map {
                FieldInsertion.edit("tier: \(tier.rawValue)", behind: $0, in: callee.source)
            }
        return edit.map {
            .init(
                title: "give `\(callee.name)` the tier `\(tier.rawValue)`",
                applicability: .needsReview,
                edits: [$0]
            )
        }
    }
}
