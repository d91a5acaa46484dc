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
        return max(.seconds(seconds), floor)
    }
}
