// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// How long a container may run without becoming ready, by what its own probes allow.
enum ProbeBudget {
    /// The time that startup and readiness probe may take together, at least `floor`.
    ///
    /// Defaults are those of the API: every 10 s, three failures.
    static func allowance(container: JSONValue, minReadySeconds: Int, floor: Duration) -> Duration {
        let probes = ["startupProbe", "readinessProbe"].compactMap { container[$0] }
        let seconds = probes.reduce(Int64(minReadySeconds)) { total, probe in
            let delay = probe["initialDelaySeconds"]?.integer ?? 0
            let period = probe["periodSeconds"]?.integer ?? 10
            let failures = probe["failureThreshold"]?.integer ?? 3
            let timeout = probe["timeoutSeconds"]?.integer ?? 1
            return total + delay + period * failures + timeout
        }
        return max(.seconds(seconds), floor)
    }
}
