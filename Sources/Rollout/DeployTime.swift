// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes
import KubernetesClient

/// Time as the engine sees it, so that tests can hold the hands of the clock.
struct DeployTime: Sendable {
    /// The wall clock, for records and for reading the server's times.
    let now: @Sendable () -> Timestamp
    /// Time since the engine was made, which never jumps.
    let elapsed: @Sendable () -> Duration
    private let clock: any Clock<Duration>

    init(clock: any Clock<Duration>, now: @escaping @Sendable () -> Timestamp) {
        self.clock = clock
        self.now = now
        let stopwatch = Stopwatch(clock)
        elapsed = { stopwatch.elapsed }
    }

    /// Waits; throws when the task is cancelled.
    func sleep(_ duration: Duration) async throws {
        try await clock.sleep(for: duration)
    }

    /// Does some work that takes no longer than so long; `nil` if it does, and then it is cancelled.
    func limited<Output: Sendable>(
        to limit: Duration,
        _ work: @escaping @Sendable () async throws(ClusterError) -> Output
    ) async throws(ClusterError) -> Output? {
        let result = await withTaskGroup(of: Result<Output, ClusterError>?.self) { group in
            defer { group.cancelAll() }
            group.addTask {
                do throws(ClusterError) {
                    return .success(try await work())
                } catch {
                    return .failure(error)
                }
            }
            group.addTask {
                do {
                    try await sleep(limit)
                    return nil
                } catch {
                    return .failure(ClusterError(.cancelled, doing: "waiting for an answer"))
                }
            }
            return await group.next() ?? nil
        }
        return try result?.get()
    }
}
