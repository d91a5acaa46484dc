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
    /// The bytes of the file whose findings are meant.
    var scope: SourceSpan
    /// Whether it is a comment, which can be removed without touching data.
    var isComment: Bool
    /// Where it stands, when it is data.
    var pointer: String?
    var service: String?

    /// Whether a finding lies in what the instruction is about.
    func covers(_ finding: Diagnostic) -> Bool {
        guard let span = finding.primary?.span, span.file == scope.file else { return false }
        return scope.range.contains(span.range.lowerBound)
            || (scope.range.isEmpty && scope.range.lowerBound == span.range.lowerBound)
    }
}
