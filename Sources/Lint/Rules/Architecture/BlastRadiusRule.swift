// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let blastRadius = Rule(
        id: "blast-radius",
        severity: .warning,
        family: .architecture,
        summary: "the failure of one part takes more of the services with it than the budget allows",
        rationale: """
            The point of many services is that one can fail without the others. What breaks is counted over required calls, \
            the part itself included; gateways do not count, because they are in front of everything by design. A server or a \
            broker counts when an Environment or the System makes several services depend on the same one. The budget is the \
            System's `standards.budgets.blastRadius`, 50 % otherwise, and systems of fewer than four services are left alone.
            """,
        examples: Examples(
            clean: [star(required: "required: false, fallback: cache")],
            flagged: [star(required: "required: true", hub: "⟪hub⟫")]
        ),
        evidence: [
            .everyone(.data, .events, .required, .fallback, .role), .system(.external, .standards),
            .environment(.provision),
        ],
        source: .check { context in
            guard context.services.count >= 4 else { return [] }
            let budget = context.budgets?.blastRadius?.value ?? Budgets.defaultBlastRadius
            let search = BlastSearch(context: context, budget: budget)
            return search.nodes() + search.servers() + search.brokers()
        }
    )

    private static func star(required: String, hub: String = "hub") -> String {
        let callers = ["a", "b", "c"].map {
            Examples.service($0, "consumes:\n  - { api: hub/v1, timeout: 1s, \(required) }")
        }
        let center = Examples.service("hub", "provides:\n  - { api: hub, version: v1, http: 8080 }")
            .replacing("name: hub", with: "name: \(hub)")
        return Examples.documents(callers[0], callers[1], callers[2], center)
    }
}

/// Looks for parts that too many services cannot do without.
private struct BlastSearch {
    let context: LintContext
    let budget: Percentage

    private var system: ServiceSystem { context.system }

    private func isTooLarge(_ count: Int) -> Bool {
        Double(count) > budget.fraction * Double(context.services.count)
    }

    func nodes() -> [Finding] {
        let counts = system.blastCounts()
        return counts.indices.compactMap { node in
            guard isTooLarge(counts[node]) else { return nil }
            let external = node - context.services.count
            if external < 0 {
                let service = context.services[node]
                guard service.effectiveRole != .gateway, !context.isWithheld(node) else { return nil }
                return finding(
                    "`\(service.name)`",
                    service.metadata.name.span,
                    system.blastRadius(ofNode: node),
                    node
                )
            }
            let name = system.externals[external].name
            return finding("`\(name.value)`", name.span, system.blastRadius(ofNode: node), node)
        }
    }

    /// Database servers that an Environment gives to several services by one address.
    func servers() -> [Finding] {
        guard let environment = system.environment else { return [] }
        return environment.provision.compactMap { provision in
            guard let host = provision.value.value.host, !host.value.contains("{") else { return nil }
            let users = context.services.indices.filter { index in
                context.services[index].data.contains {
                    $0.engine.value == provision.name.value && $0.isPersistent
                }
            }
            let radius = system.blastRadius(ofServices: Set(users))
            guard users.count > 1, isTooLarge(radius.services.count) else { return nil }
            return finding("the \(provision.name.value) server `\(host.value)`", host.span, radius, nil)
        }
    }

    /// Brokers that services publish to while a request waits.
    func brokers() -> [Finding] {
        let brokers = system.manifest?.brokers ?? []
        return brokers.compactMap { broker in
            let users = context.services.indices.filter { index in
                context.services[index].publishes.contains {
                    $0.outbox?.value != true && system.brokerName(of: $0.topic.value) == broker.name.value
                }
            }
            let radius = system.blastRadius(ofServices: Set(users))
            guard users.count > 1, isTooLarge(radius.services.count) else { return nil }
            return finding("the broker `\(broker.name.value)`", broker.name.span, radius, nil)
        }
    }

    private func finding(_ what: String, _ span: SourceSpan, _ radius: BlastRadius, _ node: Int?)
        -> Finding
    {
        let broken = radius.services.map { context.services[$0].name }
        let edges = node.map { node in
            system.calls.filter { system.node($0.target) == node && $0.call.isRequired }.prefix(3)
        }
        var notes = ["without it \(Figure.names(broken)) cannot answer"]
        if let traffic = radius.trafficShare {
            notes.append("\(FigureText.share(traffic)) of the peak traffic fails")
        }
        return Finding(
            "the failure of \(what) stops \(broken.count) of \(context.services.count) services",
            at: span,
            "\(FigureText.share(radius.serviceShare)) of the services, the budget is \(budget.description)",
            secondary: (edges ?? []).map { .init($0.call.api.span, "required") },
            notes: notes,
            help: "give callers a `fallback`, replace calls by events, or split what so many depend on"
        )
    }
}
