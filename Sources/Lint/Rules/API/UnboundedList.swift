// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Manifest

extension Rule {
    static let unboundedList = Rule(
        id: "unbounded-list",
        severity: .info,
        family: .api,
        status: .optIn,
        summary: "an operation answers with a list, and callers cannot say how much of it they want",
        rationale: """
            Lists grow. What has ten entries in tests has a million after a year: the answer no longer fits into memory or into the \
            time limit, and no caller can ask for less. Looked for is a parameter of `GET` whose name speaks of a page, a limit, a cursor, \
            an offset or a size, or `maxItems` at the list. Short lists by nature are common, so the rule runs only when asked for.
            """,
        examples: Examples(
            clean: [
                contract("parameters: [{ name: page_size, in: query, schema: { type: integer } }]"),
                contract("summary: short", answer: "{ type: array, maxItems: 50, items: { type: string } }"),
                contract("summary: one", answer: "{ type: object }"),
            ],
            flagged: [
                contract("summary: all", method: "⟪get⟫"),
                contract("parameters: [{ name: sort, in: query }]", method: "⟪get⟫"),
            ]
        ),
        needs: [.files],
        evidence: [.own(.provides)],
        source: .check { context in
            context.services.flatMap { service in
                service.provides.flatMap { findings(about: $0, of: service, in: context) }
            }
        }
    )

    private static func contract(
        _ fields: String,
        method: String = "get",
        answer: String = "{ type: array, items: { type: string } }"
    ) -> String {
        Examples.repository(
            (
                "msctl.yaml",
                Examples.service(
                    "cart",
                    "provides:\n  - { api: cart, version: v1, http: 8080, spec: cart.yaml }"
                )
            ),
            (
                "cart.yaml",
                """
                openapi: 3.1.0
                info: { title: cart, version: 1.0.0 }
                paths:
                  /carts:
                    \(method):
                      \(fields)
                      responses:
                        "200":
                          content:
                            application/json:
                              schema: \(answer)
                """
            )
        )
    }

    private static func findings(
        about api: ProvidedAPI,
        of service: ServiceManifest,
        in context: LintContext
    ) -> [Finding] {
        guard let files = context.files, let spec = api.spec,
            case .openAPI(let contract)? = files.contract(at: service.folder.appendingPath(spec.value))
        else { return [] }
        return contract.operations.compactMap { operation in
            guard operation.method == "GET", let list = list(in: operation),
                !operation.parameters.contains(where: { isBound($0.name) })
            else { return nil }
            return Finding(
                "`\(operation.title)` of `\(api.reference)` answers with all there is",
                at: operation.span,
                "no parameter for a page or a limit",
                secondary: [.init(list, "a list without `maxItems`")],
                help: "take a limit and a cursor, and answer with a page at a time",
                service: service.name,
                pointer: "/\(operation.title)"
            )
        }
    }

    /// The list that a success answers with: the body itself, or the only list in an object.
    private static func list(in operation: OpenAPIContract.Operation) -> SourceSpan? {
        let bodies = operation.responses.filter { $0.status.hasPrefix("2") }.flatMap(\.bodies)
        for schema in bodies.compactMap(\.schema) {
            guard let flat = FlatSchema(schema) else { continue }
            if flat.types?.contains("array") == true {
                return flat.limits["maxItems"] == nil ? flat.span : nil
            }
        }
        return nil
    }

    private static func isBound(_ name: String) -> Bool {
        let name = name.lowercased()
        return [
            "page", "limit", "cursor", "offset", "size", "after", "before", "top", "skip", "first", "count",
            "max",
        ]
        .contains(where: name.contains)
    }
}
