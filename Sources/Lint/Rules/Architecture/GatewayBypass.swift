// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let gatewayBypass = Rule(
        id: "gateway-bypass",
        severity: .error,
        family: .architecture,
        summary: "a service is reached from outside although there is a gateway",
        rationale: """
            The gateway is where callers are recognised, limited and counted. A second way in has none of this, and it stays \
            open when the gateway is closed. A service that composes for one front end (`bff`) is the gateway of that front end, and \
            left alone.
            """,
        examples: Examples(
            clean: [
                Examples.documents(
                    Examples.service(
                        "gateway",
                        "role: gateway\nexpose: { host: shop.example.com, tls: true }"
                    ),
                    Examples.service("cart", "provides:\n  - { api: cart, version: v1, http: 8080 }")
                ),
                Examples.documents(
                    Examples.service("gateway", "role: gateway"),
                    Examples.service(
                        "hooks",
                        "expose: { host: hooks.example.com, tls: true, bypass: the payment provider signs its calls }"
                    )
                ),
                Examples.service("cart", "expose: { host: cart.example.com, tls: true }"),
                Examples.documents(
                    Examples.service("gateway", "role: gateway"),
                    Examples.service("web", "role: bff\nexpose: { host: www.example.com, tls: true }")
                ),
            ],
            flagged: [
                Examples.documents(
                    Examples.service("gateway", "role: gateway"),
                    Examples.service("cart", "expose: { host: ⟪cart.example.com⟫, tls: true }")
                ),
                Examples.documents(
                    Examples.service("gateway", "role: gateway"),
                    Examples.service(
                        "cart",
                        "provides:\n  - { api: cart, version: v1, http: 8080, visibility: ⟪public⟫, auth: jwt }"
                    )
                ),
            ]
        ),
        evidence: [.own(.expose, .provides), .everyone(.role)],
        source: .check { context in
            guard let gateway = context.services.first(where: { $0.effectiveRole == .gateway }) else {
                return []
            }
            return context.services.flatMap { service in
                isInside(service)
                    ? service.doors.map { finding(at: $0, of: service, beside: gateway) } : []
            }
        }
    )

    private static func isInside(_ service: ServiceManifest) -> Bool {
        ![.gateway, .bff].contains(service.effectiveRole) && !service.hasBypass
    }

    private static func finding(
        at span: SourceSpan,
        of service: ServiceManifest,
        beside gateway: ServiceManifest
    ) -> Finding {
        let api = service.provides.first?.reference ?? "\(service.name)/v1"
        return Finding(
            "`\(service.name)` is reached from outside without passing `\(gateway.name)`",
            at: span,
            "a way in beside the gateway",
            secondary: [.init(gateway.metadata.name.span, "the gateway of this system")],
            help:
                "give `\(gateway.name)` a route to `\(api)`, or say in `expose.bypass` why this way in is needed",
            service: service.name
        )
    }
}
