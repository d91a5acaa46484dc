// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let unknownOperation = Rule(
        id: "unknown-operation",
        severity: .error,
        family: .api,
        summary: "a service uses an operation that the contract of the API does not have",
        rationale: """
            What is not in the contract is answered with 404, or will be after the next release, because nobody knows that it is \
            used. Operations are named by their `operationId`, or by method and path; the contract is read from the OpenAPI \
            document that `spec` names, and nothing is said where there is none to be read.
            """,
        examples: Examples(
            clean: [
                Examples.documents(
                    Examples.provider("cart"),
                    Examples.service(
                        "orders",
                        "consumes:\n  - { api: cart/v1, timeout: 1s, operations: [getCart] }"
                    )
                )
            ],
            flagged: []
        ),
        source: .check { context in
            context.system.calls.flatMap { edge -> [Diagnostic] in
                guard !edge.call.operations.isEmpty, let contract = context.contract(of: edge.call.api.value)
                else {
                    return []
                }
                return edge.call.operations.filter { contract.contract.operation($0.value) == nil }.map {
                    finding(about: $0, edge, contract, in: context)
                }
            }
        }
    )

    private static func finding(
        about operation: Located<String>,
        _ edge: CallEdge,
        _ contract: LintContext.ProvidedContract,
        in context: LintContext
    ) -> Diagnostic {
        let suggestion = Spelling.suggestion(for: operation.value, among: contract.contract.names)
        let known = Figure.names(contract.contract.operations.map { $0.id ?? "\($0.method) \($0.path)" })
        return .init(
            id: "unknown-operation",
            severity: .error,
            headline: "`\(edge.call.api.value)` has no operation `\(operation.value)`",
            primary: .init(operation.span, "not in its contract"),
            secondary: [.init(contract.spec.span, "the contract")],
            help: suggestion.map { "did you mean `\($0)`?" } ?? "it has \(known)",
            fix: suggestion.map {
                .init(title: "write `\($0)`", applicability: .needsReview, edits: [.init(operation.span, $0)])
            },
            service: context.services[edge.caller].name
        )
    }
}
