// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics
package import Documents

/// How a new version is rolled out.
package struct DeployPolicy: Sendable, Hashable {
    /// How the new version replaces the old one; `nil` for what is usual for the tier.
    package var strategy: Located<DeployStrategy>?
    /// The shares of traffic on the new version of a canary, in order; empty for the usual ones.
    package var steps: [Located<Percentage>]
    /// The wait after each step of a canary; `nil` for the usual one.
    package var pause: Located<Duration>?
    /// What decides whether a canary goes on; `nil` means `slo`.
    package var analysis: Located<Analysis>?
    /// Services that the team wants deployed first; `lock-step` reports it, and no deploy waits for it.
    package var after: [Located<String>]
    /// How many revisions that worked are kept besides the one in place; `nil` means five.
    package var history: Located<Int>?
    /// How long the rollout may take; `nil` means ten minutes.
    package var timeout: Located<Duration>?
    /// Who runs the schema migrations; `nil` means `job` where a store has migrations, which msctl does not run
    /// yet.
    package var migrate: Located<MigrationPolicy>?
}

/// What decides whether a rollout goes on.
package enum Analysis: Sendable, Hashable {
    /// The burn rate of the error budget.
    case slo
    /// Nothing.
    case none
    /// Queries of the team's own.
    case queries([AnalysisQuery])
}

/// A PromQL query with its bounds.
package struct AnalysisQuery: Sendable, Hashable {
    /// The PromQL expression; without bounds it must merely hold.
    package var query: Located<String>
    /// The least value that lets the rollout go on; `nil` means no lower bound.
    package var min: Located<Double>?
    /// The greatest value that lets the rollout go on; `nil` means no upper bound.
    package var max: Located<Double>?
    /// Where it is declared, as a JSON pointer.
    package var pointer: String
}

/// A change to generated objects that the manifest has no field for.
package struct ManifestPatch: Sendable, Hashable {
    /// The text of the whole entry, which is the origin of the fields that it sets.
    package var span: SourceSpan
    /// Where it is declared, as a JSON pointer.
    package var pointer: String
    /// Which objects: a kind, or a kind and a name.
    package var target: Located<PatchTarget>
    /// How ``value`` is applied: merged (RFC 7396), or as a list of operations (RFC 6902).
    package var operation: Located<PatchOperation>
    /// What is merged, or the list of RFC 6902 operations.
    package var value: YAMLNode
    /// Why the fields of the manifest are not enough; for people.
    package var reason: Located<String>?
}

/// The objects that a patch changes: `Deployment` or `Deployment/orders`.
package struct PatchTarget: Sendable, Hashable, CustomStringConvertible {
    /// The Kubernetes kind, such as `Deployment`, whatever its group.
    package let kind: String
    /// The name; `nil` means all objects of the kind.
    package let name: String?

    /// Accepts `Kind` and `Kind/name`; `nil` otherwise.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let first = parts[0].utf8.first, first.isUppercaseLetter,
            parts.allSatisfy({ !$0.isEmpty })
        else { return nil }
        kind = String(parts[0])
        name = parts.count == 2 ? String(parts[1]) : nil
    }

    /// The target as written.
    package var description: String { name.map { "\(kind)/\($0)" } ?? kind }
}

/// A finding that a team accepts.
package struct LintIgnore: Sendable, Hashable {
    /// The text of the whole entry.
    package var span: SourceSpan
    /// Where it is declared, as a JSON pointer.
    package var pointer: String
    /// The id of the rule whose findings about this service are accepted.
    package var rule: Located<String>
    /// Why; `bad-suppression` reports its absence.
    package var reason: Located<String>?
    /// The last day on which it holds; `nil` means that it has no end.
    package var until: Located<CalendarDate>?
}
