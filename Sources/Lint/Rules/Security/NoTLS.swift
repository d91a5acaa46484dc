// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let noTLS = Rule(
        id: "no-tls",
        severity: .error,
        family: .security,
        summary: "a service for users is reached from outside without TLS",
        rationale: """
            Without TLS, everybody on the way reads and changes what users send, tokens included. TLS is on unless it is \
            switched off; it may stay off where only Environments for development and staging are looked at.
            """,
        examples: Examples(
            clean: [
                Examples.service("cart", "expose: { host: cart.example.com }"),
                Examples.service("cart", "expose: { host: cart.example.com, tls: true }"),
                Examples.documents(
                    Examples.service("cart", "expose: { host: cart.example.com, tls: false }"),
                    Examples.environment("dev", "class: development")
                ),
            ],
            flagged: [
                Examples.object(
                    "networking.k8s.io/v1",
                    "Ingress",
                    "web",
                    "spec:\n  rules:\n    - host: ⟪web.example.com⟫"
                ), Examples.service("cart", "expose: { host: cart.example.com, tls: ⟪false⟫ }"),
            ]
        ),
        evidence: [.own(.expose), .environment(.class, .ingress)],
        source: .check { context in
            guard context.isForProduction else { return [] }
            return context.services.compactMap { service in
                guard let expose = service.expose?.value, let tls = expose.tls, !tls.value else { return nil }
                return Finding(
                    "`\(service.name)` can be reached without TLS",
                    at: tls.span,
                    "everybody on the way can read along",
                    secondary: expose.host.map { [.init($0.span, "from outside")] } ?? [],
                    help: "write `tls: true`",
                    fix: .init(
                        title: "serve TLS only",
                        applicability: .safe,
                        edits: [.init(tls.span, "true")]
                    ),
                    service: service.name
                )
            }
        },
        also: [.objects(PlainIngresses.findings)]
    )
}
