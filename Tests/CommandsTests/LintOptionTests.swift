// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Testing

@testable import Commands

/// What `msctl lint` does besides reporting: fixes, baselines, settings, changed files, scorecards.
@Suite struct LintOptionTests {
    private static let service = """
        apiVersion: msctl.dev/v1
        kind: Service
        metadata:
          name: cart # the cart
        spec:
          owner: team-cart
          domain: shop
          image: registry.example/cart:1.2.3
          expose: { host: cart.example.com, tls: false }
          scale: { min: 1, max: 4 }

        """

    private func scratch() throws -> Scratch {
        let scratch = try Scratch()
        try scratch.write("cart/msctl.yaml", Self.service)
        return scratch
    }

    @Test func fixingWritesTheFileOnceAndReportsTheRest() async throws {
        let scratch = try scratch()
        let run = await scratch.run("lint", "--fix", "cart", "--fail-on", "warning")
        #expect(run.error.contains("cart/msctl.yaml: serve TLS only\n"))
        #expect(run.error.contains("1 fix in 1 file\n"))
        #expect(
            try scratch.read("cart/msctl.yaml") == Self.service.replacing("tls: false", with: "tls: true")
        )
        #expect(run.status == .findings)
        #expect(run.output.contains("single-replica") && !run.output.contains("no-tls"))
        let all = await scratch.run("lint", "--fix=all", "--fail-on", "warning")
        #expect(all.status == .done)
        #expect(try scratch.read("cart/msctl.yaml").contains("scale: { min: 2, max: 4 }"))
        #expect(await scratch.run("lint", "--fix=all").error.contains("0 fixes in 0 files\n"))
        #expect(await scratch.run("lint", "--fix", "all").error.contains("0 fixes in 0 files\n"))
    }

    /// What was not read was not judged: no selection and no list of known findings says otherwise.
    @Test(arguments: [
        ["--only", "breaking-change"], ["--write-baseline", "known.json"], ["--baseline", "empty.json"],
        ["--diff"], ["--quiet"],
    ])
    func aFileThatCannotBeReadIsNeverPassedOver(options: [String]) async throws {
        let scratch = try scratch()
        try scratch.write("broken/msctl.yaml", "apiVersion: msctl.dev/v1\nkind: [Service\n")
        _ = await scratch.run("lint", "cart", "--write-baseline", "empty.json")
        let run = await scratch.run(["lint"] + options)
        #expect(run.status == .inputRefused)
        #expect((run.output + run.error).contains("broken/msctl.yaml"))
    }

    @Test func aMistypedPathIsOneErrorAndNoMore() async throws {
        let run = await (try scratch()).run("lint", "nosuch")
        #expect(run.status == .inputRefused)
        #expect(run.output.contains("`nosuch` cannot be read"))
        #expect(!run.output.contains("not judged") && !run.output.contains("were not checked"))
    }

    @Test func aReportThatCannotBeWrittenIsNamed() async throws {
        let run = await (try scratch()).run("lint", "cart", "--format", "sarif=nosuch/x.sarif")
        #expect(run.status == .inputRefused)
        #expect(
            run.error.contains("the report `nosuch/x.sarif` cannot be written: no such file or directory")
        )
    }

    @Test func quietIsForPeopleAndReportsAreWhole() async throws {
        let scratch = try scratch()
        let run = await scratch.run(
            "lint",
            "cart",
            "--quiet",
            "--format",
            "human",
            "--format",
            "json=all.json"
        )
        #expect(run.output.contains("no-tls") && !run.output.contains("single-replica"))
        let report = try scratch.read("all.json")
        #expect(report.contains("no-tls") && report.contains("single-replica"))
    }

    @Test func aDifferenceIsPrintedAndNothingWritten() async throws {
        let scratch = try scratch()
        let run = await scratch.run("lint", "--diff")
        #expect(run.status == .findings)
        #expect(run.output.hasPrefix("--- a/cart/msctl.yaml\n+++ b/cart/msctl.yaml\n@@ "))
        #expect(run.output.contains("-  expose: { host: cart.example.com, tls: false }\n"))
        #expect(run.output.contains("+  expose: { host: cart.example.com, tls: true }\n"))
        #expect(try scratch.read("cart/msctl.yaml") == Self.service)
    }

    @Test func aBaselineLeavesOnlyNewFindings() async throws {
        let scratch = try scratch()
        #expect(await scratch.run("lint", "--write-baseline", "known.json").status == .done)
        #expect(await scratch.run("lint", "--baseline", "known.json", "--fail-on", "info").status == .done)
        try scratch.write("cart/msctl.yaml", Self.service + "  deploy: { history: 0 }\n")
        let run = await scratch.run(
            "lint",
            "--baseline",
            "known.json",
            "--fail-on",
            "info",
            "--format",
            "concise"
        )
        #expect(run.status == .findings)
        #expect(run.output.split(separator: "\n").count == 1 && run.output.contains("no-rollback"))
        #expect(run.error.contains("2 known from known.json\n"))
        #expect(await scratch.run("lint", "--baseline", "none.json").status == .usage)
    }

    @Test func settingsDecideAboutSeveritiesAndFailure() async throws {
        let scratch = try scratch()
        try scratch.write(".msctl.yaml", "lint:\n  failOn: warning\n  rules: { no-tls: off }\n")
        let run = await scratch.run("lint", "--format", "concise")
        #expect(run.status == .findings)
        #expect(!run.output.contains("no-tls") && run.output.contains("warning[single-replica]"))
        #expect(await scratch.run("lint", "--fail-on", "error").status == .done)
        try scratch.write(".msctl.yaml", "lint:\n  failon: warning\n")
        let wrong = await scratch.run("lint")
        #expect(wrong.status == .inputRefused)
        #expect(wrong.error.contains("did you mean `failOn`?"))
    }

    @Test func wrongSettingsStandInTheReportsThatWereAskedFor() async throws {
        let scratch = try scratch()
        try scratch.write(".msctl.yaml", "lint:\n  failon: warning\n")
        try scratch.write("old.sarif", "of yesterday")
        let run = await scratch.run("lint", "--format", "json", "--format", "sarif=old.sarif")
        #expect(run.status == .inputRefused)
        #expect(run.output.hasPrefix("{") && run.output.contains("\"unknown-field\""))
        #expect(try scratch.read("old.sarif").contains("\"ruleId\": \"unknown-field\""))
        #expect(await scratch.run("lint", "--format", "human").output.isEmpty)
    }

    @Test func everyConsumerGetsItsFormatInOneRun() async throws {
        let scratch = try scratch()
        let formats = ["sarif", "junit", "gitlab", "checkstyle", "markdown", "json", "github", "concise"]
        _ = await Program.run(
            ["lint"] + formats.flatMap { ["--format", "\($0)=out/\($0)"] },
            in: scratch.context { try? $0.files.makeDirectory(scratch.directory + "/out") }
        )
        for format in formats { #expect(try scratch.read("out/\(format)").contains("no-tls")) }
    }

    @Test func theScorecardNamesWhatIsMissing() async throws {
        let run = await (try scratch()).run("lint", "--scorecard")
        #expect(run.output.contains("cart     none   no-tls\n"))
        #expect(run.output.hasSuffix("1 none\n"))
        #expect(run.status == .findings)
    }

    @Test func onlyChangedServicesAreLookedAt() async throws {
        let scratch = try scratch()
        try scratch.write("other/msctl.yaml", Self.service.replacing("name: cart", with: "name: other"))
        try scratch.commitAll()
        try scratch.write("other/main.go", "package main\n")
        let run = await scratch.run("lint", "--since", "main", "--format", "concise") {
            $0.programs = PosixSpawnRunner()
        }
        #expect(!run.output.isEmpty)
        #expect(run.output.split(separator: "\n").allSatisfy { $0.hasPrefix("other/msctl.yaml:") })
    }
}
