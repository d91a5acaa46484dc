// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

/// All manifests of one system, resolved against each other; immutable.
///
/// Services are known by their index into ``services``, which is sorted by name. Nodes of the dependency graph are the services
/// followed by the external systems.
package struct ServiceSystem: Sendable {
    /// The name of the system: its document's, or else the one that the caller gives it.
    package let name: String
    /// The System document; `nil` when the system is implicit.
    package let manifest: SystemManifest?
    /// The Environment that it is resolved for; `nil` for none, which leaves all overrides out.
    package let environment: EnvironmentManifest?
    /// All Environments, whichever it is resolved for.
    package let environments: [EnvironmentManifest]
    /// The services, sorted by name; of two with one name the first.
    package let services: [ServiceManifest]
    /// Each service with every value decided, in the same order.
    package let resolved: [ResolvedService]
    /// The external systems, sorted by name.
    package let externals: [NamedValue<ExternalSystem>]
    /// Who offers which API version, by reference such as `catalog/v1`.
    package let providers: [String: APIProvider]
    /// The calls whose target exists, by caller, then in the order written.
    package let calls: [CallEdge]
    /// The routes whose target exists, by gateway, then in the order written.
    package let routes: [RouteEdge]
    /// Publications and subscriptions that meet, by publisher, then subscriber.
    package let events: [EventEdge]
    /// The graph of all calls and routes, and of the calls that are required.
    package let graph: DependencyGraph
    let indices: [String: Int]
    let callsByCaller: [[Int]]
    let callsByTarget: [[Int]]
    /// The own availability of every node, computed once because every closure asks again.
    var nodeAvailabilities: [Double] = []
    /// The team and the bounded context of every service, as numbers into sorted names.
    var owners = NameIndex([])
    var domains = NameIndex([])
    /// The place of each topic among those of the System.
    var topicIndices: [String: Int] = [:]

    /// The index of a service, which stands for it in all graphs; `nil` for an unknown name.
    package func index(of name: String) -> Int? { indices[name] }
    /// A service by name; `nil` for an unknown one.
    package func service(named name: String) -> ServiceManifest? { indices[name].map { services[$0] } }
    /// A service with every value decided, by name.
    package func resolvedService(named name: String) -> ResolvedService? {
        indices[name].map { resolved[$0] }
    }
    /// Whether no System document was found.
    package var isImplicit: Bool { manifest == nil }
    /// The calls that a service makes.
    package func calls(from service: Int) -> [CallEdge] { callsByCaller[service].map { calls[$0] } }
    /// The calls that go to a service.
    package func calls(to service: Int) -> [CallEdge] { callsByTarget[service].map { calls[$0] } }
    /// The calls that go to an external system.
    package func calls(toExternal external: Int) -> [CallEdge] {
        callsByTarget[services.count + external].map { calls[$0] }
    }
    /// The routes that lead to a service.
    package func routes(to service: Int) -> [RouteEdge] { routes.filter { $0.target == .service(service) } }
    /// The routes of a gateway.
    package func routes(of gateway: Int) -> [RouteEdge] { routes.filter { $0.gateway == gateway } }
    /// The topic that the System declares; `nil` also where there is no System.
    package func topic(named name: String) -> NamedValue<Topic>? {
        topicIndices[name].flatMap { manifest?.topics[$0] }
    }
    /// The name of the broker that a topic lives on; `nil` without brokers.
    package func brokerName(of topicName: String) -> String? {
        topic(named: topicName)?.value.value.broker?.value ?? manifest?.brokers.first?.name.value
    }
    /// The node of a target in the dependency graph.
    package func node(_ target: CallTarget) -> Int { target.node(amongServices: services.count) }
    /// The name of a node of the dependency graph.
    package func name(ofNode node: Int) -> String {
        node < services.count ? services[node].name : externals[node - services.count].name.value
    }
}
