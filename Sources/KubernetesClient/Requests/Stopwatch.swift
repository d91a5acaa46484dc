// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Measures time on any clock since it was made.
package struct Stopwatch: Sendable {
    private let read: @Sendable () -> Duration

    /// Starts now.
    package init(_ clock: any Clock<Duration>) {
        read = Self.reader(clock)
    }

    /// The time since the start.
    package var elapsed: Duration { read() }

    private static func reader<Source: Clock<Duration>>(_ clock: Source) -> @Sendable () -> Duration {
        let start = clock.now
        return { start.duration(to: clock.now) }
    }
}
