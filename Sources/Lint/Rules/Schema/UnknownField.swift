// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

extension Rule {
    static let unknownField = Rule(
        id: "unknown-field",
        severity: .error,
        family: .schema,
        summary: "a field is not known at this place",
        rationale: """
            A field that nobody reads changes nothing, and its author believes it does. A typo in `timeout` is a call \
            without a time limit.
            """,
        examples: Examples(
            clean: [Examples.service("cart", "scale: { min: 2, max: 4 }")],
            flagged: [
                Examples.service("cart", "scale: { min: 2, ⟪maks⟫: 4 }"),
                Examples.service("cart", "⟪replicas⟫: 3"),
            ]
        ),
        source: .reading
    )
}
