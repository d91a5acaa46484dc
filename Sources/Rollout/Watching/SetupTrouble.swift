// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// What keeps a pod that has a node from getting its volumes, its devices or its network, by the warnings about it.
///
/// The steps follow each other: volumes are attached, then mounted, then the sandbox is made, and only then images are pulled.
/// Each is tried again and again, and a word about a step that is over says nothing.
struct SetupTrouble: Sendable {
    let reason: String
    let message: String

    /// The trouble that a pod is in now; `nil` where nothing is said of the step that it is at.
    init?(of pod: KubernetesObject, events: [KubernetesObject]) {
        guard pod.isBeingSetUp else { return nil }
        let done = events.filter { Self.laterSteps.contains($0["reason"]?.string ?? "") }
            .compactMap(\.lastTime).max()
        let hasGoneOn = events.contains { Self.laterSteps.contains($0["reason"]?.string ?? "") }
        let attached = events.filter { $0["reason"]?.string == "SuccessfulAttachVolume" }
            .compactMap { $0["message"]?.string.flatMap(Self.volume) }
        let current = events.filter { event in
            guard let reason = event["reason"]?.string, let step = Self.steps[reason] else { return false }
            if hasGoneOn, (event.lastTime ?? "") <= done ?? "" { return false }
            guard step == 0, let volume = event["message"]?.string.flatMap(Self.volume) else { return true }
            return !attached.contains(volume)
        }
        let latest = current.max { Self.order($0) < Self.order($1) }
        guard let latest, let reason = latest["reason"]?.string else { return nil }
        self.reason = reason
        message = latest["message"]?.string ?? ""
    }

    /// The steps in their order, by what is said when they do not work.
    private static let steps = [
        "FailedAttachVolume": 0,
        "FailedMount": 1, "FailedMapVolume": 1, "FailedMountOnFilesystemMismatch": 1,
        "FailedCreatePodContainer": 2, "NetworkNotReady": 2, "FailedPrepareDynamicResources": 2,
        "FailedCreatePodSandBox": 3, "FailedPodSandBoxStatus": 3,
    ]

    /// What is said when a step does not work.
    static let reasons = Set(steps.keys)

    /// What is said once the sandbox is there.
    static let laterSteps: Set<String> = ["Pulling", "Pulled", "Created", "Started"]

    /// The furthest step first; of one step what is said by itself before a list of all that is still missing, then the latest.
    private static func order(_ event: KubernetesObject) -> (Int, Int, String) {
        let message = event["message"]?.string ?? ""
        let isList = message.hasPrefix("Unable to attach or mount volumes")
        return (steps[event["reason"]?.string ?? ""] ?? 0, isList ? 0 : 1, event.lastTime ?? "")
    }

    /// What the warning says is missing, if it is a Secret or a ConfigMap.
    var missing: MissingReference? { reason == "FailedMount" ? MissingReference(message) : nil }

    /// The other pods that hold a volume which only one node may have.
    var holders: [String] {
        let marker = "already used by pod(s) "
        guard message.contains("Multi-Attach"), let start = message.firstRange(of: marker)?.upperBound else {
            return []
        }
        return message[start...].split { $0 == "," || $0.isWhitespace }.map(String.init)
    }

    /// The name of the volume, as the warning has it.
    private var volume: String? { Self.volume(message) }

    private static func volume(_ message: String) -> String? {
        guard let start = message.firstRange(of: "volume \"")?.upperBound else { return nil }
        return String(message[start...].prefix { $0 != "\"" })
    }

    /// The code, what is wrong and what to do; `holder` is a pod of the same service that keeps the volume.
    func words(holder: String?) -> (code: RootCause.Code, headline: String, remedy: String) {
        let volume = volume.map { "volume `\($0)`" } ?? "a volume"
        if let key = missingKey {
            return (
                key.isSecret ? .missingSecret : .missingConfig,
                "the \(key.isSecret ? "Secret" : "ConfigMap") of \(volume) has no key `\(key.name)`",
                "add the key, or mount the keys that there are"
            )
        }
        if let holder {
            return (
                .volumeFailed,
                "\(volume) is held by the pod `\(holder)`, which stays until this one is ready",
                "let the old pod go first (strategy `Recreate`), or take a volume that several nodes may mount"
            )
        }
        switch Self.steps[reason] {
        case 0:
            return (
                .volumeFailed, "\(volume) cannot be attached to the node of the pod",
                "see which pod or node still holds the volume, and what its storage driver says"
            )
        case 1:
            return (
                .volumeFailed, "\(volume) cannot be mounted",
                "see whether the storage driver runs on the node, and reaches what it mounts"
            )
        default:
            return (
                .sandboxFailed, "the node cannot set up the pod",
                "see the node and its network plugin, which may have no address left"
            )
        }
    }

    /// A key that a volume lists and its Secret or ConfigMap lacks.
    var missingKey: (isSecret: Bool, name: String)? {
        for (marker, isSecret) in [
            ("references non-existent secret key: ", true), ("references non-existent config key: ", false),
        ] {
            guard let start = message.firstRange(of: marker)?.upperBound else { continue }
            return (isSecret, String(message[start...].prefix { !$0.isWhitespace }))
        }
        return nil
    }
}

extension KubernetesObject {
    /// Whether a pod waits for what all its containers need before the first of them can be made.
    fileprivate var isBeingSetUp: Bool {
        let hasSandbox = (self["status"]?["conditions"]?.array ?? []).contains {
            $0["type"]?.string == "PodReadyToStartContainers" && $0["status"]?.string == "True"
        }
        return !hasSandbox
            && containerStatuses.allSatisfy { status in
                guard let state = status["state"]?.object, let waiting = state["waiting"] else {
                    return status["state"]?.object?.isEmpty ?? true
                }
                return ["ContainerCreating", "PodInitializing", nil].contains(waiting["reason"]?.string)
            }
    }
}
