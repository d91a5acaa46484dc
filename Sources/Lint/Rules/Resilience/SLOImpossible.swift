// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let sloImpossible = Rule(
        id: "slo-impossible",
        severity: .error,
        family: .resilience,
        summary: "a service promises more than something that it cannot do without",
        rationale: """
            A service that cannot answer without another one is down whenever the other one is down. So it cannot promise \
            more than any of those that it requires, however good it is itself. No assumption about independence is needed \
            for that.
            """,
        examples: Examples(
            clean: [
                pair(orders: "99.4", cart: "99.8", call: "{ api: cart/v1, timeout: 400ms }"),
                pair(
                    orders: "99.9",
                    cart: "99.8",
                    call: "{ api: cart/v1, timeout: 400ms, required: false, fallback: cache }"
                ),
            ],
            flagged: [
                pair(orders: "99.9", cart: "99.8", call: "{ api: ⟪cart/v1⟫, timeout: 400ms }"),
                Examples.documents(
                    Examples.system(
                        "domains:\n  shop: { owner: team-orders }\nteams:\n  team-orders: { contact: \"#orders\" }\n"
                            + "external:\n  acquirer: { url: \"https://a.example\", availability: 99.5 }"
                    ),
                    Examples.service(
                        "orders",
                        "consumes:\n  - { api: ⟪external/acquirer⟫, timeout: 400ms }\nresilience: { slo: 99.9 }"
                    )
                ),
            ]
        ),
        evidence: [.own(.required, .slo), .neighbours(.slo), .system(.external)],
        source: .check { context in context.countedCalls.compactMap { finding(about: $0, in: context.system) }
        }
    )

    private static func pair(orders: String, cart: String, call: String) -> String {
        Examples.documents(
            Examples.service(
                "cart",
                "provides:\n  - { api: cart, version: v1, http: 8080 }\nresilience: { slo: \(cart) }"
            ),
            Examples.service("orders", "consumes:\n  - \(call)\nresilience: { slo: \(orders) }")
        )
    }

    private struct Promise {
        var value: Percentage
        var label: Diagnostic.Label?
        var name: String
        var notes: [String]
    }

    private static func finding(about edge: CallEdge, in system: ServiceSystem) -> Finding? {
        let service = system.services[edge.caller]
        guard edge.call.isRequired, let slo = service.resilience?.value.slo,
            let promise = promise(of: edge.target, in: system),
            slo.value > promise.value
        else { return nil }
        return Finding(
            "`\(service.name)` promises \(slo.value) but requires `\(promise.name)`, which has \(promise.value)",
            at: edge.call.api.span,
            "required, \(promise.value)",
            secondary: [.init(slo.span, "promised here"), promise.label].compactMap(\.self),
            notes: [
                "\(slo.value) allows \(FigureText.minutes(slo.value)) of failure in 30 days, `\(promise.name)` alone may use "
                    + FigureText.minutes(promise.value)
            ] + promise.notes,
            help:
                "promise at most \(promise.value), or make the call optional with `required: false` and a `fallback`",
            service: service.name
        )
    }

    private static func promise(of target: CallTarget, in system: ServiceSystem) -> Promise? {
        switch target {
        case .service(let index):
            let name = system.services[index].name
            guard let slo = system.resolved[index].slo else { return nil }
            let label = slo.origin.span.map { Diagnostic.Label($0, "the promise of `\(name)`") }
            let notes =
                label == nil ? ["`\(name)` declares no SLO; \(slo.value) is what its tier stands for"] : []
            return Promise(value: slo.value, label: label, name: name, notes: notes)
        case .external(let index):
            let external = system.externals[index]
            guard let value = external.value.value.availability else { return nil }
            let name = external.name.value
            let label = Diagnostic.Label(value.span, "what `\(name)` is reckoned at")
            return Promise(value: value.value, label: label, name: name, notes: [])
        }
    }
}
