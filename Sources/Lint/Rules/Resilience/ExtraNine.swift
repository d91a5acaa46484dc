// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let extraNine = Rule(
        id: "extra-nine",
        severity: .info,
        family: .resilience,
        status: .optIn,
        summary: "a required dependency promises too little to leave room for the caller's own faults",
        rationale: """
            A service that may fail for 43 minutes a month and requires five others, which may fail as long each, has nothing left \
            for itself. As a rule of thumb each of m dependencies should use at most a tenth of the caller's budget (or 1/(m+1) \
            of it, when there are more than nine): one nine more than the caller. This is strict, so the rule runs only when \
            asked for.
            """,
        examples: Examples(
            clean: [pair("99.95")],
            flagged: [pair("99.8", api: "⟪cart/v1⟫")]
        ),
        evidence: [.neighbours(.slo, .tier), .own(.required), .system(.external)],
        source: .check { context in context.countedCalls.compactMap { finding(about: $0, in: context.system) }
        }
    )

    private static func pair(_ slo: String, api: String = "cart/v1") -> String {
        Examples.documents(
            Examples.provider("cart", "resilience: { slo: \(slo) }"),
            Examples.service(
                "orders",
                "consumes:\n  - { api: \(api), timeout: 1s }\nresilience: { slo: 99.5 }"
            )
        )
    }

    private static func finding(about edge: CallEdge, in system: ServiceSystem) -> Finding? {
        guard edge.call.isRequired, let slo = system.services[edge.caller].resilience?.value.slo,
            let offered = system.promise(of: edge.target), slo.value <= offered
        else { return nil }
        let required = system.graph.required[edge.caller].count
        let wanted = ServiceSystem.dependencySLO(for: slo.value.fraction, dependencies: required)
        guard offered.fraction < wanted - 0.000_000_1 else { return nil }
        let callee = system.name(ofNode: system.node(edge.target))
        return Finding(
            "`\(callee)` leaves `\(system.services[edge.caller].name)` too little room for faults of its own",
            at: edge.call.api.span,
            system.offer(of: edge.target, offered),
            secondary: [.init(slo.span, "promised here")],
            notes: [
                "1 − (1 − \(slo.value)) / \(max(10, required + 1)) = \(FigureText.percent(wanted)) would leave enough; "
                    + "\(Figure.count(required, "dependency").replacing("dependencys", with: "dependencies"))"
            ],
            help: "ask for \(FigureText.percent(wanted)), make the call optional, or promise less",
            service: system.services[edge.caller].name
        )
    }
}

extension ServiceSystem {
    /// An availability in words that say where it comes from.
    func offer(of target: CallTarget, _ value: Percentage) -> String {
        switch target {
        case .service(let index): resolved[index].promise == nil ? "usually \(value)" : "promises \(value)"
        case .external: "reckoned at \(value)"
        }
    }

    /// What a target promises, what is usual for its tier, or what it is reckoned at; `nil` when nobody says.
    func promise(of target: CallTarget) -> Percentage? {
        switch target {
        case .service(let index): resolved[index].slo?.value
        case .external(let index): externals[index].value.value.availability?.value
        }
    }
}
