// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics

/// What a repository says about linting, in `.msctl.yaml`.
package struct ProjectSettings: Sendable, Hashable {
    /// From which severity on a run fails; `nil` means `error`, and `--fail-on` overrules it.
    package var failOn: Located<FailureThreshold>?
    /// Other severities by the id of the rule, in the order written.
    package var rules: [NamedValue<RuleSeverity>]
    /// Kubernetes YAML and Dockerfiles that are left alone, as paths with `*` and `**`.
    package var skips: [Located<String>]
    /// Findings that are accepted by path or service.
    package var ignores: [ScopedIgnore]

    /// From which severity on a run fails.
    package enum FailureThreshold: String, Sendable, Hashable, CaseIterable {
        case error
        case warning
        case info
        case never
    }

    /// How serious the findings of a rule are here.
    package enum RuleSeverity: String, Sendable, Hashable, CaseIterable {
        case error
        case warning
        case info
        /// The rule does not run.
        case off
    }

    /// Findings of a rule that are accepted in a part of the repository.
    package struct ScopedIgnore: Sendable, Hashable {
        /// The text of the whole entry.
        package var span: SourceSpan
        /// The id of the rule whose findings are accepted.
        package var rule: Located<String>
        /// The files, as paths with `*` and `**`; all when empty.
        package var paths: [Located<String>]
        /// The names of the services; all when empty.
        package var services: [Located<String>]
        /// Why; `bad-suppression` reports its absence.
        package var reason: Located<String>?
        /// The last day on which it holds; `nil` means that it has no end.
        package var until: Located<CalendarDate>?
        /// Where it is declared, as a JSON pointer.
        package var pointer: String
    }
}
