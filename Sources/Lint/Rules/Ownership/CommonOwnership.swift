// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let commonOwnership = Rule(
        id: "common-ownership",
        severity: .warning,
        family: .ownership,
        summary: "a service has more than one owner",
        rationale: """
            What belongs to two teams is decided by nobody and repaired by the other one. One team owns a service; others may \
            contribute to it.
            """,
        examples: Examples(
            clean: [Examples.provider("cart")],
            flagged: [Examples.provider("cart", owner: "[team-cart, ⟪team-sales⟫]")]
        ),
        source: .check { context in
            context.services.compactMap { service in
                guard let second = service.coOwners.first, let first = service.owner else { return nil }
                let names = ([first] + service.coOwners).map(\.value.text)
                return Finding(
                    "`\(service.name)` has \(names.count) owners",
                    at: second.span,
                    "a second owner",
                    secondary: [.init(first.span, "the first one")],
                    notes: ["the owners are \(Figure.names(names))"],
                    help: "name the one team that decides and is paged",
                    service: service.name
                )
            }
        }
    )
}
