// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let noFallback = Rule(
        id: "no-fallback",
        severity: .error,
        family: .resilience,
        summary: "a call is optional and nobody says what happens without an answer",
        rationale: """
            `required: false` is a promise: the caller answers although this call does not. Without a `fallback` nobody has \
            built what keeps it, and the arithmetic of this linter would believe it.
            """,
        examples: Examples(
            clean: [pair("required: false, fallback: cache"), pair("required: true")],
            flagged: [pair("required: ⟪false⟫")]
        ),
        source: .check { context in
            context.services.flatMap { service in
                service.consumes.compactMap { call in
                    guard let required = call.required, !required.value, call.fallback == nil else {
                        return nil
                    }
                    return Finding(
                        "`\(service.name)` has nothing to answer with when `\(call.api.value)` is down",
                        at: required.span,
                        "optional, and no `fallback`",
                        help:
                            "add `fallback: cache`, `default`, `queue` or `skip`, and build it; otherwise the call is required",
                        service: service.name
                    )
                }
            }
        }
    )

    private static func pair(_ fields: String) -> String {
        Examples.documents(
            Examples.provider("cart"),
            Examples.service("orders", "consumes:\n  - { api: cart/v1, timeout: 1s, \(fields) }")
        )
    }
}
