// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// The make-believe kubelets of all nodes: takes pods through their lives without running anything.
enum Kubelet: Controller {
    /// What the kubelets remember of their pods, by uid.
    struct Memory: Sendable {
        fileprivate var pods: [String: PodMemory] = [:]
    }

    static func observe(_ change: Change, in cluster: inout Cluster) {
        switch change.key.resource {
        case .pods where change.kind == .deleted: cluster.kubelet.pods[change.object.uid] = nil
        case .pods:
            if change.object.spec["nodeName"] != nil { cluster.enqueue(Self.self, change.key) }
        case .nodes where change.kind == .added:
            for pod in cluster.store.list(.pods) where pod.spec["nodeName"]?.string == change.key.name {
                let key = ObjectKey(resource: .pods, namespace: pod.namespace, name: pod.name)
                cluster.enqueue(Self.self, key)
            }
        default: break
        }
    }

    /// Takes a pod on a node through the next step of its life; where there is no such node, there is no kubelet.
    static func reconcile(_ key: ObjectKey, in cluster: inout Cluster) {
        guard let pod = cluster.store[key], let name = pod.spec["nodeName"]?.string,
            cluster.store[ObjectKey(resource: .nodes, namespace: "", name: name)] != nil
        else { return }
        var memory = cluster.kubelet.pods[pod.uid] ?? PodMemory()
        if pod.isDeleting, memory.stage != .stopping {
            stopPod(key, pod, &memory, in: &cluster)
        } else if memory.due.map({ $0 <= cluster.now }) ?? (memory.stage == .assigned) {
            memory.due = nil
            step(key, pod, &memory, in: &cluster)
        } else if memory.stage == .configError, missingConfiguration(of: pod, in: cluster) == nil,
            !pod.isDeleting
        {
            startPod(key, pod, &memory, in: &cluster)
        }
        guard cluster.store[key]?.uid == pod.uid else {
            cluster.kubelet.pods[pod.uid] = nil
            return
        }
        cluster.kubelet.pods[pod.uid] = memory
        if let due = memory.due { cluster.enqueue(Self.self, key, at: due) }
    }

    private static func step(
        _ key: ObjectKey,
        _ pod: StoredObject,
        _ memory: inout PodMemory,
        in cluster: inout Cluster
    ) {
        switch memory.stage {
        case .assigned: acceptPod(key, pod, &memory, in: &cluster)
        case .creating, .configError: startPod(key, pod, &memory, in: &cluster)
        case .pullFailed, .pullBackOff: retryPull(key, pod, &memory, in: &cluster)
        case .running: advanceRunning(key, pod, &memory, in: &cluster)
        case .crashed: restartContainers(key, pod, &memory, in: &cluster)
        case .stopping:
            // One that goes at once is not seen to have ended.
            if !pod.finalizers.isEmpty { endStopped(key, pod, &memory, in: &cluster) }
            cluster.discard(key, DeleteOptions(gracePeriod: 0))
        case .ready, .finished: break
        }
    }

    private static func acceptPod(
        _ key: ObjectKey,
        _ pod: StoredObject,
        _ memory: inout PodMemory,
        in cluster: inout Cluster
    ) {
        if PodState(pod).hasFinished {
            memory.stage = .finished
            return
        }
        if pod.status["startTime"] != nil, let started = pod.status[path: "startTime"]?.string {
            resumePod(pod, &memory, started: Timestamp(started) ?? cluster.now, in: &cluster)
            return
        }
        let time = cluster.time
        writeStatus(key, in: &cluster) { status in
            status["startTime"] = .string(time)
            status["hostIP"] = "127.0.0.1"
            status["hostIPs"] = [["ip": "127.0.0.1"]]
            PodStatus.set("PodReadyToStartContainers", "False", in: &status, at: time)
            PodStatus.set("Initialized", "True", in: &status, at: time)
            PodStatus.setReadiness(false, containers: Self.containerNames(pod), in: &status, at: time)
            PodStatus.moveToEnd("PodScheduled", in: &status)
            status["containerStatuses"] = Self.containerStatuses(
                pod,
                state: PodStatus.waiting("ContainerCreating")
            )
        }
        memory.stage = .creating
        memory.due = cluster.now + cluster.options.startDelay
    }

