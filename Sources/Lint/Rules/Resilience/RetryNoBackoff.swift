// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let retryNoBackoff = Rule(
        id: "retry-no-backoff",
        severity: .warning,
        family: .resilience,
        summary: "retries come at once, all at the same time, or after an answer that will stay the same",
        rationale: """
            Callers that fail together retry together: without a wait, and without chance in it, a short fault of the callee \
            becomes a storm that keeps it down. A 4xx answer says that the request itself is wrong; it is as wrong the second \
            time (429 is the exception, and has its own name).
            """,
        examples: Examples(
            clean: [
                pair("retries: 1"), pair("retries: { max: 2, backoff: 100ms, on: [5xx, 429] }"),
                pair("retries: { max: 0, backoff: 0ms }"),
            ],
            flagged: [
                pair("retries: { max: 1, backoff: ⟪0ms⟫ }"), pair("retries: { max: 1, jitter: ⟪false⟫ }"),
                pair("retries: { max: 1, on: [5xx, ⟪4xx⟫] }"),
            ]
        ),
        evidence: [.system(.callDefaults)],
        source: .check { context in
            var seen: Set<SourceSpan> = []
            let sites =
                context.services.flatMap { service in
                    service.consumes.map { Site(service.name, $0.api.value.description, $0.retries?.value) }
                        + service.routes.map {
                            Site(service.name, $0.to.value.description, $0.retries?.value)
                        }
                }
                + [
                    Site(
                        nil,
                        "every call",
                        context.system.manifest?.defaults?.value.call?.value.retries?.value
                    )
                ]
            return sites.flatMap(findings).filter { seen.insert($0.primary.span).inserted }
        }
    )

    private static func pair(_ fields: String) -> String {
        Examples.documents(
            Examples.provider("cart"),
            Examples.service("orders", "consumes:\n  - { api: cart/v1, timeout: 1s, \(fields) }")
        )
    }

    private struct Site {
        var service: String?
        var target: String
        var retries: Retries?

        init(_ service: String?, _ target: String, _ retries: Retries?) {
            self.service = service
            self.target = target
            self.retries = retries
        }

        var who: String {
            service.map { "`\($0)` retries `\(target)`" } ?? "the System lets \(target) be retried"
        }
    }

    private static func findings(at site: Site) -> [Finding] {
        guard let retries = site.retries, (retries.max?.value ?? 0) > 0 else { return [] }
        var found: [Finding] = []
        func report(
            _ span: SourceSpan,
            _ how: String,
            _ label: String,
            _ help: String,
            _ replacement: String?
        ) {
            found.append(
                Finding(
                    "\(site.who) \(how)",
                    at: span,
                    label,
                    help: help,
                    fix: replacement.map {
                        .init(title: "write `\($0)`", applicability: .safe, edits: [.init(span, $0)])
                    },
                    service: site.service
                )
            )
        }
        if let backoff = retries.backoff, backoff.value == .zero {
            report(
                backoff.span,
                "without a wait",
                "at once",
                "wait before the first retry; the waits double",
                "50ms"
            )
        }
        if let jitter = retries.jitter, !jitter.value {
            report(
                jitter.span,
                "in step with all other callers",
                "all at the same time",
                "let chance spread the waits",
                "true"
            )
        }
        if let condition = retries.on.first(where: { $0.value == .clientError }) {
            report(
                condition.span,
                "after a 4xx answer",
                "as wrong the second time",
                "remove `4xx`; `429` stands for itself",
                nil
            )
        }
        return found
    }
}
