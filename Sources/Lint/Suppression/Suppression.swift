// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

/// An instruction of a team to accept findings of a rule, from a comment or from `spec.lint.ignore`.
struct Suppression: Sendable, Hashable {
    /// The rule as written.
    var rule: String
    /// Where the rule is named.
    var ruleSpan: SourceSpan
    /// The whole instruction.
    var span: SourceSpan
    var reason: String?
    var until: CalendarDate?
    /// What is written as `until` although it is no date.
    var invalidUntil: SourceSpan?
    /// What it is about.
    var scope: Scope
    /// Whether it is a comment, which can be removed without touching data.
    var isComment: Bool
    /// Whether it is written for another tool, whose rules for suppressions then count.
    var isOfOtherTool = false
    /// Where it stands, when it is data.
    var pointer: String?
    var service: String?

    /// What an instruction is about.
    enum Scope: Sendable, Hashable {
        /// The bytes of a file.
        case text(SourceSpan)
        /// Files and services of the repository; all when empty.
        case repository(paths: [PathPattern], services: Set<String>)
    }

    /// Whether a finding lies in what the instruction is about.
    func covers(_ finding: Diagnostic) -> Bool {
        guard let span = finding.primary?.span else { return false }
        switch scope {
        case .text(let scope):
            return span.file == scope.file
                && (scope.range.contains(span.range.lowerBound)
                    || (scope.range.isEmpty && scope.range.lowerBound == span.range.lowerBound))
        case .repository(let paths, let services):
            let isHere = paths.isEmpty || paths.contains { $0.matches(span.file.path) }
            return isHere && (services.isEmpty || finding.service.map(services.contains) ?? false)
        }
    }
}
