// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics

/// What a repository says about linting, in `.msctl.yaml`.
package struct ProjectSettings: Sendable, Hashable {
    /// From which severity on a run fails: `error`, `warning`, `info` or `never`.
    package var failOn: Located<FailureThreshold>?
    /// Other severities, by rule.
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
        /// The whole entry.
        package var span: SourceSpan
        /// The id of the rule.
        package var rule: Located<String>
        /// The files, as paths with `*` and `**`.
        package var paths: [Located<String>]
        /// The services.
        package var services: [Located<String>]
        /// Why.
        package var reason: Located<String>?
        /// Until when.
        package var until: Located<CalendarDate>?
        /// Where it is declared, as a JSON pointer.
        package var pointer: String
    }
}
