// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

extension Rule {
    static let badSuppression = Rule(
        id: "bad-suppression",
        severity: .warning,
        family: .schema,
        summary: "a suppression has no reason, has ended, names no rule, or silences nothing",
        rationale: """
            Accepting a finding is a decision: it has a reason, and mostly an end. A suppression without a reason has no \
            effect; one that has ended has none either, so that the finding comes back on the day that was agreed on; one \
            that silences nothing hides the next finding of that name.
            """,
        examples: Examples(
            clean: [
                Examples.service(
                    "cart",
                    "# msctl:ignore single-replica until=2999-12-31 -- a second one comes with the new cache\nscale: 1"
                ),
                Examples.service("cart", "scale: 1 # msctl:ignore single-replica -- shows a demo"),
                Examples.service(
                    "cart",
                    "scale: 1\nlint:\n  ignore:\n    - { rule: single-replica, reason: shows a demo }"
                ),
            ],
            flagged: [
                Examples.service("cart", "scale: 1 # msctl:ignore ⟪single-replica⟫"),
                Examples.service("cart", "scale: 1 # msctl:ignore ⟪single-replica⟫ until=2001-12-31 -- soon"),
                Examples.service("cart", "scale: 2 # msctl:ignore ⟪single-replica⟫ -- shows a demo"),
                Examples.service("cart", "scale: 1 # msctl:ignore ⟪one-replica⟫ -- shows a demo"),
                Examples.service(
                    "cart",
                    "scale: 2\nlint:\n  ignore:\n    - { rule: ⟪single-replica⟫, reason: shows a demo }"
                ),
            ]
        ),
        source: .suppressions
    )
}
