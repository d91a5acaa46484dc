// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Parallelism

extension SystemResolver {
    /// Builds the system out of everything that could be connected.
    func system(
        in environment: EnvironmentManifest?,
        _ implicitName: String,
        _ runtimes: [String: String]
    ) -> ServiceSystem {
        let name = manifest?.name ?? environment?.system?.value.text ?? implicitName
        let manifest = manifest
        let resolved = Parallel.map(services) {
            Resolver.resolve(
                $0,
                system: manifest,
                environment: environment,
                systemName: name,
                runtime: runtimes[$0.name]
            )
        }
        let calls = callEdges(resolved)
        let routes = routeEdges()
        let nodeCount = services.count + externals.count
        var byCaller = Array(repeating: [Int](), count: services.count)
        var byTarget = Array(repeating: [Int](), count: nodeCount)
        for (index, edge) in calls.enumerated() {
            byCaller[edge.caller].append(index)
            byTarget[edge.target.node(amongServices: services.count)].append(index)
        }
        var system = ServiceSystem(
            name: name,
            manifest: manifest,
            environment: environment,
            environments: set.environments,
            services: services,
            resolved: resolved,
            externals: externals,
            providers: providers,
            calls: calls,
            routes: routes,
            events: eventEdges(),
            graph: graph(calls, routes, nodeCount),
            indices: indices,
            callsByCaller: byCaller,
            callsByTarget: byTarget
        )
        system.topicIndices = Dictionary(
            (manifest?.topics ?? []).enumerated().map { ($1.name.value, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        system.nodeAvailabilities = system.computedNodeAvailabilities()
        system.owners = NameIndex(services.map { $0.owner?.value.text })
        system.domains = NameIndex(services.map { $0.domain?.value.text })
        return system
    }

    private func callEdges(_ resolved: [ResolvedService]) -> [CallEdge] {
        resolved.enumerated().flatMap { caller, service in
            service.calls.compactMap { call in
                target(call.call.api.value).map { CallEdge(caller: caller, target: $0, resolved: call) }
            }
        }
    }

    private func routeEdges() -> [RouteEdge] {
        services.enumerated().flatMap { gateway, service in
            service.routes.compactMap { route in
                target(route.to.value).map {
                    RouteEdge(
                        gateway: gateway,
                        target: $0,
                        route: Boxed(route),
                        legacy: route.strangler.flatMap { externalIndices[$0.value.legacy.value] }
                    )
                }
            }
        }
    }

    private func eventEdges() -> [EventEdge] {
        var subscribers: [String: [(Int, EventSubscription)]] = [:]
        for (index, service) in services.enumerated() {
            for subscription in service.subscribes {
                subscribers[subscription.topic.value, default: []].append((index, subscription))
            }
        }
        return services.enumerated().flatMap { publisher, service in
            service.publishes.flatMap { publication in
                (subscribers[publication.topic.value] ?? []).compactMap { subscriber, subscription in
                    guard let wanted = subscription.version, let offered = publication.version,
                        wanted.value != offered.value
                    else {
                        return EventEdge(
                            publisher: publisher,
                            subscriber: subscriber,
                            publication: Boxed(publication),
                            subscription: Boxed(subscription)
                        )
                    }
                    return nil
                }
            }
        }
    }

    private func graph(_ calls: [CallEdge], _ routes: [RouteEdge], _ nodeCount: Int) -> DependencyGraph {
        var successors = Array(repeating: [Int](), count: nodeCount)
        var required = successors
        for edge in calls {
            successors[edge.caller].append(edge.target.node(amongServices: services.count))
            if edge.call.isRequired {
                required[edge.caller].append(edge.target.node(amongServices: services.count))
            }
        }
        for edge in routes {
            successors[edge.gateway].append(edge.target.node(amongServices: services.count))
        }
        return DependencyGraph(
            serviceCount: services.count,
            nodeCount: nodeCount,
            successors: successors.map(Self.unique),
            required: required.map(Self.unique)
        )
    }

    private static func unique(_ nodes: [Int]) -> [Int] { nodes.count < 2 ? nodes : Set(nodes).sorted() }
}
