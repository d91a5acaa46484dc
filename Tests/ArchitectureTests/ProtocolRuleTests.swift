// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Testing

/// Holds comments that cite a rule of the protocol, such as `(C3.7)`, against `docs/protocol.md`.
@Suite struct ProtocolRuleTests {
    private static let page = "docs/protocol.md"
    private static let sections = ProtocolPage.sections(of: SourceTree.read(page))
    private static let tests = SourceTree.files(under: "Tests", suffix: ".swift")
    /// What each file cites, by its path.
    private static let citations: [String: Set<String>] = Dictionary(
        uniqueKeysWithValues: (SourceTree.swiftFiles + tests).map {
            ($0.path, ProtocolPage.citations(in: $0.text))
        }
    )

    @Test func everyRuleThatIsCitedIsOnThePage() throws {
        let known = Set(Self.sections.map(\.rule))
        try #require(known.count > 40, "\(Self.page) has lost its rules")
        try #require(Self.citations.values.count { !$0.isEmpty } > 40, "no comment cites a rule any more")
        for (path, cited) in Self.citations {
            let unknown = cited.subtracting(known).sorted()
            #expect(unknown.isEmpty, "\(path) cites \(unknown), which \(Self.page) does not have")
        }
    }

    @Test func noRuleIsThereTwice() {
        let repeated = Dictionary(grouping: Self.sections, by: \.rule).filter { $1.count > 1 }.keys
        #expect(repeated.isEmpty, "\(Self.page) defines \(repeated.sorted()) more than once")
    }

    @Test func everyRuleNamesSuitesThatCiteItOrSaysThatNoneDoes() {
        for section in Self.sections where !section.isHeading {
            let rule = section.rule
            let suites = section.suites
            let isHeld = !suites.isEmpty || section.text.contains("not held by a test")
            #expect(isHeld, "\(rule) does not say what holds it")
            for suite in suites {
                let files = Self.tests.filter { file in
                    file.path.hasPrefix("Tests/\(suite.module)/")
                        && file.text.contains("struct \(suite.name) ")
                }
                #expect(!files.isEmpty, "\(rule) names \(suite.module).\(suite.name), which is not there")
                let isCited = files.contains { Self.citations[$0.path]?.contains(rule) == true }
                #expect(isCited, "\(suite.module).\(suite.name) has no comment that cites \(rule)")
            }
        }
    }

    @Test func readsCitationsInCommentsOnly() {
        let text = """
            /// The bounds (C4.5 to C4.8, C5), and C7 (g).
            let name = "C9" // C1.1: why
            let address = "https://C2.3"
            """
        #expect(ProtocolPage.citations(in: text) == ["C4.5", "C4.8", "C5", "C7 (g)", "C1.1"])
    }
}

/// The rules of `docs/protocol.md`, and how they are cited.
private enum ProtocolPage {
    struct Suite: Hashable {
        var module: String
        var name: String
    }

    /// What the page says about one rule, up to the next.
    struct Section {
        var rule: String
        /// Whether it is the heading of a group, which only says what its rules are about.
        var isHeading: Bool
        var text: String

        /// The suites that it names; those without a module are the client's.
        var suites: [Suite] {
            text.matches(of: /`(?:([A-Za-z]+Tests)\.)?([A-Z][A-Za-z]*Tests)`/).map { match in
                Suite(module: match.1.map(String.init) ?? "KubernetesClientTests", name: String(match.2))
            }
        }
    }

    /// A section begins with `## C3: …` or `**C3.7** …`.
    ///
    /// A group of one rule, such as C9, has both, and its rule counts.
    static func sections(of page: String) -> [Section] {
        var sections: [Section] = []
        for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
            if let start = line.prefixMatch(of: /\*\*(C[0-9]+(?:\.[0-9]+| \([a-z]\))?)\*\*/) {
                let rule = String(start.1)
                if let last = sections.last, last.isHeading, last.rule == rule { sections.removeLast() }
                sections.append(Section(rule: rule, isHeading: false, text: ""))
            } else if let start = line.prefixMatch(of: /## (C[0-9]+):/) {
                sections.append(Section(rule: String(start.1), isHeading: true, text: ""))
            }
            guard !sections.isEmpty else { continue }
            sections[sections.count - 1].text += line + "\n"
        }
        return sections
    }

    /// The rules that comments of a Swift file cite.
    static func citations(in text: String) -> Set<String> {
        var rules: Set<String> = []
        for line in text.split(separator: "\n") where mayCite(line) {
            // The slashes of an address follow a colon.
            guard let start = line.firstMatch(of: /(?:^|\s)\/\/(.*)$/) else { continue }
            for match in start.1.matches(of: /\bC([0-9]+(?:\.[0-9]+)?)(?: ?\(([a-z])\))?/) {
                rules.insert("C\(match.1)" + (match.2.map { " (\($0))" } ?? ""))
            }
        }
        return rules
    }

    /// Whether there is a C before a digit: patterns are slow, and all sources are long.
    private static func mayCite(_ line: Substring) -> Bool {
        zip(line.utf8, line.utf8.dropFirst()).contains { first, second in
            first == UInt8(ascii: "C") && (0x30...0x39).contains(second)
        }
    }
}
