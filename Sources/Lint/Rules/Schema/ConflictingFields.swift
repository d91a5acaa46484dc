// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

extension Rule {
    static let conflictingFields = Rule(
        id: "conflicting-fields",
        severity: .error,
        family: .schema,
        summary: "two fields exclude each other",
        rationale:
            "The manifest wants two things that cannot both be; msctl does not guess which one is meant.",
        examples: Examples(
            clean: [Examples.service("nightly", "role: cron\nschedule: \"0 3 * * *\"")],
            flagged: [
                Examples.service("cart", "⟪schedule⟫: \"0 3 * * *\""),
                Examples.service("cart", "scale: 1\ndeploy: { strategy: ⟪canary⟫ }"),
            ]
        ),
        source: .reading
    )
}
