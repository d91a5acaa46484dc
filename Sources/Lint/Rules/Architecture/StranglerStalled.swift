// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let stranglerStalled = Rule(
        id: "strangler-stalled",
        severity: .warning,
        family: .architecture,
        summary: "the move from an old system is past its day, or done and still configured",
        rationale: """
            While two systems answer the same requests, every change is made twice and every fault is looked for in both. A move \
            has an end: at 100 % the old system has to go out of the route, and after `until` somebody has to say why not yet.
            """,
        examples: Examples(
            clean: [route("weight: 25, until: 2999-12-31"), route("weight: 25")],
            flagged: [route("weight: 25, until: ⟪2001-01-31⟫"), route("weight: ⟪100⟫")]
        ),
        source: .check { context in
            context.services.flatMap { service in
                service.routes.compactMap { finding(about: $0, of: service, context.today) }
            }
        }
    )

    private static func route(_ fields: String) -> String {
        Examples.documents(
            Examples.system("external:\n  old: { url: \"https://old.example\" }"),
            Examples.provider("cart"),
            Examples.service(
                "gateway",
                "role: gateway\nroutes:\n  - path: /v1/cart\n    to: cart/v1\n    timeout: 1s\n"
                    + "    strangler: { legacy: old, \(fields) }"
            )
        )
    }

    private static func finding(about route: Route, of service: ServiceManifest, _ today: CalendarDate)
        -> Finding?
    {
        guard let strangler = route.strangler else { return nil }
        let weight = strangler.value.weight
        let legacy = strangler.value.legacy.value
        if weight.value == 100 {
            return Finding(
                "`\(legacy)` gets nothing of `\(route.path.value)` any more and is still configured",
                at: weight.span,
                "the move is done",
                help: "remove `strangler` from the route",
                fix: removal(of: route, service),
                service: service.name
            )
        }
        guard let until = strangler.value.until, until.value < today else { return nil }
        return Finding(
            "the move of `\(route.path.value)` away from `\(legacy)` should have ended on \(until.value)",
            at: until.span,
            "\(today.daysSinceEpoch - until.value.daysSinceEpoch) days ago",
            secondary: [.init(weight.span, "\(weight.value)% have moved")],
            help: "finish the move, or agree on a new day",
            service: service.name
        )
    }

    /// Removes the whole lines of the field when it stands on lines of its own.
    private static func removal(of route: Route, _ service: ServiceManifest) -> Diagnostic.Fix? {
        guard let entry = service.source.entry(at: "\(route.pointer)/strangler"),
            let span = FieldInsertion.wholeLines(of: entry)
        else { return nil }
        return .init(title: "remove `strangler`", applicability: .needsReview, edits: [.init(span, "")])
    }
}
