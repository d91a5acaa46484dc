// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// Reads what the status of one container says about why its pod is not ready.
struct ContainerJudgement: Sendable {
    /// What all containers of a pod have in common.
    struct Context: Sendable {
        var workload: ObservedWorkload
        var locator: LateLocator
        var configuration: ProvidedConfiguration
        var patience: Duration
        var now: Duration
    }

    let pod: KubernetesObject
    let status: JSONValue
    let past: PodHistory.Container
    let events: [KubernetesObject]
    let context: Context

    private var locator: CauseLocator { context.locator.value }
    private var name: String { status["name"]?.string ?? "" }
    private var waited: Duration { context.now - past.since }
    /// Whether it has been kept from starting for as long as that is tolerated.
    private var isImpatient: Bool { context.now - (past.refusedSince ?? context.now) >= context.patience }
    private var isRunning: Bool { status["state"]?["running"] != nil }

    var evidence: [Evidence] {
        if status["ready"]?.bool == true { return [] }
        var found: [Evidence] = []
        if let waiting = status["state"]?["waiting"] { found += self.waiting(waiting) }
        found += refusedStart
        found += exits
        // However often it has ended before, the present run has the time that its probes give it, and no more.
        if isRunning { found += running }
        return found
    }

    private func waiting(_ waiting: JSONValue) -> [Evidence] {
        let message = waiting["message"]?.string ?? ""
        switch waiting["reason"]?.string ?? "" {
        case "InvalidImageName", "ErrImageNeverPull": return [pull(message, isDefinite: true)]
        case "ErrImagePull", "ImagePullBackOff", "RegistryUnavailable", "ImageInspectError",
            "SignatureValidationFailed":
            return [pull(message, isDefinite: false)]
        case "CreateContainerConfigError": return [configuration(message)]
        case "RunContainerError":
            return [refused(message, isDefinite: StartTrouble.isDefinite(start: message, isCreated: true))]
        case "CreateContainerError", "PreCreateHookError", "PreStartHookError":
            return [refused(message, isDefinite: StartTrouble.isDefinite(start: message, isCreated: false))]
        default: return []
        }
    }

    private func pull(_ message: String, isDefinite: Bool) -> Evidence {
        // The back-off message need not repeat the reason; the events of the pod do.
        let told =
            events
            .filter { $0["reason"]?.string == "Failed" }
            .compactMap { $0["message"]?.string }
            .filter { $0.contains("Failed to pull image") }
        let image = status["image"]?.string ?? locator.container(name)?.json["image"]?.string ?? ""
        let proof = ([message] + told).first { ImagePullTrouble.isDefinite($0, image: image) }
        let words = proof ?? told.last ?? message
        let isGone = isDefinite || proof != nil
        var cause = cause(
            isGone ? .imageNotFound : .imageUnavailable,
            isGone ? "image `\(image)` does not exist" : "image `\(image)` cannot be pulled",
            at: locator.field("image", of: name)
        )
        cause.detail = words
        return Evidence(cause, isDefinite: isGone || isImpatient)
    }

    private func configuration(_ message: String) -> Evidence {
        guard let missing = MissingReference(message) else {
            let isDefinite = StartTrouble.isDefinite(configuration: message)
            guard StartTrouble.isAboutRoot(message) else {
                return refused(message, isDefinite: isDefinite, field: nil)
            }
            var evidence = refused(message, isDefinite: isDefinite, field: "securityContext")
            evidence.cause.remedy =
                "let the image run as a user other than root, by its number: `USER 10001` in its Dockerfile"
            return evidence
        }
        let pointer = locator.reference(
            to: missing.name,
            isSecret: missing.isSecret,
            key: missing.key,
            container: name
        )
        var cause = cause(missing.code, missing.headline, at: pointer)
        cause.detail = message
        // What has been made since is found when the kubelet tries again.
        let isThere = context.configuration.provides(missing)
        return Evidence(cause, isDefinite: !isThere || isImpatient)
    }

    private func refused(_ message: String, isDefinite: Bool, field: String? = "command") -> Evidence {
        var cause = cause(
            .containerRefused,
            "container `\(name)` cannot be started",
            at: field.map { locator.field($0, of: name) } ?? containerPointer
        )
        cause.detail = message
        return Evidence(cause, isDefinite: isDefinite || isImpatient)
    }

    /// The runtime could not begin the run at all, such as for a program that is not in the image.
    private var refusedStart: [Evidence] {
        let ends = [status["state"]?["terminated"], status["lastState"]?["terminated"]].compactMap { $0 }
        // One that runs has been started since.
        guard !isRunning, StartTrouble.step(of: status) == .start,
            let end = ends.first(where: StartTrouble.isRefusedStart)
        else { return [] }
        let message = end["message"]?.string ?? ""
        return [refused(message, isDefinite: StartTrouble.isDefinite(start: message, isCreated: true))]
    }

