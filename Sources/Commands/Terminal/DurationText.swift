// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Durations and ages as people say them.
enum DurationText {
    /// `4 ms`, `1.9 s`, `2 min 05 s`: as precise as matters.
    static func precise(_ duration: Duration) -> String {
        let milliseconds = milliseconds(duration)
        if milliseconds < 1_000 { return "\(milliseconds) ms" }
        if milliseconds < 60_000 {
            let tenths = (milliseconds + 50) / 100
            return "\(tenths / 10).\(tenths % 10) s"
        }
        let seconds = milliseconds / 1_000
        let rest = seconds % 60
        return "\(seconds / 60) min \(rest < 10 ? "0" : "")\(rest) s"
    }

    /// `7 s`, `2 min 05 s`: what is left of a wait, in begun seconds.
    static func left(_ duration: Duration) -> String {
        let seconds = (milliseconds(duration) + 999) / 1_000
        return seconds < 60 ? "\(seconds) s" : precise(.seconds(seconds))
    }

    /// `just now`, `5 minutes ago`, `2 days ago`.
    static func age(seconds: Int64) -> String { seconds < 1 ? "just now" : "\(count(seconds: seconds)) ago" }

    /// `5 minutes`, `2 days`: the largest unit of which there is one.
    static func count(seconds: Int64) -> String {
        let units: [(Int64, String)] = [(86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second")]
        for (size, name) in units where seconds >= size {
            let count = seconds / size
            return "\(count) \(name)\(count == 1 ? "" : "s")"
        }
        return "0 seconds"
    }

    /// Whole milliseconds, rounded down.
    static func milliseconds(_ duration: Duration) -> Int64 {
        duration.components.seconds * 1_000 + duration.components.attoseconds / 1_000_000_000_000_000
    }
}
