// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics

/// How many replicas a service has; a bare number is a fixed count.
package struct Scale: Sendable, Hashable {
    /// The least replicas.
    package var min: Located<Int>?
    /// The most replicas.
    package var max: Located<Int>?
    /// The cpu use that scaling aims at.
    package var cpu: Located<Percentage>?
    /// The requests per second and replica that scaling aims at.
    package var rps: Located<Double>?
    /// The consumer lag per replica that scaling aims at.
    package var lag: Located<Int>?
    /// The requests per second that one replica can answer.
    package var rpsPerReplica: Located<Double>?
    /// Times with other bounds.
    package var schedule: [ScaleWindow]
    /// Whether it was written as one number.
    package var isFixed: Bool
}

/// A time with other bounds.
package struct ScaleWindow: Sendable, Hashable {
    /// When it begins, in cron syntax.
    package var start: Located<String>
    /// When it ends, in cron syntax.
    package var end: Located<String>?
    /// The least replicas in that time.
    package var min: Located<Int>
    /// The most replicas in that time.
    package var max: Located<Int>?
    /// The time zone of both times.
    package var timezone: Located<String>?
    /// Where it is declared, as a JSON pointer.
    package var pointer: String
}

/// What a service promises about time and availability.
package struct Resilience: Sendable, Hashable {
    /// The share of requests that are answered well, in percent.
    package var slo: Located<Percentage>?
    /// The total time that an answer may take.
    package var deadline: Located<Duration>?
    /// How long answers take.
    package var latency: Located<Latency>?
    /// How long the process finishes its work after the signal to stop.
    package var drain: Located<Duration>?
    /// The measured availability of the replicas, instead of the assumed one.
    package var availability: Located<Percentage>?

    /// How long answers take.
    package struct Latency: Sendable, Hashable {
        /// The time that 99 of 100 answers keep.
        package var p99: Located<Duration>?
    }
}
