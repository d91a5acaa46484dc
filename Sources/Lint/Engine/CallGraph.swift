// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics
package import Manifest

/// Who calls whom synchronously, with the APIs resolved to the services that offer them.
package struct CallGraph: Sendable {
    /// One declared call or route.
    package struct Edge: Sendable {
        /// The index of the calling service.
        package let caller: Int
        /// Who answers; `nil` when nobody does.
        package let callee: Callee?
        /// The call; `nil` for a route.
        package let call: ConsumedAPI?
        /// The text that names the callee.
        package let reference: Located<APIReference>

        /// Whether the caller cannot answer without it; routes are alternatives and never are.
        package var isHard: Bool { call?.isRequired ?? false }
    }

    /// Who answers a call.
    package enum Callee: Sendable, Hashable {
        /// The index of a service.
        case service(Int)
        /// The index of an external system.
        case external(Int)

        /// The index, when it is a service.
        package var service: Int? { if case .service(let index) = self { index } else { nil } }
    }

    /// All calls and routes, by caller and in the order written.
    package let edges: [Edge]
    /// The services that offer an API, by reference; more than one is a mistake of its own.
    package let providers: [String: [Int]]
    /// For each service the number of its component: two services share one when each reaches the other.
    package let components: [Int]
    /// The components in which calls run in a circle.
    package let cyclic: Set<Int>

    /// Resolves the calls of all services.
    init(_ services: [ServiceManifest], externals: [NamedValue<ExternalSystem>]) {
        var providers: [String: [Int]] = [:]
        for (index, service) in services.enumerated() {
            for api in service.provides { providers[api.reference, default: []].append(index) }
        }
        var names: [String: Int] = [:]
        for (index, external) in externals.enumerated() { names[external.name.value] = index }
        func callee(_ reference: APIReference) -> Callee? {
            switch reference {
            case .api: providers[reference.description]?.first.map { .service($0) }
            case .external(let name): names[name].map { .external($0) }
            }
        }
        var edges: [Edge] = []
        for (index, service) in services.enumerated() {
            edges += service.consumes.map { call in
                Edge(caller: index, callee: callee(call.api.value), call: call, reference: call.api)
            }
            edges += service.routes.map { route in
                Edge(caller: index, callee: callee(route.to.value), call: nil, reference: route.to)
            }
        }
        self.edges = edges
        self.providers = providers
        var successors = [[Int]](repeating: [], count: services.count)
        for edge in edges {
            if let target = edge.callee?.service { successors[edge.caller].append(target) }
        }
        let found = StrongComponents(successors)
        components = found.numbers
        cyclic = found.cyclic
    }

    /// Whether a service is part of a circle, so that sums over its calls mean nothing.
    package func isInCycle(_ service: Int) -> Bool { cyclic.contains(components[service]) }
}
