// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

extension Rule {
    static let badValue = Rule(
        id: "bad-value",
        severity: .error,
        family: .schema,
        summary: "a value does not have the type, the format or the range of its field",
        rationale: """
            What is not understood here would be understood differently by somebody else later: by the cluster, at the time \
            of the deploy.
            """,
        examples: Examples(
            clean: [Examples.service("cart", "resilience: { slo: 99.9, deadline: 250ms }")],
            flagged: [
                Examples.service("cart", "resilience: { deadline: ⟪soon⟫ }"),
                Examples.service("cart", "tier: ⟪important⟫"),
            ]
        ),
        source: .reading
    )
}
