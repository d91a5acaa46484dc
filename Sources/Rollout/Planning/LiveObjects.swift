// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
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

    /// These and others.
    func merging(_ others: LiveObjects) -> LiveObjects {
        var result = self
        result.objects.merge(others.objects) { first, _ in first }
        return result
    }

    subscript(reference: ObjectReference) -> KubernetesObject? { objects[reference] }

    /// Lists what msctl has made for a system, or for one service of it; kinds that the server does not serve have no
    /// objects.
    ///
    /// `keepsOwners` keeps the whole record of who owns which field, which is often the greater half of an object; only
    /// taking fields over needs more of it than our own stamp and the number of replicas. With `skipsForbidden` kinds
    /// that may not be read have no objects either.
    static func read(
        _ types: Set<GroupVersionKind>,
        of service: String? = nil,
        scope: SystemScope,
        client: ClusterClient,
        keepsOwners: Bool = false,
        skipsForbidden: Bool = false
    ) async throws(DeployError) -> LiveObjects {
        let system = Label.selector(system: scope.system)
        let selector = service.map { "\(system),\(Label.service)=\($0)" } ?? system
        let namespaced = types.filter { ResourceType.named($0)?.isNamespaced ?? true }.sorted()
        let lists = try await ConcurrentRequests.map(namespaced) { (type) async throws(DeployError) in
            do throws(ClusterError) {
                return try await client.list(
                    ObjectSelection(type, namespace: scope.namespace, labelSelector: selector),
                    condense: { keepsOwners ? $0 : $0.withCondensedOwners }
                ).items
            } catch {
                let isExpected = error.code == .notFound || (skipsForbidden && error.code == .forbidden)
                guard isExpected else { throw DeployError(error) }
                return []
            }
        }
        return LiveObjects(lists.flatMap { $0 })
    }
}

extension KubernetesObject {
    /// The object with no more of its managedFields than a plan asks about: who wrote when, and who owns our stamp,
    /// the number of replicas and what stops it; and the template of pods, or the spec of a Service, that others have added
    /// to.
    fileprivate var withCondensedOwners: KubernetesObject {
        guard let entries = self[metadata: "managedFields"]?.array else { return self }
        var result = self
        // What others have added is rare, and then it takes both sides to tell it.
        let isAddedTo = entries.contains { ForeignFields.isAddition($0, to: self) }
        result[metadata: "managedFields"] = .array(
            entries.map { entry in
                guard var members = entry.object else { return entry }
                let fields = members["fieldsV1"]
                let stamp = "f:\(Label.applied)"
                var kept: JSONObject = [:]
                if fields?[path: "f:metadata", "f:annotations"]?[stamp] != nil {
                    kept["f:metadata"] = ["f:annotations": .object([stamp: [:]])]
                }
                var spec = JSONObject()
                for field in ["f:replicas", "f:paused", "f:suspend"] where fields?["f:spec"]?[field] != nil {
                    spec[field] = [:]
                }
                if isAddedTo {
                    if let template = ForeignFields.path(of: self).dropFirst().first {
                        spec[template] = fields?["f:spec"]?[template]
                    } else {
                        spec = fields?["f:spec"]?.object ?? [:]
                    }
                }
                if !spec.isEmpty { kept["f:spec"] = .object(spec) }
                members["fieldsV1"] = .object(kept)
                return .object(members)
            }
        )
        return result
    }
}
