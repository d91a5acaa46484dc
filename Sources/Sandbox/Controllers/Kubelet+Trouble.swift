// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension Kubelet {
    /// Ends the containers: for good when they are the last ones or the restart policy says so, else until the back-off is over.
    static func endContainers(
        _ key: ObjectKey,
        _ pod: StoredObject,
        _ memory: inout PodMemory,
        exitCode: Int,
        reason: String,
        areLast: Bool = false,
        in cluster: inout Cluster
    ) {
        let policy = pod.spec["restartPolicy"]?.string ?? "Always"
        let isFinal = areLast || policy == "Never" || (policy == "OnFailure" && exitCode == 0)
        let started = (memory.startedAt ?? cluster.now).description
        let (time, restarts) = (cluster.time, memory.restarts)
        let names = Self.containerNames(pod)
        writeStatus(key, in: &cluster) { status in
            let old = status["containerStatuses"]?.elements ?? []
            let ended: JSONValue = [
                "exitCode": .integer(Int64(exitCode)), "reason": .string(reason),
                "startedAt": .string(started),
                "finishedAt": .string(time), "containerID": old.first?["containerID"],
            ]
            if isFinal {
                status["phase"] = exitCode == 0 ? "Succeeded" : "Failed"
                status.update("initContainerStatuses") { $0 = Self.withoutSidecars($0, at: time) }
            }
            for type in ["Ready", "ContainersReady"] {
                PodStatus.set(
                    type,
                    "False",
                    in: &status,
                    at: time,
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
        memory.due = cluster.now + .milliseconds(100)
    }

    /// A crashed container first waits, then runs again.
    static func restartContainers(
        _ key: ObjectKey,
        _ pod: StoredObject,
        _ memory: inout PodMemory,
        in cluster: inout Cluster
    ) {
        let name = Self.containerNames(pod).first ?? ""
        let state = pod.status["containerStatuses"]?.elements.first?["state"]
        guard state?["waiting"] == nil else {
            memory.restarts += 1
            say(
                pod,
                "Pulled",
                "Container image \"\(Self.images(pod).first ?? "")\" already present on machine",
                in: &cluster
            )
            memory.stage = .running
            rerun(key, pod, &memory, in: &cluster)
            return
        }
        let wait = min(cluster.options.restartDelay * (1 << min(memory.restarts, 9)), .seconds(300))
        let identity = "\(pod.name)_\(pod.namespace)(\(pod.uid))"
        let text =
            "back-off \(Self.goText(wait)) restarting failed container=\(name) pod=\(identity)"
        let restarts = memory.restarts
        let ended = state?["terminated"]
        writeStatus(key, in: &cluster) { status in
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
            isWarning: true,
            in: &cluster
        )
        memory.due = cluster.now + wait
    }

    private static func rerun(
        _ key: ObjectKey,
        _ pod: StoredObject,
        _ memory: inout PodMemory,
        in cluster: inout Cluster
    ) {
        memory.startedAt = cluster.now
        let (time, restarts) = (cluster.time, memory.restarts)
        let ids = Self.containerNames(pod).map { _ in "containerd://" + cluster.random.hex(64) }
        writeStatus(key, in: &cluster) { status in
            let last = status["containerStatuses"]?.elements ?? []
            status["containerStatuses"] = Self.containerStatuses(
                pod,
                state: ["running": ["startedAt": .string(time)]],
                last: last,
                restarts: restarts,
                ids: ids
            )
        }
        memory.due =
            cluster.now + (PodFault.duration(pod.annotations[PodFault.runAnnotation]) ?? .milliseconds(200))
    }

    /// The image cannot be pulled: an error first, then waiting.
    static func failPull(
        _ key: ObjectKey,
        _ pod: StoredObject,
        _ memory: inout PodMemory,
        image: String,
        in cluster: inout Cluster
    ) {
        let error = Self.pullError(PodFault(pod), image)
        say(pod, "Pulling", "Pulling image \"\(image)\"", in: &cluster)
        say(pod, "Failed", "Failed to pull image \"\(image)\": \(error)", isWarning: true, in: &cluster)
        say(pod, "Failed", "Error: ErrImagePull", isWarning: true, in: &cluster)
        let restarts = memory.restarts
        writeStatus(key, in: &cluster) { status in
            status["containerStatuses"] = Self.containerStatuses(
                pod,
                state: PodStatus.waiting("ErrImagePull", error),
                restarts: restarts
            )
        }
        memory.pullFailures += 1
        memory.stage = .pullFailed
        memory.due = cluster.now + .seconds(1)
    }

    /// After a failed pull the kubelet waits longer and longer, and tries again.
    static func retryPull(
        _ key: ObjectKey,
        _ pod: StoredObject,
        _ memory: inout PodMemory,
        in cluster: inout Cluster
    ) {
        let image = Self.images(pod).first ?? ""
        if memory.stage == .pullBackOff {
            failPull(key, pod, &memory, image: image, in: &cluster)
            return
        }
        let text =
            "Back-off pulling image \"\(image)\": ErrImagePull: \(Self.pullError(PodFault(pod), image))"
        say(pod, "BackOff", "Back-off pulling image \"\(image)\"", in: &cluster)
        say(pod, "Failed", "Error: ImagePullBackOff", isWarning: true, in: &cluster)
        let restarts = memory.restarts
        writeStatus(key, in: &cluster) { status in
            status["containerStatuses"] = Self.containerStatuses(
                pod,
                state: PodStatus.waiting("ImagePullBackOff", text),
                restarts: restarts
            )
        }
        memory.stage = .pullBackOff
        memory.due = cluster.now + min(.seconds(10) * (1 << min(memory.pullFailures, 5)), .seconds(300))
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
    static func waitForConfiguration(
        _ key: ObjectKey,
        _ pod: StoredObject,
        _ memory: inout PodMemory,
        _ message: String,
        in cluster: inout Cluster
    ) {
        say(pod, "Failed", "Error: \(message)", isWarning: true, in: &cluster)
        let restarts = memory.restarts
        writeStatus(key, in: &cluster) { status in
            status["containerStatuses"] = Self.containerStatuses(
                pod,
                state: PodStatus.waiting("CreateContainerConfigError", message),
                restarts: restarts
            )
        }
        memory.stage = .configError
        memory.due = cluster.now + .seconds(10)
    }

    /// The containers stop, then the pod is gone.
    static func stopPod(
        _ key: ObjectKey,
        _ pod: StoredObject,
        _ memory: inout PodMemory,
        in cluster: inout Cluster
    ) {
        if memory.stage != .assigned, memory.stage != .finished {
            for name in Self.containerNames(pod) {
                say(pod, "Killing", "Stopping container \(name)", in: &cluster)
            }
        }
        let grace = pod.metadata["deletionGracePeriodSeconds"]?.wholeNumber ?? 0
        memory.stage = .stopping
        memory.due = cluster.now + min(cluster.options.stopDelay, .seconds(grace))
    }

    /// Writes that a stopped pod is over, for those who wait for that and not for what holds it.
    static func endStopped(
        _ key: ObjectKey,
        _ pod: StoredObject,
        _ memory: inout PodMemory,
        in cluster: inout Cluster
    ) {
        guard !PodState(pod).hasFinished else { return }
        if pod.status["containerStatuses"]?.elements.first?[path: "state", "running"] != nil {
            // A server obeys SIGTERM; work that was cut off is not done.
            let isServer = pod.spec["restartPolicy"]?.string ?? "Always" == "Always"
            endContainers(
                key,
                pod,
                &memory,
                exitCode: isServer ? 0 : 143,
                reason: isServer ? "Completed" : "Error",
                areLast: true,
                in: &cluster
            )
        } else {
            let time = cluster.time
            writeStatus(key, in: &cluster) { status in
                status["phase"] = "Failed"
                for type in ["Ready", "ContainersReady"] {
                    PodStatus.set(type, "False", in: &status, at: time, reason: "PodFailed")
                }
            }
        }
        memory.stage = .stopping
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
