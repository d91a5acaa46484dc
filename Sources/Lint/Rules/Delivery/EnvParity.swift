// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

extension Rule {
    static let envParity = Rule(
        id: "env-parity",
        severity: .error,
        family: .delivery,
        summary: "an Environment changes what a service is, not only how much of it there is",
        rationale: """
            An Environment may change scale, resources, variables, the host and the way of deploying. If it could change \
            images, dependencies or stores, then what was tested in one place would not be what runs in the next.
            """,
        examples: Examples(
            clean: [
                Examples.documents(
                    Examples.service("cart", "tier: low"),
                    Examples.environment("prod", "overrides:\n  cart: { scale: { min: 4 } }")
                )
            ],
            flagged: [
                Examples.documents(
                    Examples.service("cart", "tier: low"),
                    Examples.environment("prod", "overrides:\n  cart: { ⟪image⟫: ghcr.io/acme/cart:2 }")
                )
            ]
        ),
        source: .reading
    )
}
