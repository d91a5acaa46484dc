// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

/// How long calls may take at worst.
extension ServiceSystem {
    /// The longest time of a call: all tries and the waits between them; `nil` without a timeout.
    package static func worstCaseTime(timeout: Duration?, attempts: Int, backoff: Duration, cap: Duration)
        -> Duration?
    {
        guard let timeout else { return nil }
        var total = timeout * attempts
        var wait = backoff
        for _ in 0..<max(0, attempts - 1) {
            total += min(cap, wait)
            wait = min(cap, wait * 2)
        }
        return total
    }

    /// The longest time of a call; `nil` without a timeout.
    package func worstCaseTime(of edge: CallEdge) -> Duration? {
        let call = edge.resolved
        return Self.worstCaseTime(
            timeout: call.timeout?.value,
            attempts: call.attempts.value,
            backoff: call.backoff.value,
            cap: call.cap.value
        )
    }

    /// The longest time of a route; `nil` without a timeout.
    package func worstCaseTime(of edge: RouteEdge) -> Duration? {
        let retries = edge.route.retries?.value
        return Self.worstCaseTime(
            timeout: edge.route.timeout?.value,
            attempts: edge.route.attempts,
            backoff: retries?.backoff?.value ?? Retries.defaultBackoff,
            cap: retries?.cap?.value ?? Retries.defaultCap
        )
    }

    /// The longest time of all calls of a service: one after the other, side by side within a group.
    ///
    /// Calls without a timeout are left out; they are reported for themselves.
    package func worstCaseTime(ofCallsFrom service: Int) -> Duration {
        var total = Duration.zero
        var groups: [String: Duration] = [:]
        for edge in calls(from: service) {
            guard let time = worstCaseTime(of: edge) else { continue }
            if let group = edge.call.parallel?.value {
                groups[group] = max(groups[group] ?? .zero, time)
            } else {
                total += time
            }
        }
        return groups.values.reduce(total, +)
    }

    /// The total time that a target may take to answer; `nil` when it does not say.
    package func deadline(of target: CallTarget) -> Duration? {
        switch target {
        case .service(let index): resolved[index].deadline?.value
        case .external(let index): externals[index].value.value.deadline?.value
        }
    }
}
