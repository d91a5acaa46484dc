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

    static let yamlSyntax = Rule(
        id: "yaml-syntax",
        severity: .error,
        family: .schema,
        summary: "a file is not YAML",
        rationale:
            "What follows the place of the mistake is not read at all, so nothing can be said about it.",
        examples: Examples(clean: [Examples.service("cart", "tier: low")], flagged: []),
        source: .reading
    )
}
