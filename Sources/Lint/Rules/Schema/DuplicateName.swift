// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

extension Rule {
    static let duplicateName = Rule(
        id: "duplicate-name",
        severity: .error,
        family: .schema,
        summary: "two services have one name, or two services offer the same API",
        rationale:
            "A name is an address: the cluster would send a request to one of the two, and nobody could say to which.",
        examples: Examples(
            clean: [
                Examples.documents(
                    Examples.service("cart", "provides:\n  - { api: cart, version: v1, http: 8080 }"),
                    Examples.service("cart-next", "provides:\n  - { api: cart, version: v2, http: 8080 }")
                )
            ],
            flagged: [
                Examples.documents(
                    Examples.service("cart", "provides:\n  - { api: cart, version: v1, http: 8080 }"),
                    Examples.service("cart-next", "provides:\n  - { api: ⟪cart⟫, version: v1, http: 8080 }")
                ),
                Examples.documents(
                    Examples.service("cart", "tier: low"),
                    """
                    apiVersion: msctl.dev/v1
                    kind: Service
                    metadata:
                      name: ⟪cart⟫
                    spec: { owner: team-cart, domain: shop, build: . }
                    """
                ),
            ]
        ),
        source: .reading
    )
}
