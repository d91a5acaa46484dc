// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Testing

@Suite struct UnifiedDiffTests {
    @Test func equalTextsHaveNoDifference() {
        #expect(UnifiedDiff(path: "a", from: "x\n", to: "x\n").text.isEmpty)
    }

    @Test func changesFarApartAreTwoHunks() {
        let old = (1...20).map { "\($0)\n" }.joined()
        let new = old.replacing("2\n3\n", with: "2\nthree\n").replacing("19\n", with: "")
        let expected = """
            --- a/f.yaml
            +++ b/f.yaml
            @@ -1,6 +1,6 @@
             1
             2
            -3
            +three
             4
             5
             6
            @@ -16,5 +16,4 @@
             16
             17
             18
            -19
             20

            """
        #expect(UnifiedDiff(path: "f.yaml", from: old, to: new).text == expected)
    }

    @Test func aMissingLastLineBreakIsSaid() {
        let text = UnifiedDiff(path: "f", from: "a\nb", to: "a\nc\n").text
        #expect(text == "--- a/f\n+++ b/f\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n")
    }

    @Test func aNewFileBeginsAtLineZero() {
        #expect(
            UnifiedDiff(path: "/f", from: "", to: "a\n").text == "--- a/f\n+++ b/f\n@@ -0,0 +1,1 @@\n+a\n"
        )
    }

    @Test func linesFromWindowsStayWhole() {
        #expect(
            UnifiedDiff(path: "f", from: "a\r\nb\r\n", to: "a\r\nc\r\n").text
                == "--- a/f\n+++ b/f\n@@ -1,2 +1,2 @@\n a\r\n-b\r\n+c\r\n"
        )
    }

    @Test func textsThatLookAlikeDiffer() {
        let diff = UnifiedDiff(path: "f", from: "\u{E9}\n", to: "e\u{301}\n").text
        #expect(diff.hasSuffix("-\u{E9}\n+e\u{301}\n"))
    }

    @Test(arguments: [
        ("a b/f", "--- a/a b/f\t\n+++ b/a b/f\t\n"),
        ("q\"\\\n\u{E9}", "--- \"a/q\\\"\\\\\\012\\303\\251\"\n+++ \"b/q\\\"\\\\\\012\\303\\251\"\n"),
        ("\u{E9}", "--- a/\u{E9}\n+++ b/\u{E9}\n"),
    ])
    func namesAreWrittenAsGitWritesThem(path: String, head: String) {
        #expect(UnifiedDiff(path: path, from: "a\n", to: "b\n").text.hasPrefix(head))
    }
}
