// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

/// The calls, routes and events of a system as a drawing needs them: nodes and edges with their words.
package struct SystemDrawing: Sendable, Hashable {
    /// A service, an external system, or a topic.
    package struct Node: Sendable, Hashable {
        /// What a node is.
        package enum Kind: String, Sendable, Hashable {
            case gateway
            case service
            case external
            case topic
        }

        /// A name that is unique in the drawing.
        package var id: String
        /// What people call it.
        package var name: String
        /// What it is.
        package var kind: Kind
        /// The team that answers for it; `nil` for what nobody of the system owns.
        package var owner: String?
        /// The bounded context; `nil` for what lies outside of all.
        package var domain: String?
        /// How much the business depends on it.
        package var tier: String?
        /// What it promises, or else what is usual for its tier, in percent with its sign.
        package var slo: String?
        /// Whether the SLO is a promise.
        package var isPromised = false
        /// What its parts amount to, from 0 to 1; `nil` behind a cycle.
        package var availability: Double?
        /// The total time that an answer may take.
        package var deadline: String?
    }

    /// A call, a route, or one half of an event's way.
    package struct Edge: Sendable, Hashable {
        /// What an edge is.
        package enum Kind: String, Sendable, Hashable {
            case call
            case route
            case publish
            case subscribe
        }

        /// The id of the node that it starts from.
        package var from: String
        /// The id of the node that it leads to.
        package var to: String
        /// What it is.
        package var kind: Kind
        /// Whether its start cannot answer without its end.
        package var isRequired: Bool
        /// What stands beside it, such as `1500ms ×2`.
        package var label: String
    }

    /// The nodes: services and external systems by name, then topics.
    package private(set) var nodes: [Node] = []
    /// The edges: calls, routes, then events, each in the order of the system.
    package private(set) var edges: [Edge] = []

    /// Draws a system, or only the services of `selected` with whatever they touch.
    package init(_ system: ServiceSystem, only selected: Set<Int>? = nil) {
        let isWanted: (Int) -> Bool = { selected?.contains($0) ?? true }
        addCalls(system, isWanted)
        addEvents(system, isWanted)
        let used = Set(edges.flatMap { [$0.from, $0.to] })
        let services = system.services.indices.filter {
            isWanted($0) || used.contains(system.services[$0].name)
        }
        nodes = services.map { Self.node(service: $0, in: system) }
        nodes += system.externals.indices.map { Self.node(external: $0, in: system) }.filter {
            selected == nil || used.contains($0.id)
        }
        let topics = Set(
            edges.filter { $0.kind == .publish || $0.kind == .subscribe }.flatMap { [$0.from, $0.to] }
        )
        .filter { $0.hasPrefix("topic/") }
        nodes += topics.sorted().map { Node(id: $0, name: String($0.dropFirst(6)), kind: .topic) }
    }

    private mutating func addCalls(_ system: ServiceSystem, _ isWanted: (Int) -> Bool) {
        for edge in system.calls where isWanted(edge.caller) || isWanted(edge.target.service ?? -1) {
            edges.append(
                Edge(
                    from: system.services[edge.caller].name,
                    to: Self.id(edge.target, in: system),
                    kind: .call,
                    isRequired: edge.call.isRequired,
                    label: Self.label(edge.resolved.timeout?.value, edge.resolved.attempts.value)
                )
            )
        }
        for edge in system.routes where isWanted(edge.gateway) || isWanted(edge.target.service ?? -1) {
            let share = edge.legacy == nil ? "" : " \(Int(saturating: (edge.share * 100).rounded()))%"
            let label = "\(edge.route.path.value)\(share)"
            let gateway = system.services[edge.gateway].name
            edges.append(
                Edge(
                    from: gateway,
                    to: Self.id(edge.target, in: system),
                    kind: .route,
                    isRequired: false,
                    label: label
                )
            )
            guard let legacy = edge.legacy else { continue }
            let rest = "\(edge.route.path.value) \(100 - Int(saturating: (edge.share * 100).rounded()))%"
            edges.append(
                Edge(
                    from: gateway,
                    to: Self.id(.external(legacy), in: system),
                    kind: .route,
                    isRequired: false,
                    label: rest
                )
            )
        }
    }

    private mutating func addEvents(_ system: ServiceSystem, _ isWanted: (Int) -> Bool) {
        for (index, service) in system.services.enumerated() where isWanted(index) {
            for publication in service.publishes {
                edges.append(
                    Edge(
                        from: service.name,
                        to: "topic/\(publication.topic.value)",
                        kind: .publish,
                        isRequired: false,
                        label: ""
                    )
                )
            }
            for subscription in service.subscribes {
                edges.append(
                    Edge(
                        from: "topic/\(subscription.topic.value)",
                        to: service.name,
                        kind: .subscribe,
                        isRequired: false,
                        label: ""
                    )
                )
            }
        }
    }

    private static func label(_ timeout: Duration?, _ attempts: Int) -> String {
        let time = timeout.map(\.manifestText) ?? "no limit"
        return attempts > 1 ? "\(time) ×\(attempts)" : time
    }

    private static func id(_ target: CallTarget, in system: ServiceSystem) -> String {
        switch target {
        case .service(let index): system.services[index].name
        case .external(let index): "external/\(system.externals[index].name.value)"
        }
    }

    private static func node(service index: Int, in system: ServiceSystem) -> Node {
        let service = system.services[index]
        let resolved = system.resolved[index]
        return Node(
            id: service.name,
            name: service.name,
            kind: service.effectiveRole == .gateway ? .gateway : .service,
            owner: service.owner?.value.text,
            domain: service.domain?.value.text,
            tier: resolved.tier.value.rawValue,
            slo: resolved.slo?.value.description,
            isPromised: resolved.promise != nil,
            availability: system.availability(of: index),
            deadline: resolved.deadline?.value.manifestText
        )
    }

    private static func node(external index: Int, in system: ServiceSystem) -> Node {
        let external = system.externals[index]
        return Node(
            id: "external/\(external.name.value)",
            name: external.name.value,
            kind: .external,
            owner: external.value.value.owner?.value.text,
            slo: nil,
            availability: external.value.value.availability?.value.fraction,
            deadline: external.value.value.deadline?.value.manifestText
        )
    }
}
