// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Foundation
import Lint
import Support
import Testing

@Suite struct RuleReferenceTests {
    @Test func theReferencePagesAreFresh() throws {
        let folder = URL(filePath: repositoryRoot).appending(path: "docs")
        let pages = RuleText.pages()
        for page in pages {
            let file = folder.appending(path: page.name)
            if isUpdatingGoldens {
                try Data(page.text.utf8).write(to: file)
                Issue.record("docs/\(page.name) was rewritten; look at the diff")
            }
            let found = (try? Data(contentsOf: file)).map { String(decoding: $0, as: UTF8.self) } ?? ""
            #expect(
                found == page.text,
                "docs/\(page.name) differs; rewrite it with UPDATE_GOLDEN=1 swift test --filter theReferencePagesAreFresh"
            )
        }
        let names = Set(pages.map(\.name))
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "rules").path)
        let strays = files.filter { !names.contains("rules/\($0)") }
        #expect(strays.isEmpty, "pages of families that there are no more")
    }

    @Test func everyRuleHasItsSectionAndItsLineInTheTable() throws {
        let pages = RuleText.pages()
        let index = try #require(pages.first)
        for rule in Rule.all {
            let homes = pages.filter { $0.text.contains("\n## \(rule.id)\n") }
            #expect(homes.count == 1)
            let link = "(\(homes.first?.name ?? "")#\(rule.id))"
            #expect(index.text.contains(link))
        }
    }
}
