// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes
import KubernetesClient

/// What is in the cluster of the kinds that a deploy is about, read with one list per kind.
struct LiveObjects: Sendable {
    private var objects: [ObjectReference: KubernetesObject] = [:]

    init(_ found: [KubernetesObject] = []) {
        for object in found { objects[object.reference] = object }
    }

    /// Everything that was found, in a fixed order.
    var all: [KubernetesObject] {
        objects.values.sorted { $0.reference < $1.reference }
    }

    subscript(reference: ObjectReference) -> KubernetesObject? { objects[reference] }

    /// Lists what msctl has made for a system, or for one service of it; kinds that the server does not serve have no
    /// objects.
    static func read(
        _ types: Set<GroupVersionKind>,
        of service: String? = nil,
        scope: SystemScope,
        client: ClusterClient
    ) async throws(DeployError) -> LiveObjects {
        let system = Label.selector(system: scope.system)
        let selector = service.map { "\(system),\(Label.service)=\($0)" } ?? system
        let namespaced = types.filter { ResourceType.named($0)?.isNamespaced ?? true }.sorted()
        let lists = try await Parallel.map(namespaced) { (type) async throws(DeployError) in
            do throws(ClusterError) {
                return try await client.list(
                    type,
                    namespace: scope.namespace,
                    labelSelector: selector
                ).items
            } catch {
                guard error.code == .notFound else { throw DeployError(error) }
                return []
            }
        }
        return LiveObjects(lists.flatMap { $0 })
    }
}
