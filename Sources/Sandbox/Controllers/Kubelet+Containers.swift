// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension Kubelet {
    /// Lets a pod's containers run.
    static func startContainers(
        _ key: ObjectKey,
        _ pod: StoredObject,
        _ memory: inout PodMemory,
        in cluster: inout Cluster
    ) {
        memory.startedAt = cluster.now
        memory.stage = .running
        say(pod, "Created", "Container created", in: &cluster)
        say(pod, "Started", "Container started", in: &cluster)
        let (time, address, restarts) = (cluster.time, memory.address, memory.restarts)
        let ids = Self.containerNames(pod).map { _ in "containerd://" + cluster.random.hex(64) }
        writeStatus(key, in: &cluster) { status in
            let last = status["containerStatuses"]?.elements ?? []
            status["phase"] = "Running"
            status["podIP"] = .string(address)
            status["podIPs"] = [["ip": .string(address)]]
            PodStatus.set("PodReadyToStartContainers", "True", in: &status, at: time)
            PodStatus.setReadiness(false, containers: Self.containerNames(pod), in: &status, at: time)
            status["initContainerStatuses"] = Self.initStatuses(pod, at: time)
            status["containerStatuses"] = Self.containerStatuses(
                pod,
                state: ["running": ["startedAt": .string(time)]],
                last: last,
                restarts: restarts,
                ids: ids
            )
        }
        memory.due = cluster.now + runningTime(pod, in: cluster)
    }

    /// How long until something happens to a running container.
    private static func runningTime(_ pod: StoredObject, in cluster: Cluster) -> Duration {
        switch PodFault(pod) {
        case .crashLoop, .outOfMemory:
            return PodFault.duration(pod.annotations[PodFault.runAnnotation]) ?? .milliseconds(200)
        default: break
        }
        if pod.spec["restartPolicy"]?.string != "Always" {
            return PodFault.duration(pod.annotations[PodFault.runAnnotation]) ?? .milliseconds(500)
        }
        return PodFault.duration(pod.annotations[PodFault.readyAnnotation]) ?? initialDelay(pod)
            ?? cluster.options.readyDelay
    }

    /// A probe cannot succeed before its initial delay.
    private static func initialDelay(_ pod: StoredObject) -> Duration? {
        let delays = (pod.spec["containers"]?.elements ?? []).compactMap {
            $0[path: "readinessProbe", "initialDelaySeconds"]?.wholeNumber
        }
        return delays.max().map { .seconds($0) }
    }

    static func containerNames(_ pod: StoredObject) -> [String] {
        (pod.spec["containers"]?.elements ?? []).compactMap { $0["name"]?.string }
    }

    static func images(_ pod: StoredObject) -> [String] {
        (pod.spec["containers"]?.elements ?? []).compactMap { $0["image"]?.string }
    }

    /// One status per container, all in the same state.
    static func containerStatuses(
        _ pod: StoredObject,
        state: JSONValue,
        last: [JSONValue] = [],
        restarts: Int = 0,
        ids: [String] = []
    ) -> JSONValue {
        let isRunning = state["running"] != nil
        let containers = pod.spec["containers"]?.elements ?? []
        return .array(
            containers.enumerated().map { index, container in
                let old = last.first { $0["name"] == container["name"] }
                let id = ids.indices.contains(index) ? .string(ids[index]) : old?["containerID"]
                let image = container["image"]?.string ?? ""
                return [
                    "name": container["name"], "state": state, "lastState": old?["lastState"] ?? [:],
                    "ready": false,
                    "restartCount": .integer(Int64(restarts)), "image": .string(image),
                    "imageID": .string(isRunning || id != nil ? pinned(image) : ""),
                    "containerID": id, "started": .bool(isRunning),
                ]
            }
        )
    }

    /// Init containers are over before anything can be seen of them; those that are restarted go on beside the others.
    static func initStatuses(_ pod: StoredObject, at time: String) -> JSONValue? {
        guard let containers = pod.spec["initContainers"]?.elements, !containers.isEmpty else { return nil }
        return .array(
            containers.map { container in
                let isSidecar = container["restartPolicy"] == "Always"
                let ended: JSONValue = [
                    "exitCode": 0, "reason": "Completed", "startedAt": .string(time),
                    "finishedAt": .string(time),
                ]
                return [
                    "name": container["name"],
                    "state": isSidecar ? ["running": ["startedAt": .string(time)]] : ["terminated": ended],
                    "lastState": [:], "ready": true, "restartCount": 0, "image": container["image"],
                    "imageID": "", "started": .bool(isSidecar),
                ]
            }
        )
    }

    /// The statuses of init containers when the others have ended, and sidecars with them.
    static func withoutSidecars(_ statuses: JSONValue, at time: String) -> JSONValue {
        .array(
            statuses.elements.map { entry in
                guard let started = entry[path: "state", "running", "startedAt"] else { return entry }
                var entry = entry
                entry["state"] = [
                    "terminated": [
                        "exitCode": 0, "reason": "Completed", "startedAt": started,
                        "finishedAt": .string(time),
                    ]
                ]
                entry["ready"] = false
                entry["started"] = false
                return entry
            }
        )
    }

    /// The image without its tag, by its digest.
    private static func pinned(_ image: String) -> String {
        let parts = image.split(separator: "@", maxSplits: 1)
        var repository = parts.first.map(String.init) ?? image
        if let colon = repository.lastIndex(of: ":"), !repository[colon...].contains("/") {
            repository.removeSubrange(colon...)
        }
        return "\(repository)@\(parts.count == 2 ? String(parts[1]) : "sha256:\(digest(image))")"
    }

    /// 64 hexadecimal digits that depend on the text only.
    private static func digest(_ text: String) -> String {
        var seed: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 { seed = (seed ^ UInt64(byte)) &* 0x100_0000_01b3 }
        var random = SeededRandom(seed: seed)
        return random.hex(64)
    }
}