    /// Goes on with a pod of a saved state.
    private static func resumePod(
        _ pod: StoredObject,
        _ memory: inout PodMemory,
        started: Timestamp,
        in cluster: inout Cluster
    ) {
        memory.startedAt = started
        memory.address = pod.status["podIP"]?.string ?? ""
        let first = pod.status["containerStatuses"]?.elements.first
        memory.restarts = first?["restartCount"]?.wholeNumber ?? 0
        if PodState(pod).isReady {
            memory.stage = .ready
        } else if first?[path: "state", "running"] != nil {
            memory.stage = .running
            memory.due = cluster.now + cluster.options.readyDelay
        } else {
            memory.stage = .creating
            memory.due = cluster.now
        }
    }

    private static func startPod(
        _ key: ObjectKey,
        _ pod: StoredObject,
        _ memory: inout PodMemory,
        in cluster: inout Cluster
    ) {
        let image = Self.images(pod).first ?? ""
        switch PodFault(pod) {
        case .imageNotFound, .imagePullTimeout:
            failPull(key, pod, &memory, image: image, in: &cluster)
            return
        case .configError:
            waitForConfiguration(key, pod, &memory, "secret \"sandbox-missing\" not found", in: &cluster)
            return
        default: break
        }
        if let missing = missingConfiguration(of: pod, in: cluster) {
            if cluster.options.provisionsMissingConfiguration, provision(missing, for: pod, in: &cluster) {
                memory.stage = .creating
                memory.due = cluster.now
                return
            }
            waitForConfiguration(key, pod, &memory, missing.message, in: &cluster)
            return
        }
        say(pod, "Pulled", "Container image \"\(image)\" already present on machine", in: &cluster)
        if memory.address.isEmpty {
            let taken = cluster.store.addresses
            memory.address = cluster.addresses.nextPodAddress(taken)
        }
        startContainers(key, pod, &memory, in: &cluster)
    }

    private static func advanceRunning(
        _ key: ObjectKey,
        _ pod: StoredObject,
        _ memory: inout PodMemory,
        in cluster: inout Cluster
    ) {
        switch PodFault(pod) {
        case .crashLoop:
            endContainers(key, pod, &memory, exitCode: exitCode(pod) ?? 1, reason: "Error", in: &cluster)
        case .outOfMemory: endContainers(key, pod, &memory, exitCode: 137, reason: "OOMKilled", in: &cluster)
        case .neverReady:
            cluster.record(
                Event(
                    isWarning: true,
                    reason: "Unhealthy",
                    message: "Readiness probe failed: HTTP probe failed with statuscode: 503",
                    source: "kubelet",
                    fieldPath: "spec.containers{\(Self.containerNames(pod).first ?? "")}"
                ),
                about: pod
            )
            memory.due = cluster.now + .seconds(10)
        default:
            if pod.spec["restartPolicy"]?.string != "Always" {
                let code = exitCode(pod) ?? 0
                endContainers(
                    key,
                    pod,
                    &memory,
                    exitCode: code,
                    reason: code == 0 ? "Completed" : "Error",
                    in: &cluster
                )
                return
            }
            memory.stage = .ready
            let time = cluster.time
            writeStatus(key, in: &cluster) { status in
                PodStatus.setReadiness(true, containers: [], in: &status, at: time)
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

    private static func exitCode(_ pod: StoredObject) -> Int? {
        pod.annotations[PodFault.exitCodeAnnotation].flatMap { Int($0) }
    }

    /// Changes a pod's status as its kubelet.
    static func writeStatus(_ key: ObjectKey, in cluster: inout Cluster, _ change: (inout JSONValue) -> Void)
    {
        cluster.modify(key, by: "kubelet", subresource: "status") { object in
            var status = object["status"] ?? [:]
            change(&status)
            object["status"] = status
        }
    }

    /// Records an ordinary event of a kubelet about a pod's first container.
    static func say(
        _ pod: StoredObject,
        _ reason: String,
        _ message: String,
        isWarning: Bool = false,
        in cluster: inout Cluster
    ) {
        cluster.record(
            Event(
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
