// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Commands
import Testing

@Suite struct BinaryTests {
    @Test func saysItsVersion() throws {
        let result = try BuiltBinary().run("--version")
        #expect(result.status == 0)
        #expect(result.output == "\(Version.current)\n")
        #expect(result.error.isEmpty)
    }

    @Test(arguments: [["--nope"], ["nope"], ["completions", "tcsh"]])
    func wrongUsageIs64OnStandardError(arguments: [String]) throws {
        let result = try BuiltBinary().run(arguments)
        #expect(result.status == 64)
        #expect(result.output.isEmpty)
        #expect(result.error.hasPrefix("error: "))
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func printsCompletions(shell: String) throws {
        let result = try BuiltBinary().run("completions", shell)
        #expect(result.status == 0)
        #expect(result.output.contains("msctl"))
        #expect(result.error.isEmpty)
    }

    /// What users see first must not teach them to look away.
    @Test(arguments: [[], ["--env", "dev"], ["--env", "staging"], ["--env", "prod"]])
    func theShopIsCleanInEveryEnvironment(environment: [String]) throws {
        let shop = "\(BuiltBinary.root)/manifests/shop"
        let result = try BuiltBinary().run(["lint", shop, "--fail-on", "info"] + environment)
        #expect(result.status == 0)
        #expect(result.output.hasPrefix("no problems in "))
    }
}
