// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Lint
import Manifest
import Support
import Testing

/// One example of one rule.
struct RuleExample: Sendable, CustomTestStringConvertible {
    var rule: String
    var isClean: Bool
    var number: Int
    var text: String

    var testDescription: String { "\(rule), \(isClean ? "clean" : "flagged") \(number)" }

    static let all: [RuleExample] = Rule.all.flatMap { rule in
        rule.examples.clean.enumerated().map {
            RuleExample(rule: rule.id, isClean: true, number: $0.offset + 1, text: $0.element)
        }
            + rule.examples.flagged.enumerated().map {
                RuleExample(rule: rule.id, isClean: false, number: $0.offset + 1, text: $0.element)
            }
    }
}

@Suite struct RuleExampleTests {
    @Test(arguments: RuleExample.all)
    func findsExactlyTheMarkedTexts(example: RuleExample) throws {
        let marked = MarkedText(example.text)
        let set = ManifestReader.read([marked.file()])
        let result = Linter.lint(set, options: options(for: example))
        let unread = set.diagnostics.filter { $0.id != example.rule }
        #expect(unread.isEmpty, "the example must be a manifest that can be read: \(unread.map(\.headline))")
        let found = result.findings.filter { $0.id == example.rule }
        let spans = found.compactMap(\.primary?.span.range)
        #expect(
            MarkedText.marking(marked.text, spans) == MarkedText.marking(marked.text, marked.ranges),
            "\(found.map(\.headline))"
        )
        #expect(example.isClean == marked.ranges.isEmpty)
    }

    /// `bad-suppression` is about other rules, so these have to run.
    private func options(for example: RuleExample) -> LintOptions {
        var options = LintOptions.today
        if example.rule != "bad-suppression" { options.only = [example.rule] }
        return options
    }

    @Test(arguments: Rule.all.map(\.id))
    func everyRuleIsFitToBeShown(id: String) throws {
        let rule = try #require(Rule.named(id))
        #expect(!rule.examples.clean.isEmpty)
        #expect(!rule.examples.flagged.isEmpty || ["yaml-syntax", "unknown-operation"].contains(id))
        #expect(rule.summary.first?.isLowercase == true && rule.summary.last != ".")
        #expect(rule.rationale.hasSuffix("."))
        #expect(id.allSatisfy { $0.isLowercase || $0 == "-" })
        #expect(RuleText.explanation(of: rule).hasPrefix("\(id): "))
    }

    @Test func namesAreUsedOnce() {
        let names = Rule.all.flatMap { [$0.id] + $0.formerIDs }
        #expect(Set(names).count == names.count)
    }
}

extension LintOptions {
    /// The day on which all tests take place.
    static var today: LintOptions { LintOptions(today: day("2026-11-21")) }

    static func day(_ text: String) -> CalendarDate {
        CalendarDate(text)!
    }
}
