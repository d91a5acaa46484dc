// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Manifest

extension Rule {
    static let unversionedAPI = Rule(
        id: "unversioned-api",
        severity: .error,
        family: .api,
        summary: "an API has no version, or its path does not show it",
        rationale: """
            An API without a version cannot change in a way that breaks callers without breaking them, because there is no \
            second one to offer beside it. The version stands in the path, or `versioning` names the header that chooses it.
            """,
        examples: Examples(
            clean: [
                Examples.service("cart", "provides:\n  - { api: cart, version: v1, http: 8080 }"),
                Examples.service(
                    "cart",
                    "provides:\n  - { api: cart, version: v2, http: { port: 8080, path: /api/v2 } }"
                ),
                Examples.service(
                    "cart",
                    "provides:\n  - { api: cart, version: v2, versioning: X-Version, http: { port: 8080, path: /api } }"
                ),
                Examples.service("db", "provides:\n  - { api: db, tcp: 5432 }"),
            ],
            flagged: [
                Examples.service("cart", "provides:\n  - { api: ⟪cart⟫, http: 8080 }"),
                Examples.service(
                    "cart",
                    "provides:\n  - { api: cart, version: v2, http: { port: 8080, path: ⟪/api⟫ } }"
                ),
            ]
        ),
        source: .check { context in
            context.services.flatMap { service in
                service.provides.compactMap { finding(about: $0, of: service) }
            }
        }
    )

    private static func finding(about api: ProvidedAPI, of service: ServiceManifest) -> Finding? {
        guard api.wireProtocol.value != .tcp else { return nil }
        guard let version = api.version else {
            return Finding(
                "the API `\(api.api.value)` has no version",
                at: api.api.span,
                "no `version`",
                help: "add `version: v1`",
                fix: insertion(for: api, of: service),
                service: service.name
            )
        }
        guard let path = api.path, api.versioning == nil,
            !path.value.split(separator: "/").contains(Substring(version.value.description))
        else { return nil }
        return Finding(
            "the path `\(path.value)` does not show that `\(api.api.value)` is \(version.value)",
            at: path.span,
            "no `\(version.value)` in it",
            secondary: [.init(version.span, "the version")],
            help:
                "serve it below `\(path.value.hasSuffix("/") ? path.value : path.value + "/")\(version.value)`, "
                + "or name the header that chooses the version in `versioning`",
            service: service.name
        )
    }

    private static func insertion(for api: ProvidedAPI, of service: ServiceManifest) -> Diagnostic.Fix? {
        let entries = service.source.node(at: api.pointer)?.mapping ?? []
        let entry = entries.first { $0.key.scalar?.text == "api" } ?? entries.first
        return entry.map {
            .init(
                title: "call it v1",
                applicability: .needsReview,
                edits: [FieldInsertion.edit("version: v1", behind: $0, in: service.source)]
            )
        }
    }
}
