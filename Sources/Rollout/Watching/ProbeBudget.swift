// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// How long a container may run without becoming ready, by what its own probes allow.
struct ProbeBudget: Sendable, Hashable {
    /// Whether it has a probe that tells when it is up.
    let isProbed: Bool
    private let time: Duration

    /// Adds the times that startup and readiness probe may take.
    ///
    /// Defaults are those of the API: every 10 s, three failures.
    init(container: JSONValue, minReadySeconds: Int64) {
        let probes = ["startupProbe", "readinessProbe"].compactMap { container[$0] }
        isProbed = !probes.isEmpty
        let seconds = probes.reduce(minReadySeconds) { total, probe in
            /// Kubernetes takes 32 bits; a million of something is for ever, and sums of products of it still fit.
            func number(_ name: String, default usual: Int64) -> Int64 {
                min(max(probe[name]?.integer ?? usual, 0), 1 << 20)
            }
            let delay = number("initialDelaySeconds", default: 0)
            let period = number("periodSeconds", default: 10)
            let failures = number("failureThreshold", default: 3)
            let timeout = number("timeoutSeconds", default: 1)
            return total + delay + period * failures + timeout
        }
        time = .seconds(seconds)
    }

    /// The time there is, at least `floor`.
    func allowance(atLeast floor: Duration) -> Duration { max(time, floor) }

}

/// The budgets of all containers of a workload.
struct ProbeBudgets: Sendable, Hashable {
    private var named: [String: ProbeBudget] = [:]
    /// For containers that others have added.
    private let other: ProbeBudget

    init(of workload: KubernetesObject) {
        // A manifest may say more than the 32 bits that Kubernetes takes; sums of it still have to fit.
        let minReadySeconds = min(max(workload["spec"]?["minReadySeconds"]?.integer ?? 0, 0), 1 << 31)
        other = ProbeBudget(container: [:], minReadySeconds: minReadySeconds)
        for container in CauseLocator(workload).containers {
            guard let name = container["name"]?.string, named[name] == nil else { continue }
            named[name] = ProbeBudget(container: container, minReadySeconds: minReadySeconds)
        }
    }

    subscript(container: String) -> ProbeBudget { named[container] ?? other }
}
