// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// What the latest state of a pod no longer tells: how its containers ended before, and since when they wait.
struct PodHistory: Sendable, Hashable {
    /// How one run of a container ended.
    struct Exit: Sendable, Hashable {
        var code: Int
        /// Whether the kernel ended it for want of memory.
        var isKillForMemory: Bool
        /// Whether the program was begun at all.
        var hasRun: Bool
        /// From its start to its end, by the clock of its node; `nil` where the pod does not tell.
        var lasted: Duration?
    }

    /// One container's past.
    struct Container: Sendable, Hashable {
        /// The ends that were seen, by the number of the run.
        fileprivate(set) var exits: [Int: Exit] = [:]
        /// The last run that was over when the pod was first seen; -1 if none was.
        fileprivate(set) var inherited = -1
        /// The run that was last seen ready.
        fileprivate(set) var lastReadyRun: Int?
        /// Since when the present state lasts.
        fileprivate(set) var since: Duration = .zero
        /// Since when it is kept from starting by trouble at the same step; `nil` while nothing keeps it.
        fileprivate(set) var refusedSince: Duration?
        /// How often it was made anew in all.
        fileprivate(set) var restarts = 0
        fileprivate var state = ""
        fileprivate var step: StartTrouble.Step?
    }

    private(set) var containers: [String: Container] = [:]
    /// Since when the pod cannot be scheduled.
    private(set) var unschedulableSince: Duration?
    /// Since when nothing says that no node takes it.
    private(set) var placedSince: Duration?
    /// When the pod was first seen.
    private(set) var firstSeen: Duration?
    /// Whether it was seen ready at any time.
    private(set) var hasBeenReady = false

    mutating func take(_ pod: KubernetesObject, at now: Duration) {
        firstSeen = firstSeen ?? now
        if pod.isPodReady { hasBeenReady = true }
        unschedulableSince = pod.isUnschedulable ? unschedulableSince ?? now : nil
        placedSince = pod.isUnschedulable || pod.gatedMessage != nil ? nil : placedSince ?? now
        for status in pod.containerStatuses { take(status, at: now) }
    }

    private mutating func take(_ status: JSONValue, at now: Duration) {
        guard let name = status["name"]?.string else { return }
        let run = Int(status["restartCount"]?.integer ?? 0)
        // While it waits for its next run, the latest is its last state, and the count is still that of this run.
        let isBetweenRuns = Self.isBetweenRuns(status)
        var container = containers[name] ?? Container(inheriting: isBetweenRuns ? run : run - 1)
        container.restarts = run
        if let end = status["state"]?["terminated"] { container.note(end, run: run) }
        if let end = status["lastState"]?["terminated"] {
            let isOfThisRun = isBetweenRuns && status["state"]?["terminated"] == nil
            let latest = isOfThisRun ? run : run - 1
            if latest >= 0 { container.note(end, run: latest) }
        }
        if status["ready"]?.bool == true { container.lastReadyRun = run }
        let state = "\(run) \(status["state"]?.object?.keys.first ?? "") \(status["ready"]?.bool ?? false)"
        if state != container.state {
            container.state = state
            container.since = now
        }
        let step = StartTrouble.step(of: status)
        if step != container.step {
            container.step = step
            container.refusedSince = step.map { _ in now }
        }
        containers[name] = container
    }
}

extension PodHistory {
    /// Whether a run is over and the next one has not been made: one that is being made counts already.
    private static func isBetweenRuns(_ status: JSONValue) -> Bool {
        if status["state"]?["terminated"] != nil { return true }
        guard let waiting = status["state"]?["waiting"], status["lastState"]?["terminated"] != nil else {
            return false
        }
        return !["ContainerCreating", "PodInitializing", nil].contains(waiting["reason"]?.string)
    }
}

extension PodHistory.Container {
    fileprivate init(inheriting run: Int) {
        self.init()
        inherited = run
    }

    /// The last end that was seen.
    var lastExit: PodHistory.Exit? { exits.keys.max().flatMap { exits[$0] } }

    /// Whether the last end was there when the pod was first seen.
    var isLastExitInherited: Bool { exits.keys.max().map { $0 <= inherited } ?? true }

    /// How often in a row, up to the last exit, it ended with the same code and was not ready in between.
    ///
    /// A count of restarts tells neither when they were nor how they ended. Runs that were not seen are taken for the like of
    /// those after them where these were as short as `start`; one that lasted longer before anybody looked may have been
    /// ready. Unless `isWhole`, none counts that was over at first sight.
    func sameExits(isWhole: Bool, start: Duration) -> Int {
        guard let last = exits.keys.max(), let end = exits[last], end.hasRun else { return 0 }
        let others = exits.filter { run, exit in
            exit.code != end.code || !exit.hasRun || run <= inherited && exit.isLong(start)
        }
        let floor = max(others.keys.max() ?? -1, lastReadyRun ?? -1, isWhole ? -1 : inherited)
        guard last > floor else { return 0 }
        let single = exits.filter { $0.key > floor && !$0.value.isShort(start) }
        return last - (single.keys.max() ?? floor) + single.count
    }

    /// How many runs are over, seen or not.
    func runs(isRunning: Bool) -> Int { restarts + (isRunning ? 0 : 1) }

    /// How often it was killed for want of memory; unless `isWhole`, since first sight.
    func memoryKills(isWhole: Bool) -> Int {
        exits.count { $0.value.isKillForMemory && (isWhole || $0.key > inherited) }
    }

    fileprivate mutating func note(_ end: JSONValue, run: Int) {
        let times = ["startedAt", "finishedAt"].compactMap { end[$0]?.string.flatMap { Timestamp($0) } }
        exits[run] = PodHistory.Exit(
            code: Int(end["exitCode"]?.integer ?? 0),
            isKillForMemory: end["reason"]?.string == "OOMKilled",
            hasRun: !StartTrouble.isRefusedStart(end),
            lasted: times.count == 2 ? .seconds(times[1].seconds - times[0].seconds) : nil
        )
    }
}

extension PodHistory.Exit {
    /// Whether the run ended before it was up, as far as the pod tells.
    func isShort(_ start: Duration) -> Bool { lasted.map { $0 < start } ?? false }

    /// Whether the run was up, as far as the pod tells.
    func isLong(_ start: Duration) -> Bool { lasted.map { $0 >= start } ?? false }
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
    var unschedulableMessage: String? { unscheduled(for: "Unschedulable") }

    /// That the scheduler does not look for a node yet because of the gates of the pod, in its own words.
    var gatedMessage: String? { unscheduled(for: "SchedulingGated") }

    private func unscheduled(for reason: String) -> String? {
        let condition = self["status"]?["conditions"]?.array?.first {
            $0["type"]?.string == "PodScheduled" && $0["status"]?.string == "False"
                && $0["reason"]?.string == reason
        }
        return condition.map { $0["message"]?.string ?? "" }
    }

    /// Why the pod as a whole was ended, such as by its node; `nil` for others, also where its containers ended by themselves.
    ///
    /// None of its containers is started again, however it ended.
    var endReason: String? {
        guard self["status"]?["phase"]?.string == "Failed" else { return nil }
        return self["status"]?["reason"]?.string
    }
}
