// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import KubernetesClient
import Rollout

/// What `msctl doctor` has found, check by check.
struct DoctorReport: Sendable {
    /// One thing that was looked at.
    struct Check: Sendable, Hashable {
        /// What has come of it.
        enum State: String, Sendable {
            case ok
            case failed
            /// Nothing that stands in the way.
            case note
        }

        /// What it is about, for programs: `server`, `namespace`, `right`, `kind`, `rights`.
        var subject: String
        var state: State
        var message: String
        var help: String?

        /// The line for people.
        func line(_ paint: Paint) -> String {
            let mark =
                switch state {
                case .ok: paint(.good, "✔")
                case .failed: paint(.bad, "✖")
                case .note: paint(.faint, "·")
                }
            return "  \(mark) \(message)\(help.map { ": \($0)" } ?? "")"
        }
    }

    let run: ClusterRun
    private(set) var checks: [Check] = []

    init(_ run: ClusterRun) { self.run = run }

    /// Keeps a check; people see it at once, since the next one may take its time or not come back.
    mutating func add(_ check: Check?, for format: ResultFormat) {
        guard let check else { return }
        checks.append(check)
        guard format == .human else { return }
        run.context.output(check.line(run.presentation.paint(.output, in: run.context)))
    }

    /// Whether nothing was found that a deploy would fail at.
    var isWell: Bool { !checks.contains { $0.state == .failed } }

    /// One object with a version: members may be added within a version, never changed or removed.
    var json: JSONValue {
        [
            "version": 1,
            "system": .string(run.scope.system),
            "environment": .string(run.scope.environment),
            "namespace": .string(run.scope.namespace),
            "context": .string(run.session.contextName),
            "cluster": .string(run.session.server),
            "isReady": .bool(isWell),
            "checks": .array(
                checks.map { check in
                    .object([
                        "check": .string(check.subject),
                        "state": .string(check.state.rawValue),
                        "message": .string(check.message),
                        "help": check.help.map(JSONValue.string),
                    ])
                }
            ),
        ]
    }
}

extension DoctorReport.Check {
    /// A right that only `msctl scale` needs is lacking.
    static func unscalable(_ question: AccessQuestion, because reason: String?) -> Self {
        let message = "may not \(question), so that `msctl scale` is refused; a deploy does not need it"
        return Self(subject: "right", state: .note, message: message, help: reason)
    }
}
