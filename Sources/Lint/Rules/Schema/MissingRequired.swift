// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

extension Rule {
    static let missingRequired = Rule(
        id: "missing-required",
        severity: .error,
        family: .schema,
        summary: "a field is missing without which nothing can be deployed",
        rationale:
            "Name, owner, domain, and either `build` or `image`: msctl has no sensible default for them.",
        examples: Examples(
            clean: [Examples.service("cart", "tier: low")],
            flagged: [
                "apiVersion: msctl.dev/v1\nkind: Service\nmetadata:\n  name: cart\n⟪spec⟫:\n  domain: shop\n  build: .\n"
            ]
        ),
        source: .reading
    )
}
