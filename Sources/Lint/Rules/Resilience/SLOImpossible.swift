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
        source: .check { context in context.graph.edges.compactMap { finding(about: $0, in: context) } }
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
        var label: Diagnostic.Label
        var name: String
    }

    private static func finding(about edge: CallGraph.Edge, in context: LintContext) -> Diagnostic? {
        let service = context.services[edge.caller]
        guard edge.isHard, let slo = service.resilience?.value.slo, let callee = edge.callee,
            let promise = promise(of: callee, in: context), slo.value > promise.value
        else { return nil }
        if let target = callee.service, context.graph.isInCycle(target),
            context.graph.components[target] == context.graph.components[edge.caller]
        {
            return nil
        }
        return .init(
            id: "slo-impossible",
            severity: .error,
            headline:
                "`\(service.name)` promises \(slo.value) but requires `\(promise.name)`, which has \(promise.value)",
            primary: .init(edge.reference.span, "required, \(promise.value)"),
            secondary: [.init(slo.span, "promised here"), promise.label],
            notes: [
                "\(slo.value) allows \(minutes(slo.value)) of failure in 30 days, `\(promise.name)` alone may use "
                    + minutes(promise.value)
            ],
            help:
                "promise at most \(promise.value), or make the call optional with `required: false` and a `fallback`",
            service: service.name
        )
    }

    private static func promise(of callee: CallGraph.Callee, in context: LintContext) -> Promise? {
        switch callee {
        case .service(let index):
            let service = context.services[index]
            guard let slo = service.resilience?.value.slo else { return nil }
            return Promise(
                value: slo.value,
                label: .init(slo.span, "the promise of `\(service.name)`"),
                name: service.name
            )
        case .external(let index):
            guard let external = context.system?.external[index],
                let value = external.value.value.availability
            else {
                return nil
            }
            let name = external.name.value
            return Promise(
                value: value.value,
                label: .init(value.span, "what `\(name)` is reckoned at"),
                name: name
            )
        }
    }

    /// The error budget of 30 days, which are 43,200 minutes.
    private static func minutes(_ slo: Percentage) -> String {
        "\(Int(((100 - slo.percent) / 100 * 43_200).rounded())) min"
    }
}
