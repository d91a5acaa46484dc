// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics

/// How the health of a service is seen.
package struct Health: Sendable, Hashable {
    /// Whether it can take traffic.
    package var ready: Located<Probe>?
    /// Whether it must be restarted.
    package var live: Located<Probe>?
    /// Whether it has started.
    package var startup: Located<Probe>?
    /// The port that probes use.
    package var port: Located<Int>?
    /// How long a start may take.
    package var budget: Located<Duration>?
}

/// One probe: `off`, a path, or a mapping.
package enum Probe: Sendable, Hashable {
    /// No probe.
    case off
    /// A probe with its settings.
    case on(ProbeSettings)

    /// The settings; `nil` when off.
    package var settings: ProbeSettings? { if case .on(let settings) = self { settings } else { nil } }
}

/// The settings of one probe.
package struct ProbeSettings: Sendable, Hashable {
    /// The path that is asked.
    package var path: Located<String>?
    /// The port that is asked.
    package var port: Located<Int>?
    /// The time between two questions.
    package var period: Located<Duration>?
    /// How long an answer may take.
    package var timeout: Located<Duration>?
    /// How many misses in a row count.
    package var failures: Located<Int>?
    /// The wait before the first question.
    package var delay: Located<Duration>?
    /// The dependencies that the endpoint asks in turn.
    package var checks: [Located<String>]
}
