// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics

/// How many replicas a service has; a bare number is a fixed count.
package struct Scale: Sendable, Hashable {
    /// The fewest replicas; `nil` for what is usual for the tier.
    package var min: Located<Int>?
    /// The most replicas; `nil` for twice the fewest.
    package var max: Located<Int>?
    /// The share of the requested cpu that scaling aims at; `nil` for 70 %, unless another signal is written.
    package var cpu: Located<Percentage>?
    /// The requests per second and replica that scaling aims at; the metric `http_requests_per_second` must
    /// exist.
    package var rps: Located<Double>?
    /// The consumer lag per replica that scaling aims at, in events; the metric `consumer_lag` must exist.
    package var lag: Located<Int>?
    /// The requests per second that one replica can answer, from which capacity is computed; scaling does not
    /// use it.
    package var rpsPerReplica: Located<Double>?
    /// Times with other bounds; for people and other tools, msctl does not act on them.
    package var schedule: [ScaleWindow]
    /// Whether it was written as one number.
    package var isFixed: Bool
}

/// A time with other bounds; for people and other tools, msctl does not act on it.
package struct ScaleWindow: Sendable, Hashable {
    /// When it begins, in cron syntax.
    package var start: Located<String>
    /// When it ends, in cron syntax.
    package var end: Located<String>?
    /// The fewest replicas in that time.
    package var min: Located<Int>
    /// The most replicas in that time.
    package var max: Located<Int>?
    /// The time zone of both times, such as `Europe/Berlin`.
    package var timezone: Located<String>?
    /// Where it is declared, as a JSON pointer.
    package var pointer: String
}

/// What a service promises about time and availability.
package struct Resilience: Sendable, Hashable {
    /// The share of requests that are answered well; `nil` for what is usual for the tier, which is no promise.
    package var slo: Located<Percentage>?
    /// The total time that an answer may take, calls and their tries included; `nil` means that none is
    /// promised.
    package var deadline: Located<Duration>?
    /// How long answers usually take; for people and other tools, msctl does not act on it.
    package var latency: Located<Latency>?
    /// How long the process finishes its work after the signal to stop; `nil` means ten seconds.
    package var drain: Located<Duration>?
    /// The measured availability of the replicas, instead of the one assumed for their number.
    package var availability: Located<Percentage>?

    /// How long answers usually take.
    package struct Latency: Sendable, Hashable {
        /// The time that 99 of 100 answers keep.
        package var p99: Located<Duration>?
    }
}
