// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Foundation
import Lint
import Support
import Testing

@Suite struct RuleReferenceTests {
    @Test func theReferencePageIsFresh() throws {
        let page = URL(filePath: repositoryRoot).appending(path: "docs/rules.md")
        let text = RuleText.reference()
        if isUpdatingGoldens {
            try Data(text.utf8).write(to: page)
            Issue.record("docs/rules.md was rewritten; look at the diff")
            return
        }
        let found = (try? Data(contentsOf: page)).map { String(decoding: $0, as: UTF8.self) } ?? ""
        #expect(
            found == text,
            "docs/rules.md differs; rewrite it with UPDATE_GOLDEN=1 swift test --filter theReferencePageIsFresh"
        )
    }

    @Test func everyRuleHasItsSection() {
        let text = RuleText.reference()
        for rule in Rule.all { #expect(text.contains("\n### \(rule.id)\n")) }
    }
}
