// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let openEgress = Rule(
        id: "open-egress",
        severity: .warning,
        family: .security,
        summary: "a service may connect to everywhere",
        rationale: """
            Whoever breaks into a process sends out what he finds there, if he can. The network policy lets a service reach what \
            its manifest declares; an external system is declared in the System, and other hosts one by one.
            """,
        examples: Examples(
            clean: [Examples.service("mail", "network: { egress: [smtp.example.com, 10.0.0.0/8] }")],
            flagged: [
                Examples.service("mail", "network: { egress: [⟪0.0.0.0/0⟫] }"),
                Examples.service("mail", "network:\n  egress:\n    - { to: ⟪\"*\"⟫, ports: [25] }"),
            ]
        ),
        source: .check { context in
            context.services.flatMap { service in
                (service.network?.value.egress ?? []).filter(\.isEverybody).map { peer in
                    Finding(
                        "`\(service.name)` may connect to everywhere",
                        at: peer.peer.span,
                        "everywhere",
                        help: "name the hosts, or declare an external system and consume it",
                        service: service.name
                    )
                }
            }
        }
    )
}

extension NetworkPeer {
    /// Whether the other end may be anybody.
    var isEverybody: Bool { ["*", "0.0.0.0/0", "::/0"].contains(peer.value) }
}
