// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let externalHardDep = Rule(
        id: "external-hard-dep",
        severity: .warning,
        family: .resilience,
        summary: "a service requires an external system whose availability nobody knows",
        rationale: """
            The arithmetic of this linter has to take a system without a figure for one that never fails. A contract or one's own \
            measurements give a number; a system that cannot even be guessed at should not be required.
            """,
        examples: Examples(
            clean: [
                system("availability: 99.9", "breaker: true"),
                system("kind: saas", "required: false, fallback: queue"),
            ],
            flagged: [system("kind: saas", "breaker: true", name: "⟪bank⟫")]
        ),
        evidence: [.own(.required, .breaker, .fallback), .system(.external, .callDefaults)],
        source: .check { context in
            context.system.externals.indices.compactMap { finding(about: $0, in: context.system) }
        }
    )

    private static func system(_ fields: String, _ call: String, name: String = "bank") -> String {
        Examples.documents(
            Examples.system("external:\n  \(name): { url: \"https://bank.example\", \(fields) }"),
            Examples.service("orders", "consumes:\n  - { api: external/bank, timeout: 1s, \(call) }")
        )
    }

    private static func finding(about index: Int, in system: ServiceSystem) -> Finding? {
        let external = system.externals[index]
        let edges = system.calls(toExternal: index).filter { $0.call.isRequired }
        guard external.value.value.availability == nil, let first = edges.first else { return nil }
        let names = Set(edges.map { system.services[$0.caller].name }).sorted()
        return Finding(
            "\(Figure.names(names)) cannot answer without `\(external.name.value)`, and nobody knows how often it does",
            at: external.name.span,
            "no `availability`",
            secondary: [.init(first.call.api.span, "required")],
            help: "add `availability` from its contract or from measurements, or make the call optional"
        )
    }
}
