// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// Reads what the status of one container says about why its pod is not ready.
struct ContainerJudgement: Sendable {
    /// What all containers of a pod have in common.
    struct Context: Sendable {
        var workload: ObservedWorkload
        var locator: CauseLocator
        var configuration: ProvidedConfiguration
        var patience: Duration
        var now: Duration
    }

    let pod: KubernetesObject
    let status: JSONValue
    let past: PodHistory.Container
    let events: [KubernetesObject]
    let context: Context

    private var name: String { status["name"]?.string ?? "" }
    private var waited: Duration { context.now - past.since }

    var evidence: [Evidence] {
        if status["ready"]?.bool == true { return [] }
        var found: [Evidence] = []
        if let waiting = status["state"]?["waiting"] { found += self.waiting(waiting) }
        found += refusedStart
        found += exits
        if found.isEmpty, status["state"]?["running"] != nil { found += running }
        return found
    }

    private func waiting(_ waiting: JSONValue) -> [Evidence] {
        let message = waiting["message"]?.string ?? ""
        switch waiting["reason"]?.string ?? "" {
        case "InvalidImageName", "ErrImageNeverPull": return [pull(message, isDefinite: true)]
        case "ErrImagePull", "ImagePullBackOff", "RegistryUnavailable", "ImageInspectError":
            return [pull(message, isDefinite: false)]
        case "CreateContainerConfigError": return [configuration(message)]
        case "RunContainerError": return [refused(message, isDefinite: true)]
        // The runtime itself may be busy; a wrong command shows as RunContainerError or a failed start.
        case "CreateContainerError": return [refused(message, isDefinite: waited >= context.patience)]
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
        let words = ([message] + told).first { ImagePullTrouble.isDefinite($0) } ?? told.last ?? message
        let isGone = isDefinite || ImagePullTrouble.isDefinite(words)
        let image = status["image"]?.string ?? context.locator.container(name)?.json["image"]?.string ?? ""
        var cause = cause(
            isGone ? .imageNotFound : .imageUnavailable,
            isGone ? "image `\(image)` does not exist" : "image `\(image)` cannot be pulled",
            at: context.locator.field("image", of: name)
        )
        cause.detail = words
        return Evidence(cause, isDefinite: isGone || waited >= context.patience)
    }

    private func configuration(_ message: String) -> Evidence {
        guard let missing = MissingReference(message) else {
            return refused(message, isDefinite: true)
        }
        let pointer = context.locator.reference(
            to: missing.name,
            isSecret: missing.isSecret,
            key: missing.key,
            container: name
        )
        var cause = cause(missing.code, missing.headline, at: pointer)
        cause.detail = message
        // What has been made since is found when the kubelet tries again.
        let isThere = context.configuration.provides(missing)
        return Evidence(cause, isDefinite: !isThere || waited >= context.patience)
    }

    private func refused(_ message: String, isDefinite: Bool) -> Evidence {
        var cause = cause(
            .containerRefused,
            "container `\(name)` cannot be started",
            at: context.locator.field("command", of: name)
        )
        cause.detail = message
        return Evidence(cause, isDefinite: isDefinite)
    }

    /// The runtime could not run the command at all, such as for a program that is not in the image.
    private var refusedStart: [Evidence] {
        let ends = [status["state"]?["terminated"], status["lastState"]?["terminated"]].compactMap { $0 }
        guard
            let end = ends.first(where: {
                ["StartError", "ContainerCannotRun"].contains($0["reason"]?.string ?? "")
            })
        else { return [] }
        return [refused(end["message"]?.string ?? "", isDefinite: true)]
    }

    private var exits: [Evidence] {
        let isRunning = status["state"]?["running"] != nil
        let log = RolloutStateMachine.LogSource(pod: pod.name, container: name, isPrevious: isRunning)
        if !past.memoryKills.isEmpty {
            let count = past.memoryKills.count
            let limit = context.locator.container(name)?.json[path: "resources", "limits"]?["memory"]?.string
            let times = count == 1 ? "once" : "\(count) times"
            let ceiling = limit.map { " of \($0)" } ?? ""
            let cause = cause(
                .outOfMemory,
                "container `\(name)` needs more than its memory limit\(ceiling) (killed \(times))",
                at: context.locator.field("resources/limits/memory", of: name)
            )
            return [Evidence(cause, isDefinite: count >= 2, log: log, count: count)]
        }
        guard let code = past.lastExit, past.sameExits > 0, !isCompleted else { return [] }
        let count = past.sameExits
        let isDefinite = count >= 3 && !isJob
        let times = count == 1 ? "once" : count == 2 ? "twice" : "\(count) times"
        var cause = cause(
            .crashLoop,
            isDefinite
                ? "container `\(name)` exits \(code) at start (\(count) times)"
                : "container `\(name)` crashed \(times) (exit \(code)), restarting",
            at: context.locator.container(name)?.pointer ?? context.locator.podPointer
        )
        let end = status["state"]?["terminated"] ?? status["lastState"]?["terminated"]
        cause.detail = end?["message"]?.string
        return [Evidence(cause, isDefinite: isDefinite, log: log, count: count)]
    }

    /// An init container that has done its work, or a job's.
    private var isCompleted: Bool {
        status["state"]?["terminated"]?["exitCode"]?.integer == 0
    }

    /// How often a job may try is its own business (`backoffLimit`).
    private var isJob: Bool { context.workload.desired.object.kind == "Job" }

    private var running: [Evidence] {
        guard !isJob, let container = context.locator.container(name),
            container.json["readinessProbe"] != nil
                || container.json["startupProbe"] != nil
        else { return [] }
        let spec = context.workload.desired.object["spec"]
        let allowance = ProbeBudget.allowance(
            container: container.json,
            minReadySeconds: Int(spec?["minReadySeconds"]?.integer ?? 0),
            floor: context.patience
        )
        let unhealthy = events.last { $0["reason"]?.string == "Unhealthy" }?["message"]?.string
        let isSpent = waited >= allowance
        guard isSpent || unhealthy != nil else { return [] }
        var cause = cause(
            .neverReady,
            "container `\(name)` runs but is not ready",
            at: context.locator.field("readinessProbe", of: name)
        )
        cause.detail = unhealthy
        let log = RolloutStateMachine.LogSource(pod: pod.name, container: name, isPrevious: false)
        return [Evidence(cause, isDefinite: isSpent, log: log)]
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
