// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let esbHub = Rule(
        id: "esb-hub",
        severity: .warning,
        family: .architecture,
        summary: "a service without data of its own stands between many others",
        rationale: """
            Many call it, it calls many, and it keeps nothing: then it knows the rules of all the others, each change passes \
            through it, and when it is down nothing works. Endpoints are to be smart, and what connects them dumb. Counted are \
            calls by other services and to services and external systems; many are four or more, and more than the mean of \
            the system by two standard deviations. Gateways are made for this, and left alone.
            """,
        examples: Examples(
            clean: [
                hub(callers: 4, callees: 3),
                hub(callers: 4, callees: 4, fields: "\ndata:\n  - { name: hub, engine: postgres }"),
            ],
            flagged: [hub(callers: 4, callees: 4, mark: true), hub(callers: 6, callees: 5, mark: true)]
        ),
        evidence: [.own(.data, .role), .everyone(.api)],
        source: .check { context in
            let counts = context.services.indices.map { degrees(of: $0, in: context.system) }
            let limits = (limit(counts.map(\.into)), limit(counts.map(\.out)))
            return context.services.indices.compactMap { index in
                let service = context.services[index]
                let (into, out) = counts[index]
                guard service.effectiveRole == .service, service.data.isEmpty, Double(into) >= limits.0,
                    Double(out) >= limits.1
                else { return nil }
                return finding(about: index, into, out, in: context)
            }
        }
    )

    private static func degrees(of service: Int, in system: ServiceSystem) -> (into: Int, out: Int) {
        (
            Set(system.calls(to: service).map(\.caller)).subtracting([service]).count,
            Set(system.calls(from: service).map { system.node($0.target) }).subtracting([service]).count
        )
    }

    /// Four, or the mean and two standard deviations.
    private static func limit(_ counts: [Int]) -> Double {
        let mean = Double(counts.reduce(0, +)) / Double(max(1, counts.count))
        let squares = counts.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
        return max(4, mean + 2 * (squares / Double(max(1, counts.count))).squareRoot())
    }

    private static func finding(about index: Int, _ into: Int, _ out: Int, in context: LintContext)
        -> Finding
    {
        let service = context.services[index]
        let system = context.system
        let callers = Set(system.calls(to: index).map { system.services[$0.caller].name }).subtracting([
            service.name
        ])
        let callees = Set(system.calls(from: index).map { context.name(of: $0.target) }).subtracting([
            service.name
        ])
        return Finding(
            "`\(service.name)` stands between \(Figure.count(into, "service")) and \(out) others, and keeps nothing itself",
            at: service.metadata.name.span,
            "\(into) call it, it calls \(out)",
            secondary: system.calls(to: index).prefix(1).map {
                .init($0.call.api.span, "`\(system.services[$0.caller].name)` calls it")
            },
            notes: [
                "called by \(Figure.names(callers.sorted()))", "calls \(Figure.names(callees.sorted()))",
            ],
            help: "let callers call what they need themselves, or let the others publish what happened",
            service: service.name
        )
    }

    private static func hub(callers: Int, callees: Int, fields: String = "", mark: Bool = false) -> String {
        let consumes = (1...callees).map { "  - { api: part-\($0)/v1, timeout: 1s }" }.joined(separator: "\n")
        let hub = Examples.provider("hub", "consumes:\n\(consumes)\(fields)")
        let others =
            (1...callers).map {
                Examples.service("asker-\($0)", "consumes:\n  - { api: hub/v1, timeout: 1s }")
            } + (1...callees).map { Examples.provider("part-\($0)") }
        let all = [mark ? hub.replacing("name: hub\nspec", with: "name: ⟪hub⟫\nspec") : hub] + others
        return all.joined(separator: "\n---\n")
    }
}
