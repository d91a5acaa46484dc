// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes

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
        elapsed = Self.stopwatch(clock)
    }

    /// Waits; throws when the task is cancelled.
    func sleep(_ duration: Duration) async throws {
        try await clock.sleep(for: duration)
    }

    private static func stopwatch<C: Clock<Duration>>(_ clock: C) -> @Sendable () -> Duration {
        let start = clock.now
        return { start.duration(to: clock.now) }
    }
}
