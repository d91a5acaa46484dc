// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let unknownOwner = Rule(
        id: "unknown-owner",
        severity: .error,
        family: .ownership,
        summary: "the owner of a service is not a team of the System",
        rationale: """
            The owner is who is paged. A name that the System does not declare has no contact and no on-call address, so nobody \
            is. Without teams in a System document, nobody has said which there are, and nothing is reported.
            """,
        examples: Examples(
            clean: [
                Examples.documents(
                    Examples.system("teams:\n  team-cart: { contact: \"#cart\" }"),
                    Examples.provider("cart")
                ),
                Examples.provider("cart"),
            ],
            flagged: [
                Examples.documents(
                    Examples.system("teams:\n  team-cart: { contact: \"#cart\" }"),
                    Examples.provider("cart", owner: "⟪team-card⟫")
                )
            ]
        ),
        evidence: [.system(.teams)],
        source: .check { context in
            guard let manifest = context.system.manifest, !manifest.teams.isEmpty
            else { return [] }
            let teams = manifest.teams.map(\.name.value)
            let known = Set(teams)
            return context.services.flatMap { service in
                ([service.owner].compactMap(\.self) + service.coOwners).filter {
                    !known.contains($0.value.text)
                }
                .map { finding(about: $0, of: service, teams) }
            }
        }
    )

    private static func finding(
        about owner: Located<DNSLabel>,
        of service: ServiceManifest,
        _ teams: [String]
    ) -> Finding {
        let suggestion = Spelling.suggestion(for: owner.value.text, among: teams)
        return Finding(
            "`\(service.name)` belongs to `\(owner.value)`, and there is no such team",
            at: owner.span,
            "not among the System's `teams`",
            help: suggestion.map { "did you mean `\($0)`? Otherwise declare the team in the System" }
                ?? "declare the team in the System's `teams`; there is \(Figure.names(teams))",
            fix: suggestion.map {
                .init(title: "write `\($0)`", applicability: .needsReview, edits: [.init(owner.span, $0)])
            },
            service: service.name
        )
    }
}
