// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics

/// How a service is observed.
package struct Observe: Sendable, Hashable {
    /// Whether and where metrics are scraped.
    package var metrics: Located<Metrics>?
    /// Whether traces are sent.
    package var traces: Located<Bool>?
    /// `json`, `text`, or a file path, which `local-logging` reports.
    package var logs: Located<String>?
    /// The page for the one who is woken; `{service}` is replaced.
    package var runbook: Located<String>?
    /// Dashboards, as addresses.
    package var dashboards: [Located<String>]
    /// Alerts beside the generated ones.
    package var alerts: [Alert]
}

/// Whether and where metrics are scraped; `true` and `false` are short for it.
package struct Metrics: Sendable, Hashable {
    /// False for `metrics: false`.
    package var enabled: Bool
    /// The path.
    package var path: Located<String>?
    /// The port.
    package var port: Located<Int>?
}

/// An alert beside the generated ones.
package struct Alert: Sendable, Hashable {
    /// The name.
    package var name: Located<String>
    /// The PromQL expression.
    package var expr: Located<String>
    /// How long it must hold.
    package var holds: Located<Duration>?
    /// How serious it is.
    package var severity: Located<String>?
    /// Where it is declared, as a JSON pointer.
    package var pointer: String
}

/// Traffic that the graph does not explain.
package struct NetworkExceptions: Sendable, Hashable {
    /// Where the service may connect to.
    package var egress: [NetworkPeer]
    /// Who may connect to the service.
    package var allowFrom: [NetworkPeer]
}

/// One end of an exceptional connection.
package struct NetworkPeer: Sendable, Hashable {
    /// A host, CIDR range, namespace, service, or `*`.
    package var peer: Located<String>
    /// The ports; all when empty.
    package var ports: [Located<Int>]
    /// Why it is needed.
    package var reason: Located<String>?
    /// Where it is declared, as a JSON pointer.
    package var pointer: String
}
