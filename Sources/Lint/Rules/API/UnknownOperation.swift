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
            used. The contract is the file that `spec` names: operations of OpenAPI go by their `operationId`, or by method and \
            path; those of AsyncAPI by their id, or as `send channel` and `receive channel`; calls of protocol buffers as \
            `Service/Method` or `Method`. Nothing is said where there is no contract, or one in another language.
            """,
        examples: Examples(
            clean: [
                repository(["getCart", "DELETE /carts/{cart}"]), proto(["Carts/Get", "Drop"]),
                Examples.documents(
                    Examples.provider("cart"),
                    Examples.service(
                        "orders",
                        "consumes:\n  - { api: cart/v1, timeout: 1s, operations: [getCart] }"
                    )
                ),
            ],
            flagged: [repository(["⟪getCard⟫", "⟪PUT /carts⟫"]), proto(["⟪Carts/Find⟫"])]
        ),
        needs: [.files],
        evidence: [.neighbours(.provides)],
        source: .check { context in
            context.system.calls.flatMap { edge -> [Finding] in
                guard !edge.call.operations.isEmpty, let provided = context.contract(of: edge.call.api.value),
                    let known = provided.contract.operations
                else {
                    return []
                }
                return edge.call.operations.filter { !known.has($0.value) }.map {
                    finding(about: $0, edge, known, provided.spec, in: context)
                }
            }
        }
    )

    private static func system(_ spec: String, _ port: String, _ operations: [String]) -> String {
        Examples.documents(
            Examples.service(
                "cart",
                "provides:\n  - { api: cart, version: v1, \(port): 8080, spec: \(spec) }"
            ),
            Examples.service(
                "orders",
                "consumes:\n  - api: cart/v1\n    timeout: 1s\n    operations:\n"
                    + operations.map { "      - \($0)" }.joined(separator: "\n")
            )
        )
    }

    private static func repository(_ operations: [String]) -> String {
        Examples.repository(
            ("msctl.yaml", system("cart.yaml", "http", operations)),
            (
                "cart.yaml",
                """
                openapi: 3.1.0
                info: { title: cart, version: 1.0.0 }
                paths:
                  /carts/{id}:
                    get: { operationId: getCart }
                    delete: { operationId: dropCart }
                """
            )
        )
    }

    private static func proto(_ operations: [String]) -> String {
        Examples.repository(
            ("msctl.yaml", system("cart.proto", "grpc", operations)),
            (
                "cart.proto",
                """
                syntax = "proto3";
                service Carts {
                  rpc Get(Key) returns (Cart);
                  rpc Drop(Key) returns (Cart);
                }
                message Key { string id = 1; }
                message Cart { repeated string items = 1; }
                """
            )
        )
    }

    private static func finding(
        about operation: Located<String>,
        _ edge: CallEdge,
        _ known: ContractOperations,
        _ spec: Located<String>,
        in context: LintContext
    ) -> Finding {
        let suggestion = Spelling.suggestion(for: operation.value, among: known.names)
        return Finding(
            "`\(edge.call.api.value)` has no operation `\(operation.value)`",
            at: operation.span,
            "not in its contract",
            secondary: [.init(spec.span, "the contract")],
            help: suggestion.map { "did you mean `\($0)`?" } ?? "it has \(Figure.names(known.titles))",
            fix: suggestion.map {
                .init(title: "write `\($0)`", applicability: .needsReview, edits: [.init(operation.span, $0)])
            },
            service: context.services[edge.caller].name
        )
    }
}
