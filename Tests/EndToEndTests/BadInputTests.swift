// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Commands
import Glibc
import Testing

/// What nobody should feed msctl, and somebody will: always a sentence and a status, never a crash.
@Suite struct BadInputTests {
    private func check(_ result: BuiltBinary.Result, status: Int32, says text: String) {
        #expect(result.status == status)
        #expect((result.output + result.error).contains(text), "\(result.output)\(result.error)")
    }

    @Test func aBinaryFile() throws {
        let binary = try BuiltBinary()
        try binary.write("msctl.yaml", (0..<4_096).map { UInt8(truncatingIfNeeded: $0) })
        check(try binary.run("lint", "msctl.yaml"), status: 3, says: "is not a text file")
    }

    @Test func aHundredMegabytes() throws {
        let binary = try BuiltBinary()
        try binary.write("msctl.yaml", "")
        #expect(truncate("\(binary.directory)/msctl.yaml", 100 << 20) == 0)
        check(try binary.run("lint", "msctl.yaml"), status: 3, says: "has 100 MiB; at most 4 MiB are read")
    }

    @Test func nestingWithoutEnd() throws {
        let binary = try BuiltBinary()
        try binary.write(
            "msctl.yaml",
            "apiVersion: msctl.dev/v1\nspec: " + String(repeating: "[", count: 100_000)
        )
        check(try binary.run("lint"), status: 3, says: "error[yaml-")
    }

    @Test func aliasesThatMultiply() throws {
        let binary = try BuiltBinary()
        var text = "apiVersion: msctl.dev/v1\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...12 {
            let alias = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(alias)]\n"
        }
        try binary.write("msctl.yaml", text)
        check(try binary.run("lint"), status: 3, says: "error[yaml-")
    }

    @Test func noUTF8() throws {
        let binary = try BuiltBinary()
        try binary.write("msctl.yaml", Array("apiVersion: msctl.dev/v1\nname: ".utf8) + [0xFF, 0xFE, 0x80])
        check(try binary.run("lint"), status: 3, says: "error[yaml-")
    }

    @Test(arguments: [("> /dev/full", "no space is left where it goes"), (">&-", "it is closed")])
    func anOutputThatTakesNothing(redirection: String, reason: String) throws {
        let result = PosixSpawnRunner().run(
            "sh",
            ["-c", "{ \"$0\" rules 2>&3 \(redirection); } 3>&1", BuiltBinary.path]
        )
        #expect(result?.status == 74)
        let sentence = "error: the result could not be written to standard output: \(reason)\n"
        #expect(result?.output.hasPrefix(sentence) == true, "\(result?.output ?? "")")
    }

    @Test func aReaderThatGoesAwayIsNoFault() {
        let command = "{ \"$0\" rules; echo $? >&2; } 2>&1 > /dev/null | cat; \"$0\" rules | head -n 1"
        let result = PosixSpawnRunner().run("sh", ["-c", command, BuiltBinary.path])
        #expect(result?.status == 0)
        #expect(result?.output.hasPrefix("0\n") == true)
    }

    @Test func aMissingPath() throws {
        check(try BuiltBinary().run("lint", "nowhere"), status: 3, says: "no such file or directory")
    }

    @Test(.enabled(if: geteuid() != 0, "root reads everything")) func aFileThatMayNotBeRead() throws {
        let binary = try BuiltBinary()
        try binary.write("msctl.yaml", "apiVersion: msctl.dev/v1\n")
        #expect(chmod("\(binary.directory)/msctl.yaml", 0) == 0)
        check(try binary.run("lint", "msctl.yaml"), status: 3, says: "permission denied")
    }
}
