// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Kubernetes
package import KubernetesClient

/// Everything that deploying certain objects may have to do in a namespace, from the first time to the way back.
package enum DeployRights {
    /// The questions to ask the server, by type and verb, each once.
    ///
    /// The Namespace itself is among them only where a deploy makes it: deploying into one that is there needs no rights
    /// to it.
    package static func questions(
        _ objects: [KubernetesObject],
        namespace: String,
        makesNamespace: Bool = false
    ) -> [AccessQuestion] {
        var verbs = Verbs(namespace: namespace)
        // Who may not look whether it is there is taken for somebody who leaves it as it is.
        if makesNamespace { verbs.add(ResourceType.namespaces.type, ["create", "get", "patch"]) }
        for type in Set(objects.map(\.type)) {
            // Listed to plan, read where somebody else has made it, written, and deleted when nothing wants it.
            verbs.add(type, ["create", "delete", "get", "list", "patch"])
        }
        let workloads = Set(objects.map(\.type).filter { RolloutTarget.workloadKinds.contains($0.kind) })
        for type in workloads { verbs.add(type, ["watch"]) }
        let companions = Set(objects.filter(RolloutTarget.isCompanion).map(\.type))
        for type in companions { verbs.add(type, ["watch"]) }
        if !companions.isEmpty { verbs.add(GroupVersionKind.event, ["list", "watch"]) }
        if !workloads.isEmpty {
            // Each pod is tried in a dry run before anything is written.
            verbs.add(GroupVersionKind.pod, ["create", "list", "watch"])
            verbs.add(GroupVersionKind.pod, ["get"], subresource: "log")
            verbs.add(GroupVersionKind.event, ["list", "watch"])
            verbs.add(GroupVersionKind.replicaSet, ["list", "watch"])
        }
        // Only deleting the pod frees a StatefulSet that waits for one that will never be ready.
        if workloads.contains(where: { $0.kind == "StatefulSet" }) {
            verbs.add(GroupVersionKind.pod, ["delete"])
        }
        verbs.add(RevisionSecret.type, ["create", "delete", "get", "list", "patch"])
        // The lock is taken and renewed by replacing it, so that two cannot take it at once.
        verbs.add(LeaseRecord.type, ["create", "get", "update"])
        return verbs.questions
    }

    /// What scaling certain objects by hand needs beyond the rights of a deploy, which never writes a scale.
    package static func scaling(_ objects: [KubernetesObject], namespace: String) -> [AccessQuestion] {
        var verbs = Verbs(namespace: namespace)
        for type in Set(objects.map(\.type)).intersection(GroupVersionKind.scalable) {
            // Also under an autoscaler: what was scaled to nothing there is woken by its scale.
            verbs.add(type, ["patch"], subresource: "scale")
        }
        return verbs.questions
    }

    /// Verbs by type, gathered in any order.
    struct Verbs {
        let namespace: String
        private var gathered: [Key: Set<String>] = [:]

        init(namespace: String) {
            self.namespace = namespace
        }

        private struct Key: Hashable, Comparable {
            var type: GroupVersionKind
            var subresource: String

            static func < (left: Key, right: Key) -> Bool {
                left.type != right.type ? left.type < right.type : left.subresource < right.subresource
            }
        }

        mutating func add(_ type: GroupVersionKind, _ verbs: Set<String>, subresource: String = "") {
            gathered[Key(type: type, subresource: subresource), default: []].formUnion(verbs)
        }

        /// One question for each type and verb, in a fixed order; namespaced kinds that msctl knows only.
        var questions: [AccessQuestion] {
            gathered.sorted { $0.key < $1.key }.flatMap { key, verbs -> [AccessQuestion] in
                guard let resource = ResourceType.named(key.type) else { return [] }
                return verbs.sorted().map { verb in
                    AccessQuestion(
                        verb: verb,
                        group: key.type.group,
                        resource: resource.plural,
                        subresource: key.subresource.isEmpty ? nil : key.subresource,
                        namespace: resource.isNamespaced ? namespace : nil
                    )
                }
            }
        }
    }
}
