// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
package import Kubernetes
package import KubernetesClient

/// Kinds that not every cluster has: those that come with definitions of their own, such as the Gateway API.
package enum ServedKinds {
    private static let gatewayGroup = "gateway.networking.k8s.io"

    /// The kinds of some objects that the server does not serve, in a fixed order.
    ///
    /// What is `known` to be served is not asked about, nor what comes with a definition among the objects themselves.
    package static func missing(
        for objects: [KubernetesObject],
        known: Set<GroupVersionKind> = [],
        _ client: ClusterClient
    ) async throws(DeployError) -> [GroupVersionKind] {
        let types = Set(objects.map(\.type)).subtracting(known).filter { type in
            isDefined(type) && !objects.contains { defines(type, $0) }
        }
        var missing = try await unserved(types, client)
        guard !missing.isEmpty else { return [] }
        // A definition that somebody has made a moment ago is served a moment later.
        let coming = try await defined(missing, client)
        let start = Stopwatch(client.options.clock)
        while missing.contains(where: coming.contains), start.elapsed < patience {
            do {
                try await client.options.clock.sleep(for: .milliseconds(500))
            } catch {
                throw .interrupted
            }
            missing = try await unserved(types, client)
        }
        return missing
    }

    /// How long the definition of a kind may be there before its kind has to be served.
    private static let patience = Duration.seconds(10)

    private static func unserved(
        _ types: Set<GroupVersionKind>,
        _ client: ClusterClient
    ) async throws(DeployError) -> [GroupVersionKind] {
        let versions = Set(types.map(\.apiVersion)).sorted()
        let served = try await ConcurrentRequests.map(versions) { (version) async throws(DeployError) in
            try await DeployError.wrapping { () async throws(ClusterError) in
                try await client.servedKinds(version)
            }
        }
        let kinds = Dictionary(zip(versions, served), uniquingKeysWith: { first, _ in first })
        return types.sorted().filter { type in
            // A server that does not say hides a kind, which is no sign that it has not got it.
            guard case .some(.some(let found)) = kinds[type.apiVersion] else { return false }
            return !found.contains(type.kind)
        }
    }

    /// Those of some kinds whose definition the cluster has, in a version that is to be served.
    private static func defined(
        _ types: [GroupVersionKind],
        _ client: ClusterClient
    ) async throws(DeployError) -> [GroupVersionKind] {
        do throws(ClusterError) {
            let definitions = try await client.list(ResourceType.customResourceDefinitions.type).items
            return types.filter { type in
                definitions.contains { definition in
                    let versions = definition["spec"]?["versions"]?.array ?? []
                    return defines(type, definition) && !definition.isBeingDeleted
                        && versions.contains {
                            $0["name"]?.string == type.version && $0["served"]?.bool == true
                        }
                }
            }
        } catch {
            guard error.code == .cancelled else {
                // Who may not see definitions, or sees none for the moment, hears what discovery says.
                return []
            }
            throw .interrupted
        }
    }

    /// That a kind is not served, in one line.
    package static func headline(_ type: GroupVersionKind) -> String {
        let need = type.group == gatewayGroup ? ", which `ingress.gateway` needs" : ""
        return "the cluster does not serve \(type.apiVersion) \(type.kind)\(need)"
    }

    /// What helps.
    package static func remedy(_ type: GroupVersionKind) -> String {
        type.group == gatewayGroup
            ? "install the Gateway API, or name an `ingress.class` in place of `ingress.gateway` in the Environment"
            : "install its CustomResourceDefinition"
    }

    /// Why an object of such a kind cannot be deployed.
    static func cause(_ desired: DesiredObject) -> RootCause {
        let type = desired.object.type
        let pointer = type.group == gatewayGroup ? "/spec/parentRefs" : ""
        var cause = RootCause(
            .kindNotServed,
            headline(type),
            object: desired.object.reference,
            pointer: pointer
        )
        cause.remedy = remedy(type)
        cause.span = desired.origin(of: pointer)
        return cause
    }

    /// Whether a kind comes with a definition rather than with Kubernetes.
    private static func isDefined(_ type: GroupVersionKind) -> Bool {
        ResourceType.named(type) == nil || type.group == gatewayGroup
    }

    private static func defines(_ type: GroupVersionKind, _ object: KubernetesObject) -> Bool {
        object.kind == "CustomResourceDefinition" && object["spec"]?["group"]?.string == type.group
            && object["spec"]?[path: "names", "kind"]?.string == type.kind
    }
}
