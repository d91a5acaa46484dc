// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Testing

@testable import Commands

/// What `status` and `why` say of a sandbox whose state was changed between the commands.
@Suite struct StatusCommandTests {
    private static let place = ["--env", "sandbox", "--state", "state.json"]

    private func deployed(_ names: String...) async throws -> Scratch {
        let scratch = try Scratch()
        try scratch.write("msctl.yaml", SampleManifest.system)
        for name in names { try scratch.write("\(name)/msctl.yaml", SampleManifest.service(name)) }
        let run = await scratch.run(["deploy", "--fail-on", "never", "--soak", "0s"] + Self.place)
        try #require(run.status == .done, "\(run.output)\(run.error)")
        return scratch
    }

    private func ask(_ scratch: Scratch, _ command: String...) async -> CommandRun {
        await scratch.run(command + Self.place)
    }

    /// Takes an object out of the state, as if somebody had deleted it.
    private func forget(_ resource: String, _ name: String, in scratch: Scratch) throws {
        let lines = try scratch.read("state.json").split(separator: "\n").compactMap { line -> String? in
            var entry = try JSONReader.read(Array(line.utf8))
            // The count of objects would tell that one is lost.
            entry["objects"] = nil
            let isMeant = entry["resource"]?.string == resource && entry["name"]?.string == name
            return isMeant ? nil : String(decoding: entry.bytes(), as: UTF8.self)
        }
        try scratch.write("state.json", lines.joined(separator: "\n") + "\n")
    }

    @Test func doctorSaysThatADeployMakesTheNamespace() async throws {
        let scratch = try await deployed("web")
        let sentence = "the namespace `shop` does not exist yet: a deploy makes it"
        let after = await ask(scratch, "doctor")
        #expect(after.status == .done && !after.output.contains(sentence), "\(after.output)\(after.error)")
        let before = await scratch.run("doctor", "--env", "sandbox", "--state", "new.json")
        #expect(before.status == .done && before.output.contains(sentence), "\(before.output)\(before.error)")
    }

    @Test func doctorTellsProgramsTheSame() async throws {
        let scratch = try await deployed("web")
        let people = await ask(scratch, "doctor")
        let run = await ask(scratch, "doctor", "--format", "json")
        #expect(run.status == .done && run.error == people.error)
        let report = try JSONReader.read(Array(run.output.utf8))
        #expect(report["version"] == 1)
        #expect(report["isReady"] == true)
        #expect(report["namespace"] == "shop")
        let checks = report["checks"]?.array ?? []
        #expect(checks.map { $0["check"]?.string } == ["server", "rights"])
        #expect(checks.allSatisfy { $0["state"] == "ok" })
        let messages = checks.compactMap { $0["message"]?.string }
        #expect(messages.allSatisfy { people.output.contains("✔ \($0)") })
        let before = await scratch.run(
            "doctor",
            "--env",
            "sandbox",
            "--state",
            "new.json",
            "--format",
            "json"
        )
        #expect(before.output.contains("\"state\": \"note\""), "\(before.output)")
    }

    @Test func aNamespaceThatIsNotThereIsNamedWithTheOneThatIsMeant() async throws {
        let scratch = try await deployed("web")
        let here = "  nothing is deployed here"
        let commands = [
            ["status"], ["status", "web"], ["history"], ["why", "web"], ["logs", "web"], ["events", "web"],
            ["scale", "web=2"], ["rollback", "web"],
        ]
        for command in commands {
            let typo = await scratch.run(command + ["-n", "shpo"] + Self.place)
            #expect(typo.status == .usage, "\(command)")
            #expect(typo.error.contains("error: the namespace `shpo` does not exist\n"), "\(typo.error)")
            #expect(typo.error.contains("help: did you mean `shop`?"), "\(typo.error)")
        }
        let json = await ask(scratch, "status", "-n", "shpo", "--format", "json")
        let error = try JSONReader.read(Array(json.output.utf8))["error"]
        #expect(error?["help"] == "did you mean `shop`?")
        let far = await ask(scratch, "status", "-n", "elsewhere")
        #expect(far.error.contains("help: leave `--namespace` out for that of the Environment"))
        // One that is there and has nothing of the system is another thing.
        let empty = await ask(scratch, "status", "-n", "default")
        #expect(empty.status == .done)
        #expect(empty.output.hasSuffix("\(here)\n"), "\(empty.output)")
    }

