// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// Reads what one pod of the new version says about why it is not ready.
struct PodJudgement: Sendable {
    let workload: ObservedWorkload
    let configuration: ProvidedConfiguration
    let patience: Duration
    let now: Duration
    /// The names of all pods of the service that are there to stay, of whatever version.
    private let staying: Set<String>
    private let locator: LateLocator

    init(
        workload: ObservedWorkload,
        configuration: ProvidedConfiguration,
        patience: Duration,
        now: Duration,
        staying: Set<String> = []
    ) {
        self.workload = workload
        self.configuration = configuration
        self.patience = patience
        self.now = now
        self.staying = staying
        locator = LateLocator(workload)
    }

    func evidence(_ pod: KubernetesObject, history: PodHistory, events: [KubernetesObject]) -> [Evidence] {
        // How its containers ended follows from that, and the controller makes another pod.
        guard pod.endReason == nil else { return [] }
        var found: [Evidence] = []
        for status in pod.containerStatuses {
            guard let name = status["name"]?.string else { continue }
            let judgement = ContainerJudgement(
                pod: pod,
                status: status,
                past: history.containers[name] ?? PodHistory.Container(),
                events: events,
                context: ContainerJudgement.Context(
                    workload: workload,
                    locator: locator,
                    configuration: configuration,
                    patience: patience,
                    now: now
                )
            )
            found += judgement.evidence
        }
        found += scheduling(pod, history: history, events: events)
        found += setup(pod, history: history, events: events)
        return found
    }

    /// No node takes the pod; an autoscaler of nodes that has begun to help gets all the time there is.
    private func scheduling(_ pod: KubernetesObject, history: PodHistory, events: [KubernetesObject])
        -> [Evidence]
    {
        if let message = pod.gatedMessage { return [gated(pod, message)] }
        guard let message = pod.unschedulableMessage else { return [] }
        let helpIsComing = events.contains { $0["reason"]?.string == "TriggeredScaleUp" }
        let waited = now - (history.unschedulableSince ?? now)
        var cause = workload.cause(.unschedulable, "no node takes the pod", at: schedulingPointer(message))
        cause.detail = message
        cause.pod = pod.name
        cause.chain += ["Pod \(pod.name)", "Unschedulable: \(message)"]
        return [Evidence(cause, isDefinite: !helpIsComing && waited >= patience)]
    }

    /// Nobody looks for a node before the gates of the pod are gone; whoever has set them, such as a queue, takes its time.
    private func gated(_ pod: KubernetesObject, _ message: String) -> Evidence {
        var cause = workload.cause(
            .unschedulable,
            "scheduling gates hold the pod back",
            at: podPointer + "/schedulingGates"
        )
        cause.detail = message
        cause.remedy = "see who is to remove the gates: `spec.schedulingGates` of the pod names them"
        cause.pod = pod.name
        cause.chain += ["Pod \(pod.name)", "SchedulingGated: \(message)"]
        return Evidence(cause, isDefinite: false)
    }

    private var podPointer: String { CauseLocator.podPointer(in: workload.named.object) }

    private func schedulingPointer(_ message: String) -> String {
        let containers = podPointer + "/containers/0"
        if message.contains("Insufficient cpu") { return containers + "/resources/requests/cpu" }
        if message.contains("Insufficient memory") { return containers + "/resources/requests/memory" }
        if message.contains("node affinity") || message.contains("node selector") {
            return podPointer + "/nodeSelector"
        }
        if message.contains("topology spread") { return podPointer + "/topologySpreadConstraints" }
        if message.contains("taint") { return podPointer + "/tolerations" }
        if ["PersistentVolumeClaim", "persistentvolumeclaim", "persistent volume"].contains(
            where: message.contains
        ) {
            return podPointer + "/volumes"
        }
        return podPointer
    }

    /// Volumes, devices or a network that the pod does not get.
    ///
    /// What the manifest names and nobody has, or what the old version itself keeps, gets the patience. The rest is the
    /// cluster's trouble, which may pass as long as there is time: it is what the deadline is passed for.
    private func setup(_ pod: KubernetesObject, history: PodHistory, events: [KubernetesObject])
        -> [Evidence]
    {
        guard let trouble = SetupTrouble(of: pod, events: events) else { return [] }
        let isImpatient = now - (history.placedSince ?? now) >= patience
        var cause: RootCause
        var isOurs = true
        if let missing = trouble.missing {
            let pointer = locator.value.reference(
                to: missing.name,
                isSecret: missing.isSecret,
                key: missing.key,
                container: nil
            )
            cause = workload.cause(missing.code, missing.headline, at: pointer)
            // What has been made since is found when the kubelet tries again, which may take two minutes.
            isOurs = !configuration.provides(missing)
        } else {
            let holder = trouble.holders.first { $0 != pod.name && staying.contains($0) }
            isOurs = holder != nil || trouble.missingKey != nil
            let words = trouble.words(holder: holder)
            let isVolume = words.code != .sandboxFailed
            cause = workload.cause(
                words.code,
                words.headline,
                at: podPointer + (isVolume ? "/volumes" : "")
            )
            cause.remedy = words.remedy
        }
        cause.detail = trouble.message
        cause.pod = pod.name
        cause.chain += ["Pod \(pod.name)", "\(trouble.reason): \(trouble.message)"]
        return [Evidence(cause, isDefinite: isOurs && isImpatient)]
    }
}

/// A Secret or ConfigMap, or a key of one, that the kubelet says is missing.
struct MissingReference: Sendable, Hashable {
    let isSecret: Bool
    let name: String
    let key: String?

    /// Reads `secret "x" not found` and `couldn't find key K in Secret ns/x`; `nil` for other messages.
    init?(_ message: String) {
        if let found = Self.named(message) {
            isSecret = found.isSecret
            name = found.name
            key = nil
            return
        }
        let words = message.split(separator: " ").map(String.init)
        guard let at = words.firstIndex(of: "key"), words.count > at + 4, words[at + 2] == "in",
            ["secret", "configmap"].contains(words[at + 3].lowercased())
        else { return nil }
        isSecret = words[at + 3].lowercased() == "secret"
        key = words[at + 1]
        name = words[at + 4].split(separator: "/").last.map { $0.filter { $0 != "\"" } } ?? ""
    }

    private static func named(_ message: String) -> (isSecret: Bool, name: String)? {
        let words = message.split(separator: " ").map(String.init)
        for (index, word) in words.enumerated() where ["secret", "configmap"].contains(word.lowercased()) {
            guard words.count > index + 3, words[index + 2] == "not", words[index + 3].hasPrefix("found")
            else {
                continue
            }
            return (word.lowercased() == "secret", words[index + 1].filter { $0 != "\"" })
        }
        return nil
    }

    var code: RootCause.Code { isSecret ? .missingSecret : .missingConfig }

    var headline: String {
        let kind = isSecret ? "Secret" : "ConfigMap"
        guard let key else { return "\(kind) `\(name)` does not exist" }
        return "\(kind) `\(name)` has no key `\(key)`"
    }
}
