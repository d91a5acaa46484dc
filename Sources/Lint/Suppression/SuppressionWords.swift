// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

/// The texts of `bad-suppression`.
struct SuppressionWords {
    private let suppression: Suppression

    init(_ suppression: Suppression) {
        self.suppression = suppression
    }

    func unknownRule() -> Finding {
        if suppression.rule.isEmpty {
            return complaint("the suppression names no rule", "", "write `# msctl:ignore rule-id -- reason`")
        }
        let suggestion = Spelling.suggestion(for: suppression.rule, among: Rule.all.map(\.id))
        return complaint(
            "no rule is called `\(suppression.rule)`",
            "",
            suggestion.map { "did you mean `\($0)`?" } ?? "`msctl rules` lists the names"
        )
    }

    func notSuppressible(_ rule: Rule) -> Finding {
        complaint(
            "`\(rule.id)` cannot be accepted",
            "what cannot be read is not applied either",
            "repair what it reports"
        )
    }

    func withoutReason() -> Finding {
        let cure =
            suppression.isComment
            ? "add ` -- ` and the reason to the comment" : "add `reason:` beside `rule:`"
        return complaint(
            "the suppression of `\(suppression.rule)` gives no reason, so it has no effect",
            "",
            cure
        )
    }

    func invalidDate(_ span: SourceSpan) -> Finding {
        complaint(
            "`\(span.text)` does not name a day, so the suppression has no effect",
            "",
            "write `until=2027-01-31`"
        )
    }

    func expired(_ until: CalendarDate) -> Finding {
        complaint(
            "the suppression of `\(suppression.rule)` ended on \(until)",
            "accepted until \(until)",
            "settle the finding, or agree on a new day and reason"
        )
    }

    /// A comment that accepts another rule as well cannot be removed.
    func stale(isAlone: Bool) -> Finding {
        var finding = complaint(
            "nothing is left to accept for `\(suppression.rule)`",
            "silences no finding",
            "remove it"
        )
        if suppression.isComment, isAlone {
            finding.fix = .init(
                title: "remove the comment",
                applicability: .safe,
                edits: [.init(wholeComment, "")]
            )
        }
        return finding
    }

    /// The comment with the blanks before it, and with its line break when it stands alone.
    private var wholeComment: SourceSpan {
        let file = suppression.span.file
        let line = file.lineStarts[file.lineIndex(at: suppression.span.range.lowerBound)]
        var start = suppression.span.range.lowerBound
        while start > line, file.bytes[start - 1] == 0x20 || file.bytes[start - 1] == 0x09 { start -= 1 }
        var end = suppression.span.range.upperBound
        if start == line, end < file.bytes.count, file.bytes[end] == UInt8(ascii: "\n") { end += 1 }
        return SourceSpan(file: file, range: start..<end)
    }

    private func complaint(_ headline: String, _ label: String, _ help: String) -> Finding {
        Finding(
            headline,
            at: suppression.ruleSpan,
            label,
            help: help,
            service: suppression.service,
            pointer: suppression.pointer
        )
    }
}
