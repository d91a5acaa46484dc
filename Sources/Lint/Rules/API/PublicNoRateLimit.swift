// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let publicNoRateLimit = Rule(
        id: "public-no-ratelimit",
        severity: .warning,
        family: .api,
        summary: "a public API does not limit how often one caller may call",
        rationale: """
            One client with a loop in it, or with bad intent, is enough to use up what was meant for all. Behind a gateway it is \
            the gateway's limit that counts.
            """,
        examples: Examples(
            clean: [
                Examples.service("cart", open("rateLimit: 50/s")),
                Examples.documents(
                    Examples.service("gateway", "role: gateway\n" + open("rateLimit: 50/s")),
                    Examples.provider("cart")
                ),
            ],
            flagged: [Examples.service("cart", open("spec: openapi.yaml", visibility: "⟪public⟫"))]
        ),
        evidence: [.everyone(.name, .role), .neighbours(.routes)],
        source: .check { context in
            let hasGateway = context.services.contains { $0.effectiveRole == .gateway }
            return context.services.flatMap { service -> [Finding] in
                // A way in beside the gateway is reported as such.
                if hasGateway, service.effectiveRole != .gateway, !service.hasBypass { return [] }
                return service.provides.compactMap { api in
                    guard let visibility = api.visibility, visibility.value == .public, api.rateLimit == nil,
                        api.wireProtocol.value != .tcp, service.effectiveRole != .static
                    else { return nil }
                    return Finding(
                        "one caller may call the public API `\(api.reference)` as often as it can",
                        at: visibility.span,
                        "public, and no `rateLimit`",
                        help: "add `rateLimit:` with what one caller needs, such as `50/s`",
                        service: service.name
                    )
                }
            }
        }
    )

    private static func open(_ field: String, visibility: String = "public") -> String {
        "provides:\n  - { api: cart, version: v1, http: 8080, visibility: \(visibility), auth: jwt, \(field) }"
    }
}
