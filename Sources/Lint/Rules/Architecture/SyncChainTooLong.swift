// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let syncChainTooLong = Rule(
        id: "sync-chain-too-long",
        severity: .warning,
        family: .architecture,
        summary: "a request from outside waits for a longer chain of required calls than the budget allows",
        rationale: """
            Every hop adds its latency and multiplies its availability. What a chain answers late or not at all is decided by \
            its slowest and weakest member, and nobody owns the whole of it. The hops are counted from the route, or from the \
            public API where there is no gateway, over required calls only. The System's `standards.budgets.syncDepth` sets \
            the budget; it is 3 otherwise.
            """,
        examples: Examples(
            clean: [chain("{ api: stock/v1, timeout: 1s, required: false, fallback: cache }", to: "cart/v1")],
            flagged: [chain("{ api: stock/v1, timeout: 1s }", to: "⟪cart/v1⟫")]
        ),
        evidence: [.everyone(.required, .fallback, .role), .system(.standards)],
        source: .check { context in
            let paths = context.system.deepestRequiredPaths()
            let budget = context.budgets?.syncDepth?.value ?? Budgets.defaultSyncDepth
            return entries(of: context.system).compactMap { entry in
                // The entry itself is the first hop, so the services on the path are the hops.
                paths[entry.service].count > budget
                    ? finding(about: entry, paths[entry.service], budget, in: context) : nil
            }
        }
    )

    private static func chain(_ call: String, to: String) -> String {
        Examples.documents(
            Examples.service(
                "gateway",
                "role: gateway\nroutes:\n  - { path: /v1/cart, to: \(to), timeout: 9s }"
            ),
            Examples.provider("cart", "consumes:\n  - { api: prices/v1, timeout: 1s }"),
            Examples.provider("prices", "consumes:\n  - \(call)"),
            Examples.provider("stock", "consumes:\n  - { api: depot/v1, timeout: 1s }"),
            Examples.provider("depot")
        )
    }

    private struct Entry {
        var service: Int
        var span: SourceSpan
        var name: String
    }

    /// Where requests come in: the first route to each service, and public APIs beside a gateway.
    private static func entries(of system: ServiceSystem) -> [Entry] {
        var seen: Set<Int> = []
        var entries: [Entry] = []
        for route in system.routes {
            guard let target = route.target.service, seen.insert(target).inserted else { continue }
            let gateway = system.services[route.gateway].name
            entries.append(Entry(service: target, span: route.route.to.span, name: gateway))
        }
        for (index, service) in system.services.enumerated() where service.effectiveRole != .gateway {
            guard let door = service.doors.first, seen.insert(index).inserted else { continue }
            entries.append(Entry(service: index, span: door, name: "outside"))
        }
        return entries
    }

    private static func finding(
        about entry: Entry,
        _ path: [Int],
        _ budget: Int,
        in context: LintContext
    ) -> Finding {
        let system = context.system
        let names = [entry.name] + path.map(system.name(ofNode:))
        let steps = zip(path, path.dropFirst()).compactMap { from, to in
            system.calls(from: from).first { system.node($0.target) == to && $0.call.isRequired }
        }
        return Finding(
            "a request to `\(names[1])` waits for a chain of \(path.count) hops",
            at: entry.span,
            "\(path.count) hops, the budget is \(budget)",
            secondary: steps.map { .init($0.call.api.span, "required") },
            notes: ["the chain: \(names.joined(separator: " → "))"],
            help:
                "make a call on the way optional, turn it into an event, or let the caller ask both sides itself",
            service: system.services[entry.service].name
        )
    }
}
