// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Testing

@testable import Commands

@Suite struct LintCommandTests {
    static let service = """
        apiVersion: msctl.dev/v1
        kind: Service
        metadata:
          name: catalog
        spec:
          owner: team-catalog
          domain: catalog
          image: registry.example/catalog:1.2.3
          provides:
            - { api: catalog, version: v1, http: 8080 }

        """

    @Test func aCleanSystemIsSummarisedOnStandardOutput() async throws {
        let scratch = try Scratch()
        try scratch.write("catalog/msctl.yaml", Self.service)
        let run = await scratch.run("lint")
        #expect(run.status == .done)
        #expect(run.output == "no problems in 1 document, 1 service (0 ms)\n")
        #expect(run.error.isEmpty)
    }

    @Test func anErrorIsShownWithItsPlaceAndEndsWithOne() async throws {
        let scratch = try Scratch()
        try scratch.write("catalog/msctl.yaml", Self.service + "  colour: blue\n")
        let run = await scratch.run("lint")
        #expect(run.status == .findings)
        #expect(run.output.hasPrefix("error[unknown-field]: "))
        #expect(run.output.contains("catalog/msctl.yaml:11:3"))
        #expect(await scratch.run("lint", "--fail-on", "never").status == .done)
    }

    @Test func machineFormatsLeaveNothingElseOnStandardOutput() async throws {
        let scratch = try Scratch()
        try scratch.write("catalog/msctl.yaml", Self.service + "  colour: blue\n")
        let run = await scratch.run("lint", "--format", "json", "--format", "sarif=out.sarif")
        #expect(run.output.hasPrefix("{"))
        #expect(run.output.hasSuffix("}\n"))
        #expect(try scratch.read("out.sarif").contains("\"2.1.0\""))
    }

    @Test func twoFormatsForStandardOutputAreWrongUsage() async throws {
        let run = await (try Scratch()).run("lint", "--format", "json", "--format", "sarif")
        #expect(run.status == .usage)
    }

    @Test func errorsAreAnnotationsInGitHubActions() async throws {
        let scratch = try Scratch()
        try scratch.write("catalog/msctl.yaml", Self.service + "  colour: blue\n")
        let run = await scratch.run("lint") { $0.environment["GITHUB_ACTIONS"] = "true" }
        #expect(run.error.hasPrefix("::error file=catalog/msctl.yaml,line=11"))
    }

    @Test func nothingToReadIsRefused() async throws {
        let scratch = try Scratch()
        try scratch.write("other.yaml", "a: 1\n")
        let run = await scratch.run("lint")
        #expect(run.status == .inputRefused)
        #expect(run.output.hasPrefix("error[no-manifest]: no manifest in `.`"))
    }

    @Test func aFileThatIsNamedIsNotPassedOverWhenItIsBroken() async throws {
        let scratch = try Scratch()
        try scratch.write("broken.yaml", "a: [\n")
        let run = await scratch.run("lint", "broken.yaml")
        #expect(run.status == .inputRefused)
        #expect(run.output.hasPrefix("error[yaml-syntax]"))
        #expect(run.output.contains("broken.yaml:"))
    }

    @Test func aFieldOfAnotherFieldIsSentThere() async throws {
        let scratch = try Scratch()
        try scratch.write("msctl.yaml", Self.service + "  env: { A: b }\n")
        let run = await scratch.run("lint")
        #expect(run.output.contains("it belongs below `run`: `run: { env: … }`"))
    }

    @Test func whatRefusesAnotherCommandCountsNoDocuments() async throws {
        let scratch = try Scratch()
        try scratch.write("msctl.yaml", Self.service + "  colour: blue\n")
        let run = await scratch.run("plan", "--env", "sandbox")
        #expect(run.status == .inputRefused)
        #expect(run.error.contains("\n1 error\n"))
        #expect(!run.error.contains("documents"))
    }

    @Test func anUnknownRuleOrEnvironmentIsWrongUsageWithTheNearestName() async throws {
        let scratch = try Scratch()
        try scratch.write("msctl.yaml", Self.service)
        let rule = await scratch.run("lint", "--only", "shared-databse")
        #expect(rule.status == .usage)
        #expect(rule.error.contains("did you mean `shared-database`?"))
        #expect(await scratch.run("lint", "--env", "prod").status == .usage)
    }

    @Test func quietSaysNothingAboutACleanSystem() async throws {
        let scratch = try Scratch()
        try scratch.write("msctl.yaml", Self.service)
        let run = await scratch.run("lint", "--quiet")
        #expect(run.output.isEmpty && run.error.isEmpty)
    }
}
