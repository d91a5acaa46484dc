// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

extension Rule {
    static let yamlInvalid = Rule(
        id: "yaml-invalid",
        severity: .error,
        family: .schema,
        summary: "a file can be read, but means different things to different readers",
        rationale: """
            A name that occurs twice in one mapping keeps its last value in most readers and its first in some. Aliases that \
            multiply beyond all measure stop a reader altogether.
            """,
        examples: Examples(
            clean: [Examples.service("cart", "tier: low")],
            flagged: [Examples.service("cart", "tier: low\n⟪tier⟫: high")]
        ),
        source: .reading
    )
}
