// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics

/// How the health of a service is seen.
package struct Health: Sendable, Hashable {
    /// Whether it can take traffic; `nil` for a probe of `/readyz`.
    package var ready: Located<Probe>?
    /// Whether it must be restarted; `nil` for a probe of `/livez`.
    package var live: Located<Probe>?
    /// Whether it has started, before which the other probes wait; `nil` for a probe of `/livez`.
    package var startup: Located<Probe>?
    /// The port that probes use unless one names its own; `nil` for that of the first API.
    package var port: Located<Int>?
    /// How long a start may take; `nil` for what is usual for the runtime.
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
    /// The path that is asked; `nil` for the one that is usual for the probe.
    package var path: Located<String>?
    /// The port that is asked; `nil` for that of ``Health/port``, or else of the first API.
    package var port: Located<Int>?
    /// The time between two questions, in whole seconds rounded up once it is rendered.
    package var period: Located<Duration>?
    /// How long an answer may take; `nil` means a second.
    package var timeout: Located<Duration>?
    /// How many misses in a row count as one failure.
    package var failures: Located<Int>?
    /// The wait before the first question; `nil` means none.
    package var delay: Located<Duration>?
    /// The dependencies that the endpoint asks in turn; a liveness probe should have none.
    package var checks: [Located<String>]
}
