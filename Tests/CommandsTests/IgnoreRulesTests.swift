// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Testing

@testable import Commands

@Suite struct IgnoreRulesTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var patterns: String
        var path: String
        var isDirectory = false
        var isIgnored: Bool

        var testDescription: String {
            "\(patterns.debugDescription) \(isIgnored ? "ignores" : "keeps") \(path)"
        }
    }

    @Test(arguments: [
        Case(patterns: "foo", path: "a/b/foo", isIgnored: true),
        Case(patterns: "foo", path: "a/b/foobar", isIgnored: false),
        Case(patterns: "foo/", path: "foo", isIgnored: false),
        Case(patterns: "foo/", path: "foo", isDirectory: true, isIgnored: true),
        Case(patterns: "/foo", path: "a/foo", isIgnored: false),
        Case(patterns: "/foo", path: "foo", isIgnored: true),
        Case(patterns: "a/foo", path: "b/a/foo", isIgnored: false),
        Case(patterns: "a/foo", path: "a/foo", isIgnored: true),
        Case(patterns: "*.yaml", path: "a/x.yaml", isIgnored: true),
        Case(patterns: "*.yaml", path: "a/x.yml", isIgnored: false),
        Case(patterns: "a/*.yaml", path: "a/b/x.yaml", isIgnored: false),
        Case(patterns: "**/gen", path: "a/b/gen", isIgnored: true),
        Case(patterns: "a/**/z", path: "a/z", isIgnored: true),
        Case(patterns: "a/**/z", path: "a/b/c/z", isIgnored: true),
        Case(patterns: "a/**", path: "a", isDirectory: true, isIgnored: false),
        Case(patterns: "a/**", path: "a/b", isIgnored: true),
        Case(patterns: "x?.yaml", path: "xy.yaml", isIgnored: true),
        Case(patterns: "x?.yaml", path: "x.yaml", isIgnored: false),
        Case(patterns: "x[0-9].yaml", path: "x5.yaml", isIgnored: true),
        Case(patterns: "x[!0-9].yaml", path: "x5.yaml", isIgnored: false),
        Case(patterns: "x[]].yaml", path: "x].yaml", isIgnored: true),
        Case(patterns: "# foo", path: "# foo", isIgnored: false),
        Case(patterns: "\\#foo", path: "#foo", isIgnored: true),
        Case(patterns: "*.yaml\n!keep.yaml", path: "keep.yaml", isIgnored: false),
        Case(patterns: "!keep.yaml\n*.yaml", path: "keep.yaml", isIgnored: true),
        Case(patterns: "foo   ", path: "foo", isIgnored: true),
        Case(patterns: "vendored/\r\nfoo/\r\n", path: "vendored", isDirectory: true, isIgnored: true),
        Case(patterns: "vendored/\r\nfoo/\r\n", path: "foo", isDirectory: true, isIgnored: true),
        Case(patterns: "*.yaml\r\n!keep.yaml\r\n", path: "keep.yaml", isIgnored: false),
        Case(patterns: "", path: "foo", isIgnored: false),
    ])
    func followsGit(_ test: Case) {
        var rules = IgnoreRules()
        rules.add(test.patterns, in: "/repo")
        #expect(rules.ignores("/repo/\(test.path)", isDirectory: test.isDirectory) == test.isIgnored)
    }

    @Test func manyStarsTakeNoTime() {
        var rules = IgnoreRules()
        rules.add(
            String(repeating: "*a", count: 60) + "\n" + String(repeating: "**/a/", count: 30) + "b",
            in: "/repo"
        )
        let name = String(repeating: "a", count: 200) + "b"
        #expect(!rules.ignores("/repo/\(name)", isDirectory: false))
        #expect(!rules.ignores("/repo/" + String(repeating: "a/", count: 100) + "c", isDirectory: false))
    }

    @Test func innerFileWinsOverOuterFile() {
        var rules = IgnoreRules()
        rules.add("*.yaml", in: "/repo")
        rules.add("!x.yaml", in: "/repo/a")
        #expect(!rules.ignores("/repo/a/x.yaml", isDirectory: false))
        #expect(rules.ignores("/repo/a/y.yaml", isDirectory: false))
    }
}
