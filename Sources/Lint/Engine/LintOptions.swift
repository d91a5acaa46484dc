// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics
package import Manifest

/// What a run of the linter is asked for.
package struct LintOptions: Sendable {
    /// Today, for suppressions and deadlines that end; the linter never reads a clock.
    package var today: CalendarDate
    /// What is asked for otherwise than a rule says itself, by rule id.
    package var severities: [String: RuleSetting]
    /// Runs only these rules, also those in preview.
    package var only: Set<String>?
    /// Whether suppressions count.
    package var honoursIgnores: Bool
    /// The Environment that the system is looked at in; without one, rules about production assume production.
    package var environment: String?
    /// The runtimes that were detected from sources, by service; what manifests say wins.
    package var runtimes: [String: String]
    /// What the repository says about severities and accepted findings.
    package var settings: ProjectSettings?
    /// The files that manifests name; without it nothing is said about them.
    package var files: ProjectFiles?
    /// The version that rules about changes compare with; without it they say nothing.
    package var base: LintBase?
    /// Paths of generated Dockerfiles that msctl would write differently today.
    package var outdated: Set<String>
    /// The part of the system that findings are wanted about; everything without one.
    package var focus: LintFocus?

    /// Whether everything in the repository is looked at that its settings are about; what they accept may otherwise lie elsewhere.
    package var seesRepository = true

    /// Asks for all stable rules with their own severities.
    package init(today: CalendarDate) {
        self.today = today
        severities = [:]
        only = nil
        honoursIgnores = true
        environment = nil
        runtimes = [:]
        outdated = []
        settings = nil
        focus = nil
        files = nil
    }
}

extension LintOptions {
    /// What all findings of a rule are asked to be; `nil` for what they are by themselves.
    func severity(of rule: Rule) -> Diagnostic.Severity? {
        if case .severity(let severity)? = severities[rule.id] { severity } else { nil }
    }

    /// The same, with the severities of the settings where none is asked for otherwise.
    var withSettings: LintOptions {
        var options = self
        for entry in settings?.rules ?? [] {
            guard let rule = Rule.named(entry.name.value),
                rule.isSuppressible || rule.id == Rule.badSuppression.id,
                options.severities[rule.id] == nil
            else {
                continue
            }
            let severity = Diagnostic.Severity(rawValue: entry.value.value.rawValue)
            options.severities[rule.id] = severity.map { .severity($0) } ?? .off
        }
        return options
    }
}

/// What a repository or a caller wants of one rule.
package enum RuleSetting: Sendable, Hashable {
    /// It does not run.
    case off
    /// It runs, also in preview, and all of its findings have this severity.
    case severity(Diagnostic.Severity)
}

/// From which severity on a run counts as failed.
package enum LintThreshold: String, Sendable, Hashable, CaseIterable {
    case error
    case warning
    case info
    case never

    /// Whether a severity is at or above the threshold.
    package func isReached(by severity: Diagnostic.Severity) -> Bool {
        switch self {
        case .error: severity >= .error
        case .warning: severity >= .warning
        case .info: severity >= .info
        case .never: false
        }
    }
}
