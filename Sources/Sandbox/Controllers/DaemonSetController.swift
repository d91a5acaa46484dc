// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// Makes the pods of DaemonSets.
enum DaemonSetController: Controller {
    static let ownerType: ResourceType? = .daemonSets

    static func observe(_ change: Change, in cluster: inout Cluster) {
        switch change.key.resource {
        case .daemonSets: cluster.enqueue(Self.self, change.key)
        case .nodes:
            for set in cluster.store.list(.daemonSets) { cluster.enqueue(Self.self, key(of: set)) }
        default: break
        }
    }

    static func key(of set: StoredObject) -> ObjectKey {
        ObjectKey(resource: .daemonSets, namespace: set.namespace, name: set.name)
    }

    /// Keeps one pod of a DaemonSet on every node that it selects; a changed template replaces them step by step.
    static func reconcile(_ key: ObjectKey, in cluster: inout Cluster) {
        guard let set = cluster.store[key], !set.isDeleting else { return }
        let hash = Selection.hash(set.spec["template"] ?? [:])
        do throws(StatusFailure) {
            try cluster.recordRevision(
                "\(set.name)-\(hash)",
                of: set,
                labels: [DaemonSetState.hashLabel: .string(hash)]
            )
        } catch {
            cluster.retry(Self.self, key)
        }
        let pods = cluster.claimPods(of: set)
        let state = DaemonSetState(set, hash: hash, pods: pods, in: cluster)
        let repairs = repairs(state, in: &cluster)
        // An update waits until every node has what it is to have.
        carryOut(repairs.isEmpty && state.isRolling ? roll(state) : repairs, state, in: &cluster)
        report(key, hash: hash, in: &cluster)
    }

    /// What has to be made and deleted for every node to have its pod, and no other one any.
    private static func repairs(_ state: DaemonSetState, in cluster: inout Cluster) -> Moves {
        var moves = Moves(surplus: state.stranded)
        for node in state.nodes {
            let pods = state.pods[node.name] ?? []
            var staying = pods.filter { !$0.object.isDeleting }
            guard state.belongs(on: node) else {
                moves.surplus += staying
                continue
            }
            if pods.isEmpty { moves.bare.append(node.name) }
            let ended = staying.filter { PodState($0.object).hasFinished }
            for pod in ended { noteEnd(of: pod.object, on: node.name, state.object, in: &cluster) }
            moves.surplus += ended
            staying.removeAll { PodState($0.object).hasFinished }
            if !state.allowsSurge {
                moves.surplus += staying.dropFirst()
            } else if staying.count > 1 {
                moves.surplus += surplus(of: staying, state)
            } else if staying.isEmpty, !pods.isEmpty {
                moves.bare.append(node.name)
            }
        }
        return moves
    }

    /// Of the pods of a node that may have two, all but the oldest of each template; the old one stays only while it
    /// is needed.
    private static func surplus(of pods: [DaemonSetState.Pod], _ state: DaemonSetState)
        -> [DaemonSetState.Pod]
    {
        let (new, old) = (pods.filter(state.isNew), pods.filter { !state.isNew($0) })
        var surplus = Array(new.dropFirst()) + old.dropFirst()
        if let successor = new.first, let first = old.first,
            !PodState(first.object).isReady || state.isAvailable(successor)
        {
            surplus.append(first)
        }
        return surplus
    }

    private static func noteEnd(
        of pod: StoredObject,
        on node: String,
        _ set: StoredObject,
        in cluster: inout Cluster
    ) {
        let hasFailed = PodState(pod).phase == "Failed"
        let name = "\(pod.namespace)/\(pod.name)"
        cluster.record(
            Event(
                isWarning: hasFailed,
                reason: hasFailed ? "FailedDaemonPod" : "SucceededDaemonPod",
                message: hasFailed
                    ? "Found failed daemon pod \(name) on node \(node), will try to kill it"
                    : "Found succeeded daemon pod \(name) on node \(node), will try to delete it",
                source: "daemonset-controller"
            ),
            about: set
        )
    }

    private static func carryOut(_ moves: Moves, _ state: DaemonSetState, in cluster: inout Cluster) {
        for node in moves.bare {
            // One failure is one reason to wait: what follows would fail alike.
            guard addPod(to: state.object, on: node, hash: state.hash, in: &cluster) else { break }
        }
        for pod in moves.surplus {
            cluster.discard(pod.key)
            cluster.record(
                Event(
                    reason: "SuccessfulDelete",
                    message: "Deleted pod: \(pod.object.name)",
                    source: "daemonset-controller"
                ),
                about: state.object
            )
        }
    }

    private static func report(_ key: ObjectKey, hash: String, in cluster: inout Cluster) {
        guard let set = cluster.store[key] else { return }
        let pods = cluster.store.pods(controlledBy: set)
        let state = DaemonSetState(set, hash: hash, pods: pods, in: cluster)
        // Of several pods of a node the oldest one counts.
        let counted = state.nodes.filter { state.belongs(on: $0) }.compactMap { state.pods[$0.name]?.first }
        let misplaced = state.nodes.count { !state.belongs(on: $0) && state.pods[$0.name] != nil }
        let available = counted.count(where: state.isAvailable)
        let desired = state.desired
        func some(_ number: Int) -> JSONValue? { number == 0 ? nil : .integer(Int64(number)) }
        let status: JSONValue = [
            "currentNumberScheduled": .integer(Int64(counted.count)),
            "numberMisscheduled": .integer(Int64(misplaced)),
            "desiredNumberScheduled": .integer(Int64(desired)),
            "numberReady": .integer(Int64(counted.count { PodState($0.object).isReady })),
            "observedGeneration": .integer(set.generation),
            "updatedNumberScheduled": some(counted.count(where: state.isNew)),
            "numberAvailable": some(available), "numberUnavailable": some(desired - available),
        ]
        if status != set.status { cluster.modify(key, subresource: "status") { $0["status"] = status } }
        guard state.minReadySeconds > 0 else { return }
        for pod in pods {
            let since = PodState(pod.object).availableSince(minReadySeconds: state.minReadySeconds)
            if let since, since > cluster.now { cluster.enqueue(Self.self, key, at: since) }
        }
    }
}
