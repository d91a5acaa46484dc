// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let lockStep = Rule(
        id: "lock-step",
        severity: .warning,
        family: .architecture,
        summary: "a service can be deployed only after another one",
        rationale: """
            Services that have to be deployed in an order are one program in several parts, with all the costs of both. A change \
            that callers and callee both understand for a while needs no order. msctl orders new dependencies by itself.
            """,
        examples: Examples(
            clean: [Examples.provider("cart", "deploy: { strategy: rolling }")],
            flagged: [
                Examples.documents(
                    Examples.provider("cart"),
                    Examples.provider("orders", "deploy: { after: [⟪cart⟫] }")
                )
            ]
        ),
        source: .check { context in
            context.services.compactMap { service in
                guard let after = service.deploy?.value.after, let first = after.first else { return nil }
                return Finding(
                    "`\(service.name)` can be deployed only after \(Figure.names(after.map(\.value)))",
                    at: first.span,
                    "deployed first",
                    help: "let the new version work with the old one of the other side, and remove `after`",
                    service: service.name
                )
            }
        }
    )
}
