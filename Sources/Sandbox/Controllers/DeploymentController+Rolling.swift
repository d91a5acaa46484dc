// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension DeploymentController {
    /// One step of a rolling update; whether anything was scaled.
    static func roll(
        _ deployment: DeploymentState,
        _ newest: ReplicaSetState?,
        _ old: [ReplicaSetState],
        in cluster: inout Cluster
    )
        -> Bool
    {
        guard let newest else { return false }
        let total = old.reduce(newest.replicas) { $0 + $1.replicas }
        if newest.replicas > deployment.replicas {
            scale(newest, to: deployment.replicas, deployment, in: &cluster)
            return true
        }
        if newest.replicas < deployment.replicas {
            let room = deployment.replicas + deployment.maxSurge - total
            let more = min(room, deployment.replicas - newest.replicas)
            if more > 0 {
                scale(newest, to: newest.replicas + more, deployment, in: &cluster)
                return true
            }
        }
        return shrink(deployment, newest, old, total: total, in: &cluster)
    }

    /// Scales old ReplicaSets down as far as availability allows: unhealthy pods first.
    private static func shrink(
        _ deployment: DeploymentState,
        _ newest: ReplicaSetState,
        _ old: [ReplicaSetState],
        total: Int,
        in cluster: inout Cluster
    ) -> Bool {
        let least = deployment.replicas - deployment.maxUnavailable
        let newUnavailable = max(0, newest.replicas - newest.available)
        var spare = total - least - newUnavailable
        guard spare > 0 else { return false }
        var moved = false
        var sizes: [ObjectKey: Int] = [:]
        for set in old where set.replicas > 0 && spare > 0 {
            let unhealthy = min(spare, max(0, set.replicas - set.available))
            if unhealthy > 0 {
                sizes[set.key] = set.replicas - unhealthy
                spare -= unhealthy
            }
        }
        var droppable = old.reduce(newest.available) { $0 + $1.available } - least
        for set in old {
            let size = sizes[set.key] ?? set.replicas
            let drop = min(size, max(0, droppable))
            droppable -= drop
            if size - drop < set.replicas {
                scale(set, to: size - drop, deployment, in: &cluster)
                moved = true
            }
        }
        return moved
    }

    /// Recreate: everything old must be gone before anything new starts; whether anything was scaled.
    static func recreate(
        _ deployment: DeploymentState,
        _ newest: ReplicaSetState?,
        _ old: [ReplicaSetState],
        in cluster: inout Cluster
    )
        -> Bool
    {
        var moved = false
        for set in old where set.replicas > 0 {
            scale(set, to: 0, deployment, in: &cluster)
            moved = true
        }
        guard !moved, let newest, newest.replicas != deployment.replicas,
            old.allSatisfy({ $0.created + $0.terminating == 0 })
        else { return moved }
        scale(newest, to: deployment.replicas, deployment, in: &cluster)
        return true
    }

    /// Drops ReplicaSets beyond the history limit, once the rollout is complete.
    static func cleanUp(
        _ deployment: DeploymentState,
        _ newest: ReplicaSetState,
        _ old: [ReplicaSetState],
        in cluster: inout Cluster
    ) {
        guard newest.available >= deployment.replicas, old.allSatisfy({ $0.replicas == 0 }) else { return }
        let idle = old.filter { $0.created == 0 }.sorted { $0.revision < $1.revision }
        for set in idle.dropLast(deployment.historyLimit) { cluster.discard(set.key) }
    }

    static func scale(
        _ set: ReplicaSetState,
        to replicas: Int,
        _ deployment: DeploymentState,
        in cluster: inout Cluster
    ) {
        let size = String(deployment.replicas)
        let most = String(deployment.replicas + deployment.maxSurge)
        cluster.modify(set.key) { object in
            object["spec"]?["replicas"] = .integer(Int64(replicas))
            object["metadata"]?.fill("annotations", [:])
            object["metadata"]?["annotations"]?[DeploymentState.desired] = .string(size)
            object["metadata"]?["annotations"]?[DeploymentState.maxReplicas] = .string(most)
        }
        if replicas != set.replicas {
            noteScaling(deployment.object, set.object.name, from: set.replicas, to: replicas, in: &cluster)
        }
    }

    static func noteScaling(
        _ owner: StoredObject,
        _ set: String,
        from: Int,
        to: Int,
        in cluster: inout Cluster
    ) {
        let direction = to > from ? "up" : "down"
        cluster.record(
            Event(
                reason: "ScalingReplicaSet",
                message: "Scaled \(direction) replica set \(set) from \(from) to \(to)",
                source: "deployment-controller"
            ),
            about: owner
        )
    }

    /// Whether the wanted size changed since the ReplicaSets were last sized.
    static func isScalingEvent(_ deployment: DeploymentState, _ sets: [ReplicaSetState]) -> Bool {
        sets.contains { set in
            set.replicas > 0
                && set.object.annotations[DeploymentState.desired].flatMap { Int($0) } != deployment.replicas
        }
    }

    /// Spreads a new size over the ReplicaSets by their share; whether anything was scaled.
    static func scaleProportionally(
        _ deployment: DeploymentState,
        _ sets: [ReplicaSetState],
        _ current: Int?,
        in cluster: inout Cluster
    ) -> Bool {
        let active = sets.filter { $0.replicas > 0 }
        if active.count <= 1 {
            guard let only = active.first ?? current.map({ sets[$0] }) else { return false }
            scale(only, to: deployment.replicas, deployment, in: &cluster)
            return true
        }
        if let current, sets[current].available == deployment.replicas,
            sets[current].replicas == deployment.replicas
        {
            for set in active where set.key != sets[current].key {
                scale(set, to: 0, deployment, in: &cluster)
            }
            return true
        }
        guard deployment.isRolling else { return false }
        let total = active.reduce(0) { $0 + $1.replicas }
        let allowed = deployment.replicas > 0 ? deployment.replicas + deployment.maxSurge : 0
        var left = allowed - total
        // Of equal ones the newest grows first, and the oldest shrinks first.
        func age(_ set: ReplicaSetState) -> (String, String) {
            (set.object.metadata["creationTimestamp"]?.string ?? "", set.object.name)
        }
        let ordered = active.sorted { one, other in
            if one.replicas != other.replicas { return one.replicas > other.replicas }
            return left > 0 ? age(one) > age(other) : age(one) < age(other)
        }
        var sizes = ordered.map(\.replicas)
        for (index, set) in ordered.enumerated() {
            let share = share(of: set, deployment, allowed: allowed) - set.replicas
            let step = left > 0 ? min(share, left) : left < 0 ? max(share, left) : 0
            sizes[index] += step
            left -= step
        }
        // What rounding left over goes to the largest.
        if let first = sizes.first { sizes[0] = max(0, first + left) }
        for (set, size) in zip(ordered, sizes) { scale(set, to: size, deployment, in: &cluster) }
        return true
    }

    /// The size of a ReplicaSet after its Deployment was scaled, rounded: its part of all pods stays the same.
    private static func share(of set: ReplicaSetState, _ deployment: DeploymentState, allowed: Int) -> Int {
        if deployment.replicas == 0 { return 0 }
        let annotation = set.object.annotations[DeploymentState.maxReplicas]
        var former = annotation.flatMap { Int32($0) }.map(Int.init) ?? 0
        if former == 0 { former = deployment.object.status["replicas"]?.wholeNumber ?? 0 }
        guard former != 0 else { return set.replicas }
        let size = (Double(set.replicas) * Double(allowed) / Double(former)).rounded()
        // The annotation may hold any number; Kubernetes counts replicas in 32 bits.
        return Int(min(max(size, Double(Int32.min)), Double(Int32.max)))
    }
}
