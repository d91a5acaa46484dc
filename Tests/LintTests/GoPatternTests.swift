// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Support
import Testing

@testable import Lint

/// Patterns of definitions, as Go's `regexp` reads them.
@Suite struct GoPatternTests {
    @Test(arguments: [
        ("", "anything"), ("b", "abc"), ("^abc$", "abc"), ("a|b|c", "xxc"), ("a.c", "abc"),
        ("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", "my-name"), ("^\\d{3}$", "123"), ("^a{2,}$", "aaaa"),
        ("^a{1,3}$", "aaa"), ("^(?:ab)+$", "ababab"), ("^(?P<x>a)(?<y>b)$", "ab"), ("a{,2}", "a{,2}"),
        ("^[^a-c]$", "d"), ("^[]a]+$", "]a"), ("^[^]a]$", "b"), ("^[a-]$", "-"), ("^[\\w.-]+$", "a_B.9-"),
        ("^[[:alpha:]_]+$", "aZ_"), ("^[[:^digit:]]$", "a"), ("(?i)^ABC$", "aBc"), ("^(?i:a)b$", "Ab"),
        ("(?s)^a.b$", "a\nb"), ("(?m)^b$", "a\nb\nc"), ("\\bb\\b", "a b c"), ("\\Aab\\z", "ab"),
        ("^\\x41\\x{1F600}$", "A😀"), ("^\\.\\/\\-$", "./-"), ("^.$", "é"), ("^[^\\s]$", "x"), ("x*", ""),
        ("^(a*)*$", "aaaa"), ("^(|a)+$", "aa"), ("^\\W$", "-"), ("^a??b$", "ab"), ("^[^\\W_]$", "a"),
        ("^[\\w-.]+$", "a-."), ("^[\\d-z]+$", "1-z"), ("(?i)^[^b]$", "A"), ("^\\07\\012$", "\u{7}\n"),
        ("^a{01}$", "a{01}"), ("^a{1,063}$", "a{1,063}"), ("^a{0}$", ""), ("^(a|b|c)$", "c"),
        ("^(a|b||c)$", ""),
    ])
    func matches(pattern: String, text: String) throws {
        #expect(try #require(GoPattern(pattern)).matches(text))
    }

    @Test(arguments: [
        ("^abc$", "abcd"), ("^abc$", "abc\n"), ("^[a-z]+$", "aB"), ("^\\d+$", "١٢"), ("a.c", "a\nc"),
        ("^a{2,3}$", "a"), ("^a{2,3}$", "aaaa"), ("^(?:ab)+$", "aba"), ("^[^a]$", "a"), ("^(?i:a)b$", "AB"),
        ("^b$", "a\nb"), ("\\Bb", "b"), ("^.$", "ab"), ("^(a|b)c$", "c"), ("^[^\\W_]$", "_"),
        ("[[:upper:]]", "a1"), ("(?i)[^a]", "A"), ("(?i)[^a-z]", "aZ"), ("(?i)[^\\W]", "-"),
        ("^[\\d-z]$", "a"),
        ("^(a|b|c)$", "ab"), ("^a{1,063}$", "aa"),
    ])
    func doesNotMatch(pattern: String, text: String) throws {
        #expect(try !#require(GoPattern(pattern)).matches(text))
    }

    /// What Go refuses, and what is not read here: nothing is said then.
    @Test(arguments: [
        "(", ")", "[a", "a**", "*a", "a{2}{3}", "a{1001}", "a{3,2}", "a{99999999999999999999}",
        "a{1,99999999999999999999}", "\\p{Greek}", "(?=a)", "(?!a)", "(?<!a)",
        "\\1",
        "[b-a]", "[[:nope:]]", "\\", "(?P<a", "(?x)a", "\\Z", "[a-\\d]", "((((a{1000}){1000}){1000}){1000})",
    ])
    func isNotRead(pattern: String) {
        #expect(GoPattern(pattern) == nil)
    }

    /// Alternatives are as many as a pattern is long, and do not nest.
    @Test func takesManyAlternatives() throws {
        let pattern = try #require(GoPattern((0..<2_000).map { "^\($0)$" }.joined(separator: "|")))
        #expect(pattern.matches("1999") && !pattern.matches("2000"))
        #expect(GoPattern(String(repeating: "|", count: 100_000)) == nil)
    }

    /// Readers that try one way after another need longer than the universe for these.
    @Test(arguments: ["^(a+)+$", "^(a|a)*$", "^(a|aa)+$", "^(.*)(.*)(.*)(.*)(.*)$x", "(x+x+)+y"])
    func takesNoLongerForNastyPatterns(pattern: String) throws {
        let text = String(repeating: "a", count: 2_000) + "!"
        #expect(try !#require(GoPattern(pattern)).matches(text))
    }
}