    /// Before the first deploy there is none, and nothing is wrong with that.
    @Test func aNamespaceThatIsYetToBeMadeIsAnAnswer() async throws {
        let scratch = try await deployed("web")
        try scratch.write("msctl.yaml", SampleManifest.system.replacing("name: shop", with: "name: other"))
        let before = await ask(scratch, "status")
        #expect(before.status == .done, "\(before.error)")
        let words = "  nothing is deployed here: the namespace `other` does not exist\n"
        #expect(before.output.hasSuffix(words), "\(before.output)")
    }

    @Test func aServiceThatCannotBeReachedIsNotWell() async throws {
        let scratch = try await deployed("web", "payments")
        #expect(await ask(scratch, "status", "--exit-status").status == .done)
        try forget("services", "payments", in: scratch)
        let status = await ask(scratch, "status", "--exit-status")
        #expect(status.status == .unhealthy)
        #expect(status.output.contains("✔ web"))
        #expect(status.output.contains("✖ payments"))
        #expect(status.output.contains("`Service shop/payments` has been deleted"))
        #expect(await ask(scratch, "status", "web", "--exit-status").status == .done)
        let why = await ask(scratch, "why", "payments")
        #expect(why.output.contains("✖ payments"))
        #expect(why.output.contains("`Service shop/payments` has been deleted"))
        #expect(!why.output.contains("nothing is wrong"))
        let json = await ask(scratch, "status", "payments", "--format", "json")
        #expect(json.output.contains("\"object-gone\""))
    }

    @Test func aServiceWithoutAManifestIsShownAsSuch() async throws {
        let scratch = try await deployed("web", "gateway")
        let sentence = "deployed, and no manifest declares it"
        #expect(await !ask(scratch, "status").output.contains(sentence))
        _ = PosixSpawnRunner().run("rm", ["-r", "\(scratch.directory)/gateway"])
        for command in [["status"], ["status", "."]] {
            let status = await scratch.run(command + Self.place)
            #expect(status.output.contains("✔ gateway"))
            #expect(status.output.contains(sentence))
        }
        // Whoever asks about one service is told about that one.
        let one = await ask(scratch, "status", "web")
        #expect(!one.output.contains("gateway"))
        let json = await ask(scratch, "status", "--format", "json")
        #expect(json.output.contains("isDeclared"))
    }

    /// A word that names a service means it, also one that only the cluster knows.
    @Test func aDirectoryOfTheSameNameHidesNoServiceThatIsDeployed() async throws {
        let scratch = try await deployed("web", "old")
        try scratch.write("old/msctl.yaml", SampleManifest.service("renamed"))
        try forget("services", "old", in: scratch)
        let status = await ask(scratch, "status", "old", ".", "--exit-status")
        #expect(status.status == .unhealthy, "\(status.output)\(status.error)")
        #expect(status.output.contains("`Service shop/old` has been deleted"), "\(status.output)")
        let history = await ask(scratch, "history", "old", ".")
        #expect(history.output.contains("old "), "\(history.output)")
    }

    @Test func whatElseIsAmissStandsBelowTheCause() {
        let others = ["`Service shop/web` has been deleted", "`Ingress shop/web` has been deleted"]
        #expect(FailureText.others(others, besides: nil).count == 2)
        #expect(FailureText.others([], besides: nil).isEmpty)
        #expect(FailureText.others(others, besides: nil).last == "also       \(others[1])")
    }
}
