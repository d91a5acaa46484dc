// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// Serves the kinds of CustomResourceDefinitions.
enum DefinitionController: Controller {
    static func observe(_ change: Change, in cluster: inout Cluster) {
        guard change.key.resource == .customResourceDefinitions else { return }
        let delay = change.kind == .added ? cluster.options.definitionDelay : nil
        cluster.enqueue(Self.self, change.key, after: delay)
    }

    /// Serves what a CustomResourceDefinition defines, or stops serving it.
    static func reconcile(_ key: ObjectKey, in cluster: inout Cluster) {
        guard let definition = cluster.store[key] else {
            for type in cluster.definitions.types where type.qualifiedPlural == key.name {
                for object in cluster.store.list(GroupResource(type)) {
                    cluster.erase(
                        ObjectKey(
                            resource: GroupResource(type),
                            namespace: object.namespace,
                            name: object.name
                        )
                    )
                }
            }
            cluster.forgetDefinition(named: key.name)
            return
        }
        cluster.define(definition)
        var status = definition.status
        let names = Condition(
            type: "NamesAccepted",
            status: "True",
            reason: "NoConflicts",
            message: "no conflicts found"
        )
        let established = Condition(
            type: "Established",
            status: "True",
            reason: "InitialNamesAccepted",
            message: "the initial names have been accepted"
        )
        Conditions.set(names, in: &status, at: cluster.time)
        Conditions.set(established, in: &status, at: cluster.time)
        status["acceptedNames"] = definition.spec["names"]
        status["storedVersions"] = .array(
            (definition.spec["versions"]?.elements ?? []).filter { $0["storage"]?.bool ?? false }
                .compactMap { $0["name"] }
        )
        guard status != definition.status else { return }
        cluster.modify(key, subresource: "status") { $0["status"] = status }
    }
}
