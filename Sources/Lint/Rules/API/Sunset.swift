// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let sunset = Rule(
        id: "sunset",
        severity: .warning,
        family: .api,
        summary: "a service uses an API version that goes away within 90 days, or should be gone",
        rationale: """
            On the day that an API version stops, whoever still calls it stops too. Ninety days before it is a warning, after \
            the day an error.
            """,
        examples: Examples(
            clean: [pair("2999-12-31")],
            flagged: [pair("2001-01-31", api: "⟪cart/v1⟫")]
        ),
        source: .check { context in
            context.system.calls.compactMap {
                finding($0.call.api, by: context.services[$0.caller], in: context)
            }
                + context.system.routes.compactMap {
                    finding($0.route.to, by: context.services[$0.gateway], in: context)
                }
        }
    )

    private static func pair(_ day: String, api: String = "cart/v1") -> String {
        Examples.documents(
            Examples.service(
                "cart",
                "provides:\n  - { api: cart, version: v1, http: 8080, deprecated: { sunset: \(day), use: cart/v2 } }\n"
                    + "  - { api: cart, version: v2, http: 8080 }"
            ),
            Examples.service("orders", "consumes:\n  - { api: \(api), timeout: 1s }")
        )
    }

    private static func finding(
        _ api: Located<APIReference>,
        by caller: ServiceManifest,
        in context: LintContext
    ) -> Finding? {
        let provider = context.system.providers[api.value.description]
        guard let deprecation = provider?.api.deprecated?.value, let sunset = deprecation.sunset else {
            return nil
        }
        let days = sunset.value.daysSinceEpoch - context.today.daysSinceEpoch
        guard days <= 90 else { return nil }
        let when = days < 0 ? "should be gone since \(sunset.value)" : "goes away on \(sunset.value)"
        return Finding(
            "`\(caller.name)` uses `\(api.value)`, which \(when)",
            at: api.span,
            days < 0 ? "\(-days) days too late" : "in \(days) days",
            severity: days < 0 ? .error : .warning,
            secondary: [.init(sunset.span, "the end of `\(api.value)`")],
            help: deprecation.use.map { "use `\($0.value)` instead" } ?? "ask its owner what to use instead",
            fix: deprecation.use.map {
                .init(
                    title: "use `\($0.value)`",
                    applicability: .needsReview,
                    edits: [.init(api.span, $0.value.description)]
                )
            },
            service: caller.name
        )
    }
}
