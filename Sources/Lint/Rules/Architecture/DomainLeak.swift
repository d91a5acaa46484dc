// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let domainLeak = Rule(
        id: "domain-leak",
        severity: .info,
        family: .architecture,
        summary: "most of what a service requires belongs to other domains",
        rationale: """
            A bounded context holds together what changes together. A service with at least three required calls, of which more \
            than 60 % go to other domains, probably lives in the wrong one, or lacks a layer that translates. Gateways and \
            services that compose for a front end (`bff`) cross domains by design, and so do external systems.
            """,
        examples: Examples(
            clean: [system("shop", "shop", "sales")],
            flagged: [system("sales", "sales", "sales", domain: "⟪shop⟫")]
        ),
        evidence: [.neighbours(.domain, .role), .own(.api, .required)],
        source: .check { context in
            context.services.indices.compactMap { finding(about: $0, in: context) }
        }
    )

    private static func system(_ domains: String..., domain: String = "shop") -> String {
        let calls = domains.indices.map { "\n  - { api: p\($0)/v1, timeout: 1s }" }.joined()
        let providers = domains.enumerated().map { Examples.provider("p\($0.offset)", domain: $0.element) }
        return Examples.documents(
            Examples.service("orders", "consumes:" + calls, domain: domain),
            providers[0],
            providers[1],
            providers[2]
        )
    }

    private static func finding(about index: Int, in context: LintContext) -> Finding? {
        let service = context.services[index]
        guard let domain = service.domain, ![.gateway, .bff].contains(service.effectiveRole) else {
            return nil
        }
        let targets = context.system.calls(from: index).filter { $0.call.isRequired }.compactMap { edge in
            edge.target.service.map { (edge: edge, domain: context.services[$0].domain?.value) }
        }
        let strangers = targets.filter { $0.domain != domain.value }
        guard targets.count >= 3, strangers.count * 10 > targets.count * 6 else { return nil }
        let names = Set(strangers.compactMap { $0.domain?.text }).sorted()
        return Finding(
            "\(strangers.count) of \(targets.count) calls that `\(service.name)` requires leave its domain",
            at: domain.span,
            "requires \(Figure.names(names))",
            secondary: strangers.prefix(3).map { .init($0.edge.call.api.span, "") },
            help:
                "move the service to where its dependencies are, or let one service of this domain translate",
            service: service.name
        )
    }
}
