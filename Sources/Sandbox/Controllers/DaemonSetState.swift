// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// What one look at a DaemonSet works with: its pods by node, and the numbers that its update keeps to.
struct DaemonSetState: Sendable {
    typealias Pod = (key: ObjectKey, object: StoredObject)

    /// The label of a pod that says of which template it is.
    static let hashLabel = "controller-revision-hash"

    let object: StoredObject
    /// The hash of the newest template.
    let hash: String
    let nodes: [StoredObject]
    /// By node, the oldest first, also on nodes that are gone; pods that ended and are being deleted do not count.
    let pods: [String: [Pod]]
    private let affinity: NodeAffinity
    private let now: Timestamp

    init(_ object: StoredObject, hash: String, pods: [Pod], in cluster: Cluster) {
        self.object = object
        self.hash = hash
        nodes = cluster.store.list(.nodes)
        now = cluster.now
        affinity = NodeAffinity(object.spec[path: "template", "spec"] ?? [:])
        let counted = pods.filter { !($0.object.isDeleting && PodState($0.object).hasFinished) }
        self.pods = Dictionary(grouping: counted) { pod in
            pod.object.spec["nodeName"]?.string ?? NodeAffinity(pod.object.spec).onlyNode ?? ""
        }
        .mapValues { pods in
            func age(_ pod: Pod) -> (String, String) {
                (pod.object.metadata["creationTimestamp"]?.string ?? "", pod.key.name)
            }
            return pods.sorted { age($0) < age($1) }
        }
    }

    /// Whether a node is to have a pod.
    func belongs(on node: StoredObject) -> Bool {
        if let wanted = object.spec[path: "template", "spec", "nodeName"]?.string, wanted != node.name {
            return false
        }
        return affinity.matches(node)
    }

    /// Pods that wait for nodes that are gone: nobody else deletes what has never been anywhere.
    var stranded: [Pod] {
        let known = Set(nodes.map(\.name))
        return pods.filter { !known.contains($0.key) }.sorted { $0.key < $1.key }.flatMap(\.value)
            .filter { $0.object.spec["nodeName"] == nil && !$0.object.isDeleting }
    }

    /// How many nodes are to have a pod.
    var desired: Int { nodes.count { belongs(on: $0) } }
    var minReadySeconds: Int { object.spec["minReadySeconds"]?.wholeNumber ?? 0 }
    var isRolling: Bool { object.spec[path: "updateStrategy", "type"]?.string != "OnDelete" }
    /// Whether two pods of a node may run beside each other during an update.
    var allowsSurge: Bool { scaled("maxSurge", to: 1) > 0 }
    var maxSurge: Int { scaled("maxSurge", to: desired) }

    var maxUnavailable: Int {
        let number = scaled("maxUnavailable", to: desired)
        // Both at zero would stand still.
        return number == 0 && maxSurge == 0 ? 1 : number
    }

    private func scaled(_ field: String, to count: Int) -> Int {
        guard isRolling else { return 0 }
        return object.spec[path: "updateStrategy", "rollingUpdate", field].flatMap { IntOrString($0) }?
            .scaled(to: count, roundingUp: true) ?? 0
    }

    func isNew(_ pod: Pod) -> Bool { pod.object.labels[Self.hashLabel] == hash }

    func isAvailable(_ pod: Pod) -> Bool {
        PodState(pod.object).isAvailable(minReadySeconds: minReadySeconds, at: now)
    }

    /// The pods of a node that are not going, by whether they are of the newest template; `nil` where there are
    /// several of one kind, which have to be thinned out first.
    func pair(on node: String) -> (new: Pod?, old: Pod?)? {
        let staying = (pods[node] ?? []).filter { !$0.object.isDeleting }
        let (new, old) = (staying.filter(isNew), staying.filter { !isNew($0) })
        return new.count > 1 || old.count > 1 ? nil : (new.first, old.first)
    }
}
