// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

/// The edges of a system with their properties as texts, under keys that outlive changes of these properties.
struct EdgeTable {
    /// What makes two edges the same one.
    struct Key: Hashable, Comparable {
        let kind: SystemDrawing.Edge.Kind
        let from: String
        let to: String
        let detail: String

        static func < (left: Key, right: Key) -> Bool {
            (left.rank, left.from, left.to, left.detail) < (right.rank, right.from, right.to, right.detail)
        }

        private var rank: Int {
            switch kind {
            case .call: 0
            case .route: 1
            case .publish: 2
            case .subscribe: 3
            }
        }
    }

    /// One property; both sides of a comparison list the same names in the same order.
    struct Property: Hashable {
        let name: String
        let value: String?
    }

    private(set) var byKey: [Key: [Property]] = [:]
    private(set) var keys: [Key] = []

    init(_ system: ServiceSystem) {
        for edge in system.calls { add(key(of: edge, in: system), properties(of: edge)) }
        for edge in system.routes {
            let methods = edge.route.methods.map(\.value.rawValue).joined(separator: ",")
            let path = edge.route.path.value
            let key = Key(
                kind: .route,
                from: system.services[edge.gateway].name,
                to: system.name(ofNode: system.node(edge.target)),
                detail: methods.isEmpty ? path : "\(path) \(methods)"
            )
            add(key, properties(of: edge, in: system))
        }
        for service in system.services {
            for publication in service.publishes {
                let topic = publication.topic.value
                let outbox = publication.outbox.map { String($0.value) }
                add(
                    Key(kind: .publish, from: service.name, to: topic, detail: ""),
                    [
                        Property(name: "version", value: publication.version.map { "\($0.value)" }),
                        Property(name: "outbox", value: outbox),
                    ]
                )
            }
            for subscription in service.subscribes {
                let retries = subscription.retry?.value.max.map { String($0.value) }
                add(
                    Key(kind: .subscribe, from: subscription.topic.value, to: service.name, detail: ""),
                    [
                        Property(name: "version", value: subscription.version.map { "\($0.value)" }),
                        Property(name: "retries", value: retries),
                    ]
                )
            }
        }
    }

    private mutating func add(_ key: Key, _ properties: [Property]) {
        guard byKey.updateValue(properties, forKey: key) == nil else { return }
        keys.append(key)
    }

    private func key(of edge: CallEdge, in system: ServiceSystem) -> Key {
        let target = system.name(ofNode: system.node(edge.target))
        let reference = edge.call.api.value
        // `catalog/v1` of the service `catalog` says no more than its version.
        let detail = reference.isExternal ? "external" : reference.description
        return Key(kind: .call, from: system.services[edge.caller].name, to: target, detail: detail)
    }

    private func properties(of edge: CallEdge) -> [Property] {
        let call = edge.resolved
        return [
            Property(name: "required", value: String(edge.call.isRequired)),
            Property(name: "timeout", value: call.timeout?.value.manifestText),
            Property(name: "tries", value: String(call.attempts.value)),
            Property(name: "fallback", value: edge.call.fallback?.value.rawValue),
            Property(name: "calls", value: edge.call.calls.map { DecimalText.of($0.value) }),
            Property(name: "parallel", value: edge.call.parallel?.value),
            Property(name: "breaker", value: call.breaker.value ? "true" : nil),
        ]
    }

    private func properties(of edge: RouteEdge, in system: ServiceSystem) -> [Property] {
        let weight = edge.legacy.map {
            "\(Int(saturating: (edge.share * 100).rounded()))%, the rest to \(system.externals[$0].name.value)"
        }
        return [
            Property(name: "to", value: edge.route.to.value.description),
            Property(name: "timeout", value: edge.route.timeout?.value.manifestText),
            Property(name: "tries", value: String(edge.route.attempts)),
            Property(name: "peak", value: edge.route.peak?.value.text),
            Property(name: "weight", value: weight),
        ]
    }
}
