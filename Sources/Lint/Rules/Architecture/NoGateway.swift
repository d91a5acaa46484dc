// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let noGateway = Rule(
        id: "no-gateway",
        severity: .warning,
        family: .architecture,
        summary: "several services are public and there is no gateway",
        rationale: """
            Recognising callers, limiting and counting them, TLS and CORS are then solved once per service, differently each \
            time, and every client has to know how the system is cut into services today.
            """,
        examples: Examples(
            clean: [
                Examples.service("cart", "expose: { host: cart.example.com, tls: true }"),
                Examples.documents(
                    Examples.service(
                        "gateway",
                        "role: gateway\nexpose: { host: shop.example.com, tls: true }"
                    ),
                    Examples.provider("cart"),
                    Examples.provider("orders")
                ),
            ],
            flagged: [
                Examples.documents(
                    Examples.service("cart", "expose: { host: cart.example.com, tls: true }"),
                    Examples.service(
                        "orders",
                        "provides:\n  - { api: orders, version: v1, http: 8080, visibility: ⟪public⟫, auth: jwt }"
                    )
                )
            ]
        ),
        evidence: [.everyone(.role)],
        source: .check { context in
            let isGateway: (ServiceManifest) -> Bool = { [.gateway, .bff].contains($0.effectiveRole) }
            guard !context.services.contains(where: isGateway) else { return [] }
            let open = context.services.compactMap { service in
                service.hasBypass ? nil : service.doors.first.map { (service: service, door: $0) }
            }
            guard open.count > 1 else { return [] }
            let names = open.map { "`\($0.service.name)`" }
            return [
                Finding(
                    "\(open.count) services are public, and the system has no gateway",
                    at: open[1].door,
                    "a second public service",
                    secondary: [.init(open[0].door, "the first one")],
                    notes: ["public are \(names.joined(separator: ", "))"],
                    help: "put a service with `role: gateway` and `routes` in front of them",
                    service: open[1].service.name
                )
            ]
        }
    )
}
