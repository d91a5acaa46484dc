// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Testing

/// Every decision has the form that `docs/decisions/README.md` describes, and is in its index.
@Suite struct DecisionTests {
    private static let folder = "docs/decisions"
    private static let index = "docs/decisions/README.md"
    private static let pages = SourceTree.files(under: folder, suffix: ".md").filter { $0.path != index }
    private static let parts = ["Context", "Decision", "What it costs", "What would change our mind"]

    @Test func thereAreDecisions() {
        #expect(Self.pages.count >= 20)
    }

    @Test(arguments: pages)
    func aPageHasTheFormOfAll(page: SourceTree.File) {
        let number = name(page).prefix(4)
        #expect(page.text.hasPrefix("# \(number): "), "\(page.path) does not begin with `# \(number): `")
        for part in Self.parts {
            #expect(page.text.contains("\n**\(part).** "), "\(page.path) has no part `**\(part).**`")
        }
    }

    @Test(arguments: pages)
    func aPageIsInTheIndex(page: SourceTree.File) {
        let entry = "| [\(name(page).prefix(4))](\(name(page))) | "
        #expect(SourceTree.read(Self.index).contains(entry), "\(Self.index) has no line for \(page.path)")
    }

    @Test func noNumberIsUsedTwice() {
        let numbers = Self.pages.map { name($0).prefix(4) }
        #expect(Set(numbers).count == numbers.count, "\(numbers.sorted())")
    }

    private func name(_ page: SourceTree.File) -> Substring {
        page.path.split(separator: "/").last ?? ""
    }
}
