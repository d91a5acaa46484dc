// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

/// Something that is called: a service of the system by its index, or an external system by its index.
package enum CallTarget: Sendable, Hashable {
    /// An index into the services of the system.
    case service(Int)
    /// An index into the external systems of the system.
    case external(Int)

    /// The index of the service; `nil` for an external system.
    package var service: Int? { if case .service(let index) = self { index } else { nil } }

    /// Its node in the dependency graph of so many services: external systems come after them.
    func node(amongServices count: Int) -> Int {
        switch self {
        case .service(let index): index
        case .external(let index): count + index
        }
    }
}

/// A `consumes` entry whose target exists.
package struct CallEdge: Sendable, Hashable {
    /// The index of the calling service.
    package var caller: Int
    /// The service or external system that is called.
    package var target: CallTarget
    /// The entry with its defaults decided; `resolved.call` is what the team wrote.
    package var resolved: Boxed<ResolvedCall>

    /// What the team wrote.
    package var call: Boxed<ConsumedAPI> { resolved.call }
}

/// A gateway's route whose target exists.
package struct RouteEdge: Sendable, Hashable {
    /// The index of the gateway.
    package var gateway: Int
    /// The service or external system that answers.
    package var target: CallTarget
    /// What the team wrote.
    package var route: Boxed<Route>
    /// The index of the external system that still answers a part; `nil` without a strangler.
    package var legacy: Int?

    /// The share of the traffic that the target answers, from 0 to 1.
    package var share: Double { route.strangler.map { Double($0.value.weight.value) / 100 } ?? 1 }
}

/// A publication and a subscription of the same topic.
package struct EventEdge: Sendable, Hashable {
    /// The index of the publishing service.
    package var publisher: Int
    /// The index of the subscribed service.
    package var subscriber: Int
    /// What the publisher wrote.
    package var publication: Boxed<EventPublication>
    /// What the subscriber wrote.
    package var subscription: Boxed<EventSubscription>
}

/// A service and one of the APIs it offers.
package struct APIProvider: Sendable, Hashable {
    /// The index of the service.
    package var service: Int
    /// What the service wrote.
    package var api: Boxed<ProvidedAPI>
}
