// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let duplicateName = Rule(
        id: "duplicate-name",
        severity: .error,
        family: .schema,
        summary: "two services have one name, or two services offer the same API",
        rationale: """
            A name is an address: the cluster would send a request to one of the two, and nobody could say to which.
            """,
        examples: Examples(
            clean: [
                Examples.documents(
                    Examples.service("cart", "provides:\n  - { api: cart, version: v1, http: 8080 }"),
                    Examples.service("cart-next", "provides:\n  - { api: cart, version: v2, http: 8080 }")
                )
            ],
            flagged: [
                Examples.documents(
                    Examples.service("cart", "provides:\n  - { api: cart, version: v1, http: 8080 }"),
                    Examples.service("cart-next", "provides:\n  - { api: ⟪cart⟫, version: v1, http: 8080 }")
                ),
                Examples.documents(
                    Examples.service("cart", "tier: low"),
                    """
                    apiVersion: msctl.dev/v1
                    kind: Service
                    metadata:
                      name: ⟪cart⟫
                    spec: { owner: team-cart, domain: shop, build: . }
                    """
                ),
            ]
        ),
        source: .check { context in
            let services = context.services.map { Located($0.name, at: $0.metadata.name.span) }
            let systems = context.manifests.systems.map { Located($0.name, at: $0.metadata.name.span) }
            let environments = context.manifests.environments.map {
                Located($0.name, at: $0.metadata.name.span)
            }
            return twins(services, "two services are called") + twins(systems, "two systems are called")
                + twins(environments, "two Environments are called") + sharedAPIs(context)
        }
    )

    private static func twins(_ names: [Located<String>], _ what: String) -> [Diagnostic] {
        var first: [String: SourceSpan] = [:]
        return names.compactMap { name in
            guard let earlier = first[name.value] else {
                first[name.value] = name.span
                return nil
            }
            return .init(
                id: "duplicate-name",
                severity: .error,
                headline: "\(what) `\(name.value)`",
                primary: .init(name.span, "the same name"),
                secondary: [.init(earlier, "first declared here")],
                help: "rename one of them"
            )
        }
    }

    private static func sharedAPIs(_ context: LintContext) -> [Diagnostic] {
        var first: [String: (service: ServiceManifest, span: SourceSpan)] = [:]
        var found: [Diagnostic] = []
        for service in context.services {
            for api in service.provides {
                guard let earlier = first[api.reference] else {
                    first[api.reference] = (service, api.api.span)
                    continue
                }
                guard earlier.service.name != service.name else { continue }
                found.append(
                    .init(
                        id: "duplicate-name",
                        severity: .error,
                        headline:
                            "`\(earlier.service.name)` and `\(service.name)` both offer `\(api.reference)`",
                        primary: .init(api.api.span, "offered a second time"),
                        secondary: [.init(earlier.span, "first offered here")],
                        help: "give one of them another name or version",
                        service: service.name
                    )
                )
            }
        }
        return found
    }
}
