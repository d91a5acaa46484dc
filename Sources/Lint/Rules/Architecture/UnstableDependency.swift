// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let unstableDependency = Rule(
        id: "unstable-dependency",
        severity: .info,
        family: .architecture,
        status: .optIn,
        summary: "a service that many rely on relies itself on one that changes easily",
        rationale: """
            A service that calls many and is called by few changes often; one that many call has to stay as it is. The instability of \
            a service is the share of outgoing ones among its calls, from 0 to 1. Dependencies should point to where it is \
            smaller; reported is a callee whose instability is greater by more than a half. The measure knows nothing of what \
            services do, so the rule runs only when asked for.
            """,
        examples: Examples(
            clean: [
                Examples.documents(
                    Examples.provider("a", calls("b")),
                    Examples.provider("b", calls("c")),
                    Examples.provider("c")
                ),
                Examples.documents(Examples.provider("core"), asker("x", "core"), asker("y", "core")),
            ],
            flagged: [volatile(askers: 5, callees: 4), volatile(askers: 4, callees: 4)]
        ),
        evidence: [.everyone(.api)],
        source: .check { context in
            let system = context.system
            var into = Array(repeating: 0, count: system.graph.nodeCount)
            for node in system.services.indices {
                for next in system.graph.successors[node] { into[next] += 1 }
            }
            func instability(_ node: Int) -> Double {
                let out = system.graph.successors[node].count
                return out + into[node] == 0 ? 0 : Double(out) / Double(out + into[node])
            }
            return system.calls.compactMap { edge in
                guard case .service(let callee) = edge.target else { return nil }
                let (mine, other) = (instability(edge.caller), instability(callee))
                guard other - mine > 0.5 else { return nil }
                let caller = system.services[edge.caller].name
                func sum(_ node: Int) -> String {
                    let out = system.graph.successors[node].count
                    return "\(out) / (\(out) + \(into[node])) = \(FigureText.number(instability(node)))"
                }
                return Finding(
                    "`\(caller)` relies on `\(system.services[callee].name)`, which changes more easily",
                    at: edge.call.api.span,
                    "instability \(FigureText.number(other))",
                    secondary: [
                        .init(system.services[callee].metadata.name.span, "calls more than it is called")
                    ],
                    notes: [
                        "outgoing / all: `\(caller)` \(sum(edge.caller)), `\(system.services[callee].name)` \(sum(callee))"
                    ],
                    help: "turn the call round with an event, or put a stable API between them",
                    service: caller
                )
            }
        }
    )

    private static func calls(_ names: String...) -> String {
        "consumes:\n" + names.map { "  - { api: \($0)/v1, timeout: 1s }" }.joined(separator: "\n")
    }

    private static func asker(_ name: String, _ callee: String) -> String {
        Examples.service(name, calls(callee))
    }

    private static func volatile(askers: Int, callees: Int) -> String {
        let consumes = (1...callees).map { "  - { api: part-\($0)/v1, timeout: 1s }" }.joined(separator: "\n")
        let all =
            [
                Examples.provider("core", "consumes:\n  - { api: ⟪volatile/v1⟫, timeout: 1s }"),
                Examples.provider("volatile", "consumes:\n\(consumes)"),
            ] + (1...askers).map { asker("asker-\($0)", "core") }
            + (1...callees).map { Examples.provider("part-\($0)") }
        return all.joined(separator: "\n---\n")
    }
}