    private var exits: [Evidence] {
        let log = RolloutStateMachine.LogSource(pod: pod.name, container: name, isPrevious: isRunning)
        guard let last = past.lastExit, last.hasRun, !isCompleted else { return [] }
        // That it ended before anybody looked, after it was up, says nothing of a run that goes on.
        if isRunning, past.isLastExitInherited, last.isLong(allowance) { return [] }
        let kills = past.memoryKills(isWhole: isWhole)
        // One kill long ago does not explain the exits that came after it.
        if kills >= 2 || kills == 1 && last.isKillForMemory {
            let limit = locator.container(name)?.json[path: "resources", "limits"]?["memory"]?.string
            let times = kills == 1 ? single(past.runs(isRunning: isRunning)) : "\(kills) times"
            let trouble =
                limit.map { "needs more than its memory limit of \($0)" }
                ?? "was killed for want of memory, and has no limit of its own"
            let cause = cause(
                .outOfMemory,
                "container `\(name)` \(trouble) (killed \(times))",
                at: locator.field("resources/limits/memory", of: name)
            )
            return [Evidence(cause, isDefinite: kills >= 2, log: log, count: kills)]
        }
        let count = past.sameExits(isWhole: isWhole, start: allowance)
        guard count > 0 || !isRunning && past.isLastExitInherited else { return [] }
        let isDefinite = count >= 3 && !isJob
        var cause = cause(.crashLoop, crash(last, count, isDefinite), at: containerPointer)
        let end = status["state"]?["terminated"] ?? status["lastState"]?["terminated"]
        let words = end?["message"]?.string?.withoutCutLines ?? ""
        cause.detail = words.isEmpty ? nil : words
        return [Evidence(cause, isDefinite: isDefinite, log: log, count: count)]
    }

    /// How often it was killed where one kill is known of so many runs that are over: the others were not seen to end.
    private func single(_ runs: Int) -> String {
        runs <= 1 ? "once" : "at least once; \(runs) runs are over"
    }

    /// What is known of its exits, and no more: a count of restarts does not say when they were.
    private func crash(_ last: PodHistory.Exit, _ count: Int, _ isDefinite: Bool) -> String {
        if isDefinite { return "container `\(name)` exits \(last.code) at start (\(count) times)" }
        let total = past.runs(isRunning: isRunning)
        guard count == total || past.restarts == 0 else {
            let restarts = past.restarts == 1 ? "once" : "\(past.restarts) times"
            return "container `\(name)` crashed (exit \(last.code)), restarted \(restarts) in all"
        }
        let times = count <= 1 ? "once" : count == 2 ? "twice" : "\(count) times"
        return "container `\(name)` crashed \(times) (exit \(last.code)), restarting"
    }

    private var containerPointer: String {
        locator.container(name)?.pointer ?? CauseLocator.podPointer(in: context.workload.named.object)
    }

    /// Whether all that the pod tells of its past is about what is judged.
    private var isWhole: Bool { context.workload.judgesWholePast(of: pod) }

    /// An init container that has done its work, or a job's.
    private var isCompleted: Bool {
        status["state"]?["terminated"]?["exitCode"]?.integer == 0
    }

    /// How often a job may try is its own business (`backoffLimit`).
    private var isJob: Bool { context.workload.named.object.kind == "Job" }

    /// How long a run may last without being up, by its probes.
    private var allowance: Duration {
        context.workload.budget(of: name).allowance(atLeast: context.patience)
    }

    private var running: [Evidence] {
        guard !isJob, context.workload.budget(of: name).isProbed else { return [] }
        let unhealthy = events.last { $0["reason"]?.string == "Unhealthy" }?["message"]?.string
        let isSpent = waited >= allowance
        guard isSpent || unhealthy != nil || hasRunBefore else { return [] }
        var cause = cause(
            .neverReady,
            "container `\(name)` runs but is not ready",
            at: locator.field("readinessProbe", of: name)
        )
        cause.detail = unhealthy
        let log = RolloutStateMachine.LogSource(pod: pod.name, container: name, isPrevious: false)
        return [Evidence(cause, isDefinite: isSpent, log: log)]
    }

    /// Whether what runs now and is not ready is a later run of something that was up, at the only look that there is.
    private var hasRunBefore: Bool {
        guard context.workload.past == .whole, let last = past.lastExit else { return false }
        return last.isLong(allowance)
    }

    private func cause(_ code: RootCause.Code, _ headline: String, at pointer: String) -> RootCause {
        var cause = context.workload.cause(code, headline, at: pointer)
        cause.pod = pod.name
        cause.container = name
        let state = status["state"]?.object?.members.first
        let reason = state?.value["reason"]?.string.map { ": \($0)" } ?? ""
        cause.chain += ["Pod \(pod.name)", "container \(name) \(state?.key ?? "unknown")\(reason)"]
        return cause
    }
}
