// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

extension Rule {
    static let scaleBounds = Rule(
        id: "scale-bounds",
        severity: .error,
        family: .scaling,
        summary: "no autoscaler accepts the bounds: fewer replicas at most than at least, or none at least",
        rationale: """
            The bounds may come from two files: the service's own and an Environment's override. Kubernetes refuses them at the \
            time of the deploy; and once a service has no replica, no measurement tells its autoscaler to start one.
            """,
        examples: Examples(
            clean: [
                Examples.service("cart", "scale: { min: 2, max: 4 }"), Examples.service("cart", "scale: 0"),
            ],
            flagged: [
                Examples.service("cart", "scale: { min: 4, max: ⟪2⟫ }"),
                Examples.service("cart", "scale: { min: ⟪0⟫, max: 2 }"),
            ]
        ),
        source: .reading
    )
}
