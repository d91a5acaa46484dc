// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient

/// Deletes what nothing wants any more, and nothing else.
enum ObjectPruner {
    /// Kinds that hold data or other objects: deleting one by mistake cannot be undone.
    static let spared: Set<String> = ["PersistentVolumeClaim", "Namespace", "CustomResourceDefinition"]

    /// Whether objects of a kind may be deleted without being named.
    static func mayDelete(_ kind: String) -> Bool { !spared.contains(kind) }

    /// The objects of ours that nothing wants any more.
    struct Unwanted: Sendable {
        /// Those to delete.
        var deletions: [KubernetesObject] = []
        /// Those that are kept until somebody names them.
        var spared: [KubernetesObject] = []
    }

    /// The objects of ours that revisions of the selected services have made and that nothing wants any more.
    static func unwanted(
        live: LiveObjects,
        wanted: Set<ObjectReference>,
        histories: [RevisionHistory],
        allowing named: Set<DeployOptions.NamedObject> = [],
        keepsWayBack: Bool = true
    ) -> Unwanted {
        let made = Set(histories.flatMap { $0.revisions.flatMap(\.objects) })
        // Values of Secrets are not recorded, so a way back needs the Secrets themselves.
        let needed = Set(histories.flatMap { $0.revisions.filter(\.isProven).flatMap(\.objects) })
            .subtracting(histories.flatMap(\.onlyLeaving))
        let services = Set(histories.map(\.service))
        let inUse = Set(histories.flatMap(\.stillInUse))
        let unwanted = live.all.filter { object in
            guard made.contains(object.reference), !wanted.contains(object.reference),
                !keepsWayBack || object.kind != "Secret" || !needed.contains(object.reference),
                !inUse.contains(object.reference),
                let service = object.label(Label.service)
            else { return false }
            // What a controller has made, or another tool prunes by its ApplySet, is theirs to delete (C10).
            return services.contains(service) && !object.hasController
                && object.label(Label.applySet) == nil
        }
        var result = Unwanted()
        for object in unwanted {
            let isNamed = named.contains(.init(kind: object.kind, name: object.name))
            if mayDelete(object.kind) || isNamed {
                result.deletions.append(object)
            } else {
                result.spared.append(object)
            }
        }
        return result
    }

    /// Whether deleting so much needs to be asked for, with the numbers.
    ///
    /// Configuration with a hash in its name is replaced with every change of its content; that is no removal.
    static func isTooMuch(_ deletions: [KubernetesObject], of total: Int, allowed: Int?) -> Bool {
        let removals = removals(deletions)
        guard removals > allowed ?? 0 else { return false }
        return removals * 5 > total
    }

    /// How many deletions take something away for good: the number that `--allow-delete` has to name.
    static func removals(_ deletions: [KubernetesObject]) -> Int {
        // What is named is asked for already, and without its autoscaler a workload has a fixed number of replicas.
        let replaced: Set = ["ConfigMap", "Secret", ReplicaOwnership.autoscaler.kind]
        return deletions.count { !replaced.contains($0.kind) && mayDelete($0.kind) }
    }
}
