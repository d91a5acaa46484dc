// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let chattyPair = Rule(
        id: "chatty-pair",
        severity: .warning,
        family: .architecture,
        summary:
            "one request makes more than 10 calls to one service, or a service uses 4 APIs of another one",
        rationale: """
            Each call costs a round trip, and a caller that needs so much of another service usually does a part of its work. \
            The boundary between the two is in the wrong place, or an operation that answers everything at once is missing.
            """,
        examples: Examples(
            clean: [pair("{ api: prices/v1, timeout: 1s, calls: 10 }")],
            flagged: [
                pair("{ api: prices/v1, timeout: 1s, calls: ⟪25⟫ }"),
                pair(
                    ["a", "b", "c", "d"].map { "{ api: \($0 == "a" ? "⟪a/v1⟫" : "\($0)/v1"), timeout: 1s }" }
                ),
            ]
        ),
        evidence: [.own(.calls)],
        source: .check { context in
            context.services.indices.flatMap { caller in
                let edges = context.system.calls(from: caller).filter { $0.target != .service(caller) }
                let groups = Dictionary(grouping: edges, by: \.target)
                return groups.values.compactMap { finding(about: $0, in: context) }
            }
        }
    )

    private static func pair(_ calls: String...) -> String { pair(calls) }

    private static func pair(_ calls: [String]) -> String {
        let apis = ["prices", "a", "b", "c", "d"].map { "\n  - { api: \($0), version: v1, http: 8080 }" }
        return Examples.documents(
            Examples.service("prices", "provides:" + apis.joined()),
            Examples.service("cart", "consumes:" + calls.map { "\n  - \($0)" }.joined())
        )
    }

    private static func finding(about edges: [CallEdge], in context: LintContext) -> Finding? {
        guard let first = edges.first else { return nil }
        let calls = edges.reduce(0) { $0 + $1.call.meanCalls }
        guard calls > 10 || edges.count >= 4 else { return nil }
        let caller = context.services[first.caller].name
        let callee = context.name(of: first.target)
        let apis = Set(edges.map { $0.call.api.value.name }).count
        let largest = edges.max { $0.call.meanCalls < $1.call.meanCalls } ?? first
        var finding = Finding(
            "one request to `\(caller)` makes \(FigureText.number(calls)) calls to `\(callee)`",
            at: largest.call.calls?.span ?? largest.call.api.span,
            "\(FigureText.number(calls)) round trips",
            help: "offer an operation of `\(callee)` that answers all of it at once, or move the boundary",
            service: caller
        )
        if calls > 10 { return finding }
        guard apis >= 4 else { return nil }
        finding.headline = "`\(caller)` uses \(apis) APIs of `\(callee)`"
        finding.primary = .init(first.call.api.span, "the first of \(apis)")
        finding.secondary = edges.dropFirst().map { .init($0.call.api.span, "") }
        return finding
    }
}
