// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// The least time that a rollout can take by its own settings, against the time that it is given.
///
/// Only what is certain counts: a pod is not ready before the initial delay of its probes, and not available before
/// `minReadySeconds` more; how long the program itself takes to start is unknown, and taken as nothing.
struct DeadlineArithmetic: Sendable, Hashable {
    var replicas: Int
    /// How many pods are made at a time.
    var atOnce: Int
    var initialDelay: Int
    var minReadySeconds: Int

    /// Reads a workload, over `live` that runs now; `nil` for kinds that do not roll.
    init?(_ workload: KubernetesObject, live: KubernetesObject?) {
        let spec = workload["spec"]
        replicas = Self.count(spec?["replicas"] ?? live?["spec"]?["replicas"]) ?? 1
        guard replicas > 0, let atOnce = Self.atOnce(workload, live: live, replicas: replicas) else {
            return nil
        }
        self.atOnce = max(1, min(atOnce, replicas))
        let containers = spec?[path: "template", "spec", "containers"]?.array ?? []
        initialDelay = containers.map(Self.delay).max() ?? 0
        minReadySeconds = Self.count(spec?["minReadySeconds"]) ?? 0
    }

    /// How often pods are made one after the other.
    var waves: Int { (replicas + atOnce - 1) / atOnce }
    /// The least time of one wave.
    var wave: Int { initialDelay + minReadySeconds }
    /// The least time of all.
    var least: Duration { .seconds(waves * wave) }

    /// The sum in words.
    var words: String {
        """
        \(replicas) replicas, \(atOnce) at a time, are \(waves) steps of at least \(wave) s (initial delay \
        \(initialDelay) s + minReadySeconds \(minReadySeconds) s): \(waves * wave) s
        """
    }

    /// The probe that has to pass first decides: a startup probe holds the others back.
    private static func delay(_ container: JSONValue) -> Int {
        let startup = count(container["startupProbe"]?["initialDelaySeconds"]) ?? 0
        let readiness = count(container["readinessProbe"]?["initialDelaySeconds"]) ?? 0
        // Both delays count from the start of the container.
        return max(startup, readiness)
    }

    /// A number of 32 bits, which is what Kubernetes takes here; sums and products of two fit into an `Int`.
    private static func count(_ value: JSONValue?) -> Int? {
        value?.integer.map { Int(Int32(clamping: $0)) }
    }

    private static func atOnce(_ workload: KubernetesObject, live: KubernetesObject?, replicas: Int) -> Int? {
        let spec = workload["spec"]
        switch workload.kind {
        case "Deployment":
            let strategy = spec?["strategy"]
            if live == nil || strategy?["type"]?.string == "Recreate" { return replicas }
            let rolling = strategy?["rollingUpdate"]
            let surge = number(rolling?["maxSurge"], of: replicas, roundingUp: true)
            let unavailable = number(rolling?["maxUnavailable"], of: replicas, roundingUp: false)
            return surge + unavailable
        case "StatefulSet":
            if live == nil, spec?["podManagementPolicy"]?.string == "Parallel" { return replicas }
            return 1
        default: return nil
        }
    }

    /// The defaults of the API are 25 % each.
    private static func number(_ value: JSONValue?, of total: Int, roundingUp: Bool) -> Int {
        let setting = value.flatMap(IntOrString.init) ?? "25%"
        return setting.scaled(to: total, roundingUp: roundingUp).map { Int(Int32(clamping: $0)) } ?? total
    }

    /// The cause if the time given is shorter than the least; `nil` if it may be enough.
    static func shortage(_ item: ResolvedPlan.Item, deadline: Duration) -> RootCause? {
        guard let sum = DeadlineArithmetic(item.desired.object, live: item.live), sum.least > deadline else {
            return nil
        }
        let pointer = sum.minReadySeconds > sum.initialDelay ? "/spec/minReadySeconds" : "/spec/template/spec"
        var cause = RootCause(
            .deadlineTooShort,
            "the rollout cannot end within the deadline of \(deadline.components.seconds) s",
            object: item.desired.object.reference,
            pointer: pointer
        )
        cause.detail = sum.words
        cause.span = item.desired.origin(of: pointer)
        return cause
    }
}
