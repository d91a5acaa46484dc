// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Glibc
import Testing

@testable import Commands

/// Who reads JSON is told of every error in JSON, beside the text for people.
@Suite struct MachineFormTests {
    private func system() throws -> Scratch {
        let scratch = try Scratch()
        try scratch.write("catalog/msctl.yaml", LintCommandTests.service)
        return scratch
    }

    /// The one line on standard output, which is all that there is.
    private func answer(_ run: CommandRun) throws -> JSONValue {
        let lines = run.output.split(separator: "\n")
        try #require(lines.count == 1, "\(run.output)")
        return try JSONReader.read(Array(lines[0].utf8))
    }

    @Test(arguments: [
        ["status", "--env", "prdo", "--format", "json"], ["history", "--format=json"],
        ["why", "catalog", "--format", "json"], ["plan", "--env", "prdo", "--format", "json"],
        ["adopt", "--env", "prdo", "--format", "json"], ["events", "catalog", "--format", "json"],
        ["scale", "catalog=2", "--env", "prdo", "--format", "json"],
        ["rollback", "catalog", "--env", "prdo", "--format", "json"],
        ["graph", "path", "catalog", "nothing", "--format", "json"],
        ["lint", "--env", "prdo", "--format", "json"],
    ])
    func everyCommandAnswersWithAnObject(arguments: [String]) async throws {
        let run = await (try system()).run(arguments)
        let answer = try answer(run)
        #expect(answer["version"] == .integer(1))
        #expect(answer["error"]?["kind"]?.string == run.status.kind)
        #expect(answer["error"]?["exitStatus"] == .integer(Int64(run.status.code)))
        let message = try #require(answer["error"]?["message"]?.string)
        #expect(run.status != .done && run.error.contains("error: \(message)"))
    }

    @Test func theLastEventOfADeployIsItsError() async throws {
        let run = await (try system()).run("deploy", "--env", "prdo", "--format", "jsonl")
        let answer = try answer(run)
        #expect(run.status == .usage)
        #expect(answer["event"] == "error")
        #expect(answer["error"]?["message"] == "there is no Environment `prdo`")
        #expect(answer["error"]?["notes"] == ["no Environment document was found"])
    }

    @Test func wrongUsageIsToldBeforeAnythingIsParsed() async throws {
        let scratch = try system()
        let bad = await scratch.run("rollback", "catalog", "--to", "x", "--format", "json")
        #expect(bad.status == .usage)
        let message = try #require(try answer(bad)["error"]?["message"]?.string)
        #expect(message.contains("`x` is not a revision"))
        #expect(!message.contains("Usage:"))
        let value = await scratch.run("deploy", "--lock", "wiat", "--format", "json")
        #expect(try answer(value)["error"]?["help"] == "did you mean `wait`?")
        let slip = await scratch.run("stauts", "--format", "json")
        #expect(try answer(slip)["error"]?["help"] == "did you mean `msctl status`?")
    }

    @Test func whatIsWrongWithManifestsIsListedAsLintDoes() async throws {
        let scratch = try system()
        try scratch.write(
            "catalog/msctl.yaml",
            LintCommandTests.service.replacing("kind: Service", with: "kind: Service\nflavour: x")
        )
        let run = await scratch.run("plan", "--env", "sandbox", "--format", "json")
        #expect(run.status == .inputRefused)
        let lint = await scratch.run("lint", "--format", "json")
        let listed = try JSONReader.read(Array(lint.output.utf8))["diagnostics"]?.array ?? []
        let told = try answer(run)["error"]?["diagnostics"]?.array ?? []
        let known = try #require(told.first)
        #expect(known["headline"]?.string?.contains("flavour") == true)
        #expect(known["primary"]?["path"] == "catalog/msctl.yaml")
        #expect(listed.map { $0["primary"] }.contains(known["primary"]))
    }

    /// The document says what the process ends with: 129 where the terminal is gone, and a later signal changes nothing.
    @Test(arguments: [(SIGHUP, "hung-up", 129), (SIGINT, "interrupted", 130), (SIGTERM, "interrupted", 130)])
    func aSignalIsInTheDocument(signal: Int32, kind: String, code: Int64) async throws {
        let interruption = InterruptionWords()
        interruption.receive(signal)
        let arguments = ["status", "--env", "prdo", "--format", "json"]
        let run = await (try system()).run(arguments) { $0.interruption = interruption }
        let answer = try answer(run)
        #expect(answer["error"]?["kind"]?.string == kind)
        #expect(answer["error"]?["exitStatus"] == .integer(code))
        #expect(Int64(run.status.code) == code)
    }

    @Test func aSignalAfterTheDocumentChangesNothing() async throws {
        let interruption = InterruptionWords()
        let arguments = ["status", "--env", "prdo", "--format", "json"]
        let run = await (try system()).run(arguments) { $0.interruption = interruption }
        interruption.receive(SIGHUP)
        #expect(run.status == .usage)
        #expect(interruption.conclude(run.status) == .usage)
    }

    @Test func whoDoesNotReadJSONGetsNone() async throws {
        let scratch = try system()
        let formats = [
            [], ["--format", "human"], ["--format", "json=report.json"], ["--", "--format", "json"],
        ]
        for format in formats {
            let run = await scratch.run(["lint", "--env", "prdo"] + format)
            #expect(run.status == .usage)
            #expect(run.output.isEmpty, "\(format)")
        }
    }
}
