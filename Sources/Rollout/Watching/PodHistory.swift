// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// What the latest state of a pod no longer tells: how its containers ended before, and since when they wait.
struct PodHistory: Sendable, Hashable {
    /// One container's past.
    struct Container: Sendable, Hashable {
        /// Exit codes since it was last ready, by the number of the run.
        var exits: [Int: Int] = [:]
        /// Runs that the kernel ended for want of memory.
        var memoryKills: Set<Int> = []
        /// The run that was last seen ready.
        var lastReadyRun: Int?
        /// Since when the present state lasts.
        var since: Duration = .zero
        fileprivate var state = ""

        /// How often in a row, up to the last exit, it ended with the same code and was not ready in between.
        var sameExits: Int {
            guard let last = exits.keys.max(), let code = exits[last] else { return 0 }
            let other = exits.filter { $0.value != code }.keys.max()
            let floor = max(other ?? -1, lastReadyRun ?? -1)
            return last - floor
        }

        /// The code of the last exit.
        var lastExit: Int? { exits.keys.max().flatMap { exits[$0] } }
    }

    private(set) var containers: [String: Container] = [:]
    /// Since when the pod cannot be scheduled.
    private(set) var unschedulableSince: Duration?
    /// When the pod was first seen.
    private(set) var firstSeen: Duration?

    mutating func take(_ pod: KubernetesObject, at now: Duration) {
        firstSeen = firstSeen ?? now
        unschedulableSince = pod.isUnschedulable ? unschedulableSince ?? now : nil
        for status in pod.containerStatuses { take(status, at: now) }
    }

    private mutating func take(_ status: JSONValue, at now: Duration) {
        guard let name = status["name"]?.string else { return }
        var container = containers[name] ?? Container()
        let run = Int(status["restartCount"]?.integer ?? 0)
        if let end = status["state"]?["terminated"] { container.note(end, run: run) }
        if let end = status["lastState"]?["terminated"] {
            // While it waits for its next run, the latest is its last state, and the count is still that of this run.
            let latest = Self.isBetweenRuns(status) ? run : run - 1
            if latest >= 0 { container.note(end, run: latest) }
        }
        if status["ready"]?.bool == true { container.lastReadyRun = run }
        let state = "\(run) \(status["state"]?.object?.keys.first ?? "") \(status["ready"]?.bool ?? false)"
        if state != container.state {
            container.state = state
            container.since = now
        }
        containers[name] = container
    }
}

extension PodHistory {
    /// Whether a run is over and the next one has not been made: one that is being made counts already.
    private static func isBetweenRuns(_ status: JSONValue) -> Bool {
        guard let waiting = status["state"]?["waiting"] else { return false }
        return !["ContainerCreating", "PodInitializing", nil].contains(waiting["reason"]?.string)
    }
}

extension PodHistory.Container {
    fileprivate mutating func note(_ end: JSONValue, run: Int) {
        exits[run] = Int(end["exitCode"]?.integer ?? 0)
        if end["reason"]?.string == "OOMKilled" { memoryKills.insert(run) }
    }
}

extension KubernetesObject {
    /// The statuses of init containers, then of containers.
    var containerStatuses: [JSONValue] {
        (self["status"]?["initContainerStatuses"]?.array ?? [])
            + (self["status"]?["containerStatuses"]?.array ?? [])
    }

    /// Whether the scheduler has found no node for this pod.
    var isUnschedulable: Bool { unschedulableMessage != nil }

    /// Why the scheduler has found no node, in its own words.
    var unschedulableMessage: String? {
        let condition = self["status"]?["conditions"]?.array?.first {
            $0["type"]?.string == "PodScheduled" && $0["status"]?.string == "False"
                && $0["reason"]?.string == "Unschedulable"
        }
        return condition.map { $0["message"]?.string ?? "" }
    }
}
