// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let unsafeRetry = Rule(
        id: "unsafe-retry",
        severity: .error,
        family: .api,
        summary: "a POST or PATCH is retried although nobody says that repeating it is harmless",
        rationale: """
            A try without an answer may have worked: the retry then charges the card a second time. A retry is safe when the \
            callee recognises repeated requests by an idempotency key, or when the caller knows that repeating is harmless. Only \
            operations that the manifest names are judged, with their method or by their id in the contract.
            """,
        examples: Examples(
            clean: [
                pair("operations: [POST /charges], retries: 1, idempotent: true"),
                pair("operations: [GET /charges], retries: 1"), pair("operations: [POST /charges]"),
                pair("operations: [POST /charges], retries: 1", api: ", idempotencyKey: Idempotency-Key"),
            ],
            flagged: [
                pair("operations: [⟪POST /charges⟫], retries: 1"),
                Examples.documents(
                    Examples.provider("bank"),
                    Examples.service(
                        "gateway",
                        "role: gateway\nroutes:\n"
                            + "  - { path: /v1/bank, to: bank/v1, timeout: 1s, retries: 1, methods: [GET, ⟪PATCH⟫] }"
                    )
                ),
            ]
        ),
        evidence: [.own(.idempotent), .neighbours(.provides), .system(.callDefaults)],
        source: .check { context in
            context.system.calls.compactMap { finding(about: $0, in: context) }
                + context.system.routes.compactMap { finding(about: $0, in: context) }
        }
    )

    private static func pair(_ fields: String, api: String = "") -> String {
        Examples.documents(
            Examples.service("bank", "provides:\n  - { api: bank, version: v1, http: 8080\(api) }"),
            Examples.service("orders", "consumes:\n  - { api: bank/v1, timeout: 1s, \(fields) }")
        )
    }

    private static func isUnsafe(_ method: some StringProtocol) -> Bool {
        ["POST", "PATCH"].contains(method.uppercased())
    }

    /// The method of an operation: as written, or as the contract says of its id.
    private static func method(of operation: String, _ call: Boxed<ConsumedAPI>, in context: LintContext)
        -> String
    {
        if case .openAPI(let contract)? = context.contract(of: call.api.value)?.contract,
            let found = contract.operation(operation)
        {
            return found.method
        }
        return String(operation.prefix { $0 != " " })
    }

    /// Whether the API recognises requests that are repeated.
    private static func hasKey(_ reference: APIReference, in context: LintContext) -> Bool {
        context.system.providers[reference.description]?.api.idempotencyKey != nil
    }

    private static func finding(about edge: CallEdge, in context: LintContext) -> Finding? {
        let call = edge.call
        guard edge.resolved.attempts.value > 1, call.idempotent?.value != true,
            !hasKey(call.api.value, in: context),
            let operation = call.operations.first(where: { isUnsafe(method(of: $0.value, call, in: context)) }
            )
        else { return nil }
        return Finding(
            "`\(context.services[edge.caller].name)` repeats `\(operation.value)` of `\(call.api.value)`",
            at: operation.span,
            "may have worked before it is tried again",
            secondary: [context.label(edge.resolved.attempts, "retried here")].compactMap(\.self),
            help:
                "let the callee take an idempotency key and say so with `idempotencyKey`, say `idempotent: true` if "
                + "repeating is harmless, or do not retry",
            service: context.services[edge.caller].name
        )
    }

    private static func finding(about edge: RouteEdge, in context: LintContext) -> Finding? {
        let route = edge.route
        guard route.attempts > 1, !hasKey(route.to.value, in: context),
            let method = route.methods.first(where: { isUnsafe($0.value.rawValue) })
        else { return nil }
        return Finding(
            "the route `\(route.path.value)` repeats a \(method.value.rawValue) of `\(route.to.value)`",
            at: method.span,
            "may have worked before it is tried again",
            secondary: route.retries.map { [.init($0.span, "retried here")] } ?? [],
            help: "let `\(route.to.value)` take an `idempotencyKey`, or do not retry here",
            service: context.services[edge.gateway].name
        )
    }
}
