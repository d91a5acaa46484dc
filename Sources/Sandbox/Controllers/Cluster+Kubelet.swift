// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension Cluster {
    /// Takes a pod on a node through the next step of its life.
    mutating func runKubelet(_ key: ObjectKey) {
        guard let pod = store[key], pod.spec["nodeName"] != nil else { return }
        var memory = podMemory[pod.uid] ?? PodMemory()
        if pod.isDeleting, memory.stage != .stopping {
            stopPod(key, pod, &memory)
        } else if memory.due.map({ $0 <= now }) ?? (memory.stage == .assigned) {
            memory.due = nil
            step(key, pod, &memory)
        } else if memory.stage == .configError, missingConfiguration(of: pod) == nil, !pod.isDeleting {
            startPod(key, pod, &memory)
        }
        guard store[key]?.uid == pod.uid else {
            podMemory[pod.uid] = nil
            return
        }
        podMemory[pod.uid] = memory
        if let due = memory.due { queue.add(Work(controller: .kubelet, key: key), due: due) }
    }

    private mutating func step(_ key: ObjectKey, _ pod: StoredObject, _ memory: inout PodMemory) {
        switch memory.stage {
        case .assigned: acceptPod(key, pod, &memory)
        case .creating, .configError: startPod(key, pod, &memory)
        case .pullFailed, .pullBackOff: retryPull(key, pod, &memory)
        case .running: advanceRunning(key, pod, &memory)
        case .crashed: restartContainers(key, pod, &memory)
        case .stopping: erase(key)
        case .ready, .finished: break
        }
    }

    private mutating func acceptPod(_ key: ObjectKey, _ pod: StoredObject, _ memory: inout PodMemory) {
        if PodState(pod).hasFinished {
            memory.stage = .finished
            return
        }
        if pod.status["startTime"] != nil, let started = pod.status[path: "startTime"]?.string {
            resumePod(pod, &memory, started: Timestamp(started) ?? now)
            return
        }
        let now = time
        writeStatus(key) { status in
            status["startTime"] = .string(now)
            status["hostIP"] = "127.0.0.1"
            status["hostIPs"] = [["ip": "127.0.0.1"]]
            PodStatus.set("PodReadyToStartContainers", "False", in: &status, at: now)
            PodStatus.set("Initialized", "True", in: &status, at: now)
            PodStatus.setReadiness(false, containers: Self.containerNames(pod), in: &status, at: now)
            status["containerStatuses"] = Self.containerStatuses(
                pod,
                state: PodStatus.waiting("ContainerCreating")
            )
        }
        memory.stage = .creating
        memory.due = self.now + options.startDelay
    }

    /// Goes on with a pod of a saved state.
    private mutating func resumePod(_ pod: StoredObject, _ memory: inout PodMemory, started: Timestamp) {
        memory.startedAt = started
        memory.address = pod.status["podIP"]?.string ?? ""
        let first = pod.status["containerStatuses"]?.elements.first
        memory.restarts = first?["restartCount"]?.wholeNumber ?? 0
        if PodState(pod).isReady {
            memory.stage = .ready
        } else if first?[path: "state", "running"] != nil {
            memory.stage = .running
            memory.due = now + options.readyDelay
        } else {
            memory.stage = .creating
            memory.due = now
        }
    }

    private mutating func startPod(_ key: ObjectKey, _ pod: StoredObject, _ memory: inout PodMemory) {
        let image = Self.images(pod).first ?? ""
        switch PodFault(pod) {
        case .imageNotFound, .imagePullTimeout:
            failPull(key, pod, &memory, image: image)
            return
        case .configError:
            waitForConfiguration(key, pod, &memory, "secret \"sandbox-missing\" not found")
            return
        default: break
        }
        if let missing = missingConfiguration(of: pod) {
            if options.provisionsMissingConfiguration, provision(missing, for: pod) {
                memory.stage = .creating
                memory.due = now
                return
            }
            waitForConfiguration(key, pod, &memory, missing.message)
            return
        }
        say(pod, "Pulled", "Container image \"\(image)\" already present on machine")
        if memory.address.isEmpty { memory.address = nextPodAddress() }
        startContainers(key, pod, &memory)
    }

    private mutating func startContainers(_ key: ObjectKey, _ pod: StoredObject, _ memory: inout PodMemory) {
        memory.startedAt = now
        memory.stage = .running
        say(pod, "Created", "Container created")
        say(pod, "Started", "Container started")
        let (now, address, restarts) = (time, memory.address, memory.restarts)
        let ids = Self.containerNames(pod).map { _ in "containerd://" + random.hex(64) }
        writeStatus(key) { status in
            let last = status["containerStatuses"]?.elements ?? []
            status["phase"] = "Running"
            status["podIP"] = .string(address)
            status["podIPs"] = [["ip": .string(address)]]
            PodStatus.set("PodReadyToStartContainers", "True", in: &status, at: now)
            PodStatus.setReadiness(false, containers: Self.containerNames(pod), in: &status, at: now)
            status["initContainerStatuses"] = Self.initStatuses(pod, at: now)
            status["containerStatuses"] = Self.containerStatuses(
                pod,
                state: ["running": ["startedAt": .string(now)]],
                last: last,
                restarts: restarts,
                ids: ids
            )
        }
        memory.due = self.now + runningTime(pod)
    }

    /// How long until something happens to a running container.
    private func runningTime(_ pod: StoredObject) -> Duration {
        switch PodFault(pod) {
        case .crashLoop, .outOfMemory:
            return PodFault.duration(pod.annotations[PodFault.runAnnotation]) ?? .milliseconds(200)
        default: break
        }
        if pod.spec["restartPolicy"]?.string != "Always" {
            return PodFault.duration(pod.annotations[PodFault.runAnnotation]) ?? .milliseconds(500)
        }
        return PodFault.duration(pod.annotations[PodFault.readyAnnotation]) ?? initialDelay(pod)
            ?? options.readyDelay
    }

    /// A probe cannot succeed before its initial delay.
    private func initialDelay(_ pod: StoredObject) -> Duration? {
        let delays = (pod.spec["containers"]?.elements ?? []).compactMap {
            $0[path: "readinessProbe", "initialDelaySeconds"]?.wholeNumber
        }
        return delays.max().map { .seconds($0) }
    }

    private mutating func advanceRunning(_ key: ObjectKey, _ pod: StoredObject, _ memory: inout PodMemory) {
        switch PodFault(pod) {
        case .crashLoop: endContainers(key, pod, &memory, exitCode: exitCode(pod) ?? 1, reason: "Error")
        case .outOfMemory: endContainers(key, pod, &memory, exitCode: 137, reason: "OOMKilled")
        case .neverReady:
            record(
                Remark(
                    isWarning: true,
                    reason: "Unhealthy",
                    message: "Readiness probe failed: HTTP probe failed with statuscode: 503",
                    source: "kubelet",
                    fieldPath: "spec.containers{\(Self.containerNames(pod).first ?? "")}"
                ),
                about: pod
            )
            memory.due = now + .seconds(10)
        default:
            if pod.spec["restartPolicy"]?.string != "Always" {
                let code = exitCode(pod) ?? 0
                endContainers(key, pod, &memory, exitCode: code, reason: code == 0 ? "Completed" : "Error")
                return
            }
            memory.stage = .ready
            let now = time
            writeStatus(key) { status in
                PodStatus.setReadiness(true, containers: [], in: &status, at: now)
                status.update("containerStatuses") { list in
                    list = .array(
                        list.elements.map { entry in
                            var entry = entry
                            entry["ready"] = true
                            return entry
                        }
                    )
                }
            }
        }
    }

    private func exitCode(_ pod: StoredObject) -> Int? {
        pod.annotations[PodFault.exitCodeAnnotation].flatMap { Int($0) }
    }

    /// Changes a pod's status as its kubelet.
    mutating func writeStatus(_ key: ObjectKey, _ change: (inout JSONValue) -> Void) {
        modify(key, by: "kubelet", subresource: "status") { object in
            var status = object["status"] ?? [:]
            change(&status)
            object["status"] = status
        }
    }

    /// Records an ordinary event of a kubelet about a pod's first container.
    mutating func say(_ pod: StoredObject, _ reason: String, _ message: String, isWarning: Bool = false) {
        record(
            Remark(
                isWarning: isWarning,
                reason: reason,
                message: message,
                source: "kubelet",
                fieldPath: "spec.containers{\(Self.containerNames(pod).first ?? "")}"
            ),
            about: pod
        )
    }
}
