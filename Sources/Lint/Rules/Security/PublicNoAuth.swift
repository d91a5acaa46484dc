// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let publicNoAuth = Rule(
        id: "public-no-auth",
        severity: .error,
        family: .security,
        summary: "a public API does not say how callers prove who they are",
        rationale: """
            A public API is found by scanners within hours. If the manifest does not say how callers are recognised, nobody \
            has decided it, and the door is open until somebody notices.
            """,
        examples: Examples(
            clean: [
                Examples.service(
                    "gateway",
                    "role: gateway\nprovides:\n  - { api: shop, version: v1, http: 8080, visibility: public, auth: oidc }"
                ),
                Examples.service(
                    "status",
                    """
                    provides:
                      - api: status
                        version: v1
                        http: 8080
                        visibility: public
                        auth: { method: none, reason: shows nothing but whether the shop is up }
                    """
                ),
                Examples.service("cart", "provides:\n  - { api: cart, version: v1, http: 8080 }"),
            ],
            flagged: [
                Examples.service(
                    "gateway",
                    "role: gateway\nprovides:\n  - { api: shop, version: v1, http: 8080, visibility: ⟪public⟫ }"
                ),
                Examples.service(
                    "gateway",
                    "role: gateway\nprovides:\n  - { api: shop, version: v1, http: 8080, visibility: public, auth: ⟪none⟫ }"
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
        guard let visibility = api.visibility, visibility.value == .public else { return nil }
        var finding = Finding(
            "anybody may call the public API `\(api.reference)`",
            at: visibility.span,
            "public, and no `auth`",
            help:
                "add `auth: oidc` (or `jwt`, `mtls`, `apiKey`); if nobody needs to be known, `auth: { method: none, reason: … }`",
            service: service.name
        )
        guard let auth = api.auth else { return finding }
        guard auth.value.method.value == .none, auth.value.reason?.value.isEmpty ?? true else { return nil }
        finding.primary = .init(auth.value.method.span, "without a reason")
        finding.secondary = [.init(visibility.span, "public here")]
        return finding
    }
}
