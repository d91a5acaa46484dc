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

    @Test(arguments: ["", "127.0.0.0/8", "*"])
    func theProxyOfAKubeconfigIsUsedWhateverTheEnvironmentSays(exceptions: String) throws {
        // C2.3
        let binary = try BuiltBinary()
        binary.copySystem("shop")
        try binary.write(
            "config",
            """
            current-context: c
            clusters: [{name: c, cluster: {server: "http://127.0.0.2:1", proxy-url: "http://127.0.0.1:1"}}]
            contexts: [{name: c, context: {cluster: c}}]
            """
        )
        let words = ["status", "shop", "--env", "dev", "--kubeconfig", "config", "--context", "c"]
        let result = try binary.run(words, environment: ["NO_PROXY": exceptions])
        #expect(result.status != 0)
        #expect(result.error.contains("Failed to connect to 127.0.0.1 port 1"), "\(result.error)")
    }

    /// libcurl quotes a proxy that it does not understand, password and all.
    @Test(arguments: [
        "http://u:s3c/ret@127.0.0.1:1", "http://u:s3cret@127.0.0.1:99999", "ftp://u:s3cret@127.0.0.1:1",
    ])
    func aProxyOfTheEnvironmentThatIsNoneIsNamedWithoutItsPassword(proxy: String) throws {
        // C2.3
        let binary = try BuiltBinary()
        binary.copySystem("shop")
        try binary.write(
            "config",
            """
            current-context: c
            clusters: [{name: c, cluster: {server: "https://192.0.2.1"}}]
            contexts: [{name: c, context: {cluster: c}}]
            """
        )
        let words = [
            "status", "shop", "--env", "dev", "--kubeconfig", "config", "--context", "c", "-v", "--format",
            "json",
        ]
        let result = try binary.run(words, environment: ["HTTPS_PROXY": proxy, "NO_PROXY": ""])
        #expect(result.status != 0)
        #expect(result.error.contains("`HTTPS_PROXY`"), "\(result.error)")
        #expect(!result.error.contains("s3c") && !result.output.contains("s3c"), "\(result.error)")
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
