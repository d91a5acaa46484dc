// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
package import Manifest

/// How far each service is, by the same rules and without any settings of its own.
package struct Scorecard: Sendable, Hashable {
    /// A level; each asks for all that the ones before ask for.
    package enum Level: String, Sendable, Hashable, Comparable, CaseIterable {
        /// Has errors.
        case none
        /// No errors.
        case bronze
        /// No warnings either.
        case silver
        /// Nothing is found or accepted, and there is a promise.
        case gold

        /// Orders from `none` to `gold`.
        package static func < (left: Level, right: Level) -> Bool { left.rank < right.rank }

        private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    }

    /// One service.
    package struct Row: Sendable, Hashable {
        /// The name of the service.
        package var service: String
        /// How far it is.
        package var level: Level
        /// The rules in the way of the next level, most serious first.
        package var missing: [String]
    }

    /// The services by name.
    package let rows: [Row]

    /// Judges the services of a run.
    package init(_ result: LintResult, of services: [ServiceManifest]) {
        let findings = Dictionary(grouping: result.findings, by: { $0.service ?? "" })
        let accepted = Dictionary(grouping: result.accepted.map(\.finding), by: { $0.service ?? "" })
        rows = services.map { service in
            Self.row(service, findings[service.name] ?? [], accepted[service.name] ?? [])
        }
    }

    private static func row(_ service: ServiceManifest, _ found: [Diagnostic], _ accepted: [Diagnostic])
        -> Row
    {
        func ids(_ severity: Diagnostic.Severity) -> [String] {
            Set(found.filter { $0.severity == severity }.map(\.id)).sorted()
        }
        let steps: [(Level, [String])] = [
            (.none, ids(.error)), (.bronze, ids(.warning)), (.silver, ids(.info) + gaps(service, accepted)),
        ]
        for (level, missing) in steps where !missing.isEmpty {
            return Row(service: service.name, level: level, missing: missing)
        }
        return Row(service: service.name, level: .gold, missing: [])
    }

    /// What gold asks for and no rule asks of every tier.
    private static func gaps(_ service: ServiceManifest, _ accepted: [Diagnostic]) -> [String] {
        var gaps = Set(accepted.map { "\($0.id) (accepted)" }).sorted()
        if service.resilience?.value.slo == nil, !service.effectiveRole.runsToCompletion {
            gaps.append("an SLO")
        }
        return gaps
    }
}
