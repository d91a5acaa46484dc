// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics

/// How a service is observed.
package struct Observe: Sendable, Hashable {
    /// Whether and where metrics are scraped; `nil` for the System's default, or else `/metrics` of all that
    /// serve requests.
    package var metrics: Located<Metrics>?
    /// Whether traces are sent; `nil` for the System's default, or else true.
    package var traces: Located<Bool>?
    /// `json`, `text`, or a file path, which `local-logging` reports.
    package var logs: Located<String>?
    /// The page for the one who is woken; `{service}` is replaced, and `nil` is for the System's default.
    package var runbook: Located<String>?
    /// Addresses of dashboards; for people and other tools, msctl does not act on them.
    package var dashboards: [Located<String>]
    /// Alerts that the team has, which rules look for; msctl does not set them up.
    package var alerts: [Alert]
}

/// Whether and where metrics are scraped; `true` and `false` are short for it.
package struct Metrics: Sendable, Hashable {
    /// False for `metrics: false`, which also overrules the System's default.
    package var enabled: Bool
    /// The path that is scraped; `nil` for the System's default, or else `/metrics`.
    package var path: Located<String>?
    /// The port that is scraped; `nil` for the System's default, or else that of the first API.
    package var port: Located<Int>?
}

/// An alert that the team has set up.
package struct Alert: Sendable, Hashable {
    /// The name that whoever is woken reads.
    package var name: Located<String>
    /// The PromQL expression, in which rules look for an SLO or a lag.
    package var expr: Located<String>
    /// How long it must hold before somebody is told; `nil` means that once is enough.
    package var holds: Located<Duration>?
    /// How serious it is, in the team's own words, such as `page`.
    package var severity: Located<String>?
    /// Where it is declared, as a JSON pointer.
    package var pointer: String
}

/// Traffic that the graph does not explain.
package struct NetworkExceptions: Sendable, Hashable {
    /// Where the service may connect to besides what the graph says.
    package var egress: [NetworkPeer]
    /// Who may connect to the service besides its callers in the graph.
    package var allowFrom: [NetworkPeer]
}

/// One end of an exceptional connection.
package struct NetworkPeer: Sendable, Hashable {
    /// A host, CIDR range, namespace, service, or `*`.
    package var peer: Located<String>
    /// The ports; all when empty.
    package var ports: [Located<Int>]
    /// Why it is needed, for those who review it.
    package var reason: Located<String>?
    /// Where it is declared, as a JSON pointer.
    package var pointer: String
}
