// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension Cluster {
    /// Ends the containers: for good when the restart policy says so, else until the back-off is over.
    mutating func endContainers(
        _ key: ObjectKey,
        _ pod: StoredObject,
        _ memory: inout PodMemory,
        exitCode: Int,
        reason: String
    ) {
        let policy = pod.spec["restartPolicy"]?.string ?? "Always"
        let isFinal = policy == "Never" || (policy == "OnFailure" && exitCode == 0)
        let started = (memory.startedAt ?? now).description
        let (now, restarts) = (time, memory.restarts)
        let names = Self.containerNames(pod)
        writeStatus(key) { status in
            let old = status["containerStatuses"]?.elements ?? []
            let ended: JSONValue = [
                "exitCode": .integer(Int64(exitCode)), "reason": .string(reason),
                "startedAt": .string(started),
                "finishedAt": .string(now), "containerID": old.first?["containerID"],
            ]
            if isFinal { status["phase"] = exitCode == 0 ? "Succeeded" : "Failed" }
            for type in ["Ready", "ContainersReady"] {
                PodStatus.set(
                    type,
                    "False",
                    in: &status,
                    at: now,
                    reason: isFinal ? (exitCode == 0 ? "PodCompleted" : "PodFailed") : "ContainersNotReady",
                    message: isFinal && exitCode == 0
                        ? nil : "containers with unready status: [\(names.joined(separator: " "))]"
                )
            }
            status["containerStatuses"] = Self.containerStatuses(
                pod,
                state: ["terminated": ended],
                last: old,
                restarts: restarts
            )
        }
        memory.stage = isFinal ? .finished : .crashed
        guard !isFinal else { return }
        // A container that ended is seen as such for a moment before it waits.
        memory.due = self.now + .milliseconds(100)
    }

    /// A crashed container first waits, then runs again.
    mutating func restartContainers(_ key: ObjectKey, _ pod: StoredObject, _ memory: inout PodMemory) {
        let name = Self.containerNames(pod).first ?? ""
        let state = pod.status["containerStatuses"]?.elements.first?["state"]
        guard state?["waiting"] == nil else {
            memory.restarts += 1
            say(
                pod,
                "Pulled",
                "Container image \"\(Self.images(pod).first ?? "")\" already present on machine"
            )
            memory.stage = .running
            rerun(key, pod, &memory)
            return
        }
        let wait = min(options.restartDelay * (1 << min(memory.restarts, 9)), .seconds(300))
        let identity = "\(pod.name)_\(pod.namespace)(\(pod.uid))"
        let text =
            "back-off \(Self.goText(wait)) restarting failed container=\(name) pod=\(identity)"
        let restarts = memory.restarts
        let ended = state?["terminated"]
        writeStatus(key) { status in
            var last = status["containerStatuses"]?.elements ?? []
            for index in last.indices { last[index]["lastState"] = ended.map { ["terminated": $0] } }
            status["containerStatuses"] = Self.containerStatuses(
                pod,
                state: PodStatus.waiting("CrashLoopBackOff", text),
                last: last,
                restarts: restarts
            )
        }
        say(
            pod,
            "BackOff",
            "Back-off restarting failed container \(name) in pod \(identity)",
            isWarning: true
        )
        memory.due = now + wait
    }

    private mutating func rerun(_ key: ObjectKey, _ pod: StoredObject, _ memory: inout PodMemory) {
        memory.startedAt = now
        let (now, restarts) = (time, memory.restarts)
        let ids = Self.containerNames(pod).map { _ in "containerd://" + random.hex(64) }
        writeStatus(key) { status in
            let last = status["containerStatuses"]?.elements ?? []
            status["containerStatuses"] = Self.containerStatuses(
                pod,
                state: ["running": ["startedAt": .string(now)]],
                last: last,
                restarts: restarts,
                ids: ids
            )
        }
        memory.due =
            self.now + (PodFault.duration(pod.annotations[PodFault.runAnnotation]) ?? .milliseconds(200))
    }

    /// The image cannot be pulled: an error first, then waiting.
    mutating func failPull(_ key: ObjectKey, _ pod: StoredObject, _ memory: inout PodMemory, image: String) {
        let error = Self.pullError(PodFault(pod), image)
        say(pod, "Pulling", "Pulling image \"\(image)\"")
        say(pod, "Failed", "Failed to pull image \"\(image)\": \(error)", isWarning: true)
        say(pod, "Failed", "Error: ErrImagePull", isWarning: true)
        let restarts = memory.restarts
        writeStatus(key) { status in
            status["containerStatuses"] = Self.containerStatuses(
                pod,
                state: PodStatus.waiting("ErrImagePull", error),
                restarts: restarts
            )
        }
        memory.pullFailures += 1
        memory.stage = .pullFailed
        memory.due = now + .seconds(1)
    }

    /// After a failed pull the kubelet waits longer and longer, and tries again.
    mutating func retryPull(_ key: ObjectKey, _ pod: StoredObject, _ memory: inout PodMemory) {
        let image = Self.images(pod).first ?? ""
        if memory.stage == .pullBackOff {
            failPull(key, pod, &memory, image: image)
            return
        }
        let text =
            "Back-off pulling image \"\(image)\": ErrImagePull: \(Self.pullError(PodFault(pod), image))"
        say(pod, "BackOff", "Back-off pulling image \"\(image)\"")
        say(pod, "Failed", "Error: ImagePullBackOff", isWarning: true)
        let restarts = memory.restarts
        writeStatus(key) { status in
            status["containerStatuses"] = Self.containerStatuses(
                pod,
                state: PodStatus.waiting("ImagePullBackOff", text),
                restarts: restarts
            )
        }
        memory.stage = .pullBackOff
        memory.due = now + min(.seconds(10) * (1 << min(memory.pullFailures, 5)), .seconds(300))
    }

    private static func pullError(_ fault: PodFault?, _ image: String) -> String {
        let start = "failed to pull and unpack image \"\(image)\": failed to resolve reference \"\(image)\":"
        guard fault == .imagePullTimeout else {
            return "rpc error: code = NotFound desc = \(start) \(image): not found"
        }
        let registry = image.split(separator: "/").first ?? "registry"
        return
            "rpc error: code = DeadlineExceeded desc = \(start) failed to do request: Head \"https://\(registry)/v2/\": "
            + "dial tcp: i/o timeout"
    }

    /// A Secret, a ConfigMap or a key that a container needs is not there.
    mutating func waitForConfiguration(
        _ key: ObjectKey,
        _ pod: StoredObject,
        _ memory: inout PodMemory,
        _ message: String
    ) {
        say(pod, "Failed", "Error: \(message)", isWarning: true)
        let restarts = memory.restarts
        writeStatus(key) { status in
            status["containerStatuses"] = Self.containerStatuses(
                pod,
                state: PodStatus.waiting("CreateContainerConfigError", message),
                restarts: restarts
            )
        }
        memory.stage = .configError
        memory.due = now + .seconds(10)
    }

    /// The containers stop, then the pod is gone.
    mutating func stopPod(_ key: ObjectKey, _ pod: StoredObject, _ memory: inout PodMemory) {
        if memory.stage != .assigned, memory.stage != .finished {
            for name in Self.containerNames(pod) { say(pod, "Killing", "Stopping container \(name)") }
        }
        let grace = pod.metadata["deletionGracePeriodSeconds"]?.wholeNumber ?? 0
        memory.stage = .stopping
        memory.due = now + min(options.stopDelay, .seconds(grace))
    }

    /// A duration as Go prints it: `10s`, `1m20s`.
    static func goText(_ duration: Duration) -> String {
        let milliseconds =
            duration.components.seconds * 1000 + duration.components.attoseconds / 1_000_000_000_000_000
        if milliseconds < 1000 { return "\(milliseconds)ms" }
        let seconds = milliseconds / 1000
        return seconds < 60 ? "\(seconds)s" : "\(seconds / 60)m\(seconds % 60)s"
    }
}
