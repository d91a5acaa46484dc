// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

extension Rule {
    static let danglingRef = Rule(
        id: "dangling-ref",
        severity: .error,
        family: .schema,
        summary:
            "a name refers to an API, an external system, a topic, a domain or a service that nobody declares",
        rationale: """
            At run time such a name is an address that does not resolve. Domains and teams are looked up only when there is a \
            System document, because without one nobody has said which there are.
            """,
        examples: Examples(
            clean: [
                Examples.documents(
                    Examples.service("cart", "provides:\n  - { api: cart, version: v1, http: 8080 }"),
                    Examples.service("orders", "consumes:\n  - { api: cart/v1, timeout: 400ms }")
                )
            ],
            flagged: [
                Examples.documents(
                    Examples.service("cart", "provides:\n  - { api: cart, version: v1, http: 8080 }"),
                    Examples.service("orders", "consumes:\n  - { api: ⟪card/v1⟫, timeout: 400ms }")
                ),
                Examples.service("orders", "consumes:\n  - { api: ⟪external/acquirer⟫, timeout: 400ms }"),
                Examples.documents(
                    Examples.system(
                        "domains:\n  sales: { owner: team-orders }\nteams:\n  team-orders: { contact: \"#o\" }"
                    ),
                    """
                    apiVersion: msctl.dev/v1
                    kind: Service
                    metadata:
                      name: orders
                    spec:
                      owner: team-orders
                      domain: ⟪sale⟫
                      build: .
                      events:
                        subscribes:
                          - { topic: ⟪cart.changed⟫, version: v1 }
                    """
                ),
            ]
        ),
        source: .reading
    )
}
