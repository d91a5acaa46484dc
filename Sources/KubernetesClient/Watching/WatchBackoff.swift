// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// How long to wait after a watch broke: 0.8 s, doubling, full jitter, at most 30 s (C3.4).
struct WatchBackoff: Sendable {
    private var failures = 0

    /// The wait after another failure; after two healthy minutes it starts small again.
    mutating func next(afterHealthy healthy: Duration, random: Double) -> Duration {
        if healthy >= .seconds(120) { failures = 0 }
        let ceiling = min(Duration.milliseconds(800 << min(failures, 10)), .seconds(30))
        failures += 1
        return ceiling * random
    }
}
