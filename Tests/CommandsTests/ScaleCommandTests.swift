// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Testing

@testable import Commands

@Suite struct ScaleCommandTests {
    private static let place = ["--env", "sandbox", "--state", "state.json"]

    /// A service with two replicas.
    private func deployed() async throws -> Scratch {
        let scratch = try Scratch()
        try scratch.write("catalog/msctl.yaml", LintCommandTests.service + "  scale: 2\n")
        let run = await scratch.run(["deploy", "--fail-on", "never", "--soak", "0s"] + Self.place)
        try #require(run.status == .done, "\(run.output)\(run.error)")
        return scratch
    }

    /// Two services, `cart` and `web`, with a replica each.
    private func deployedTwo() async throws -> Scratch {
        let scratch = try Scratch()
        try scratch.write("msctl.yaml", SampleManifest.system)
        for name in ["cart", "web"] {
            try scratch.write("\(name)/msctl.yaml", SampleManifest.service(name) + "  scale: 1\n")
        }
        let run = await scratch.run(["deploy", "--fail-on", "never", "--soak", "0s"] + Self.place)
        try #require(run.status == .done, "\(run.output)\(run.error)")
        return scratch
    }

    @Test func manyTimesWhatThereIsHasToBeMeant() async throws {
        let scratch = try await deployed()
        let slip = await scratch.run(["scale", "catalog=99"] + Self.place)
        #expect(slip.status == .usage)
        let reason = "99 replicas are more than ten times the 2 that it has now; with `--yes` they are meant"
        #expect(slip.error.contains("`catalog` cannot be scaled: \(reason)"), "\(slip.error)")
        #expect(slip.output.isEmpty)
        let meant = await scratch.run(["scale", "catalog=99", "--yes"] + Self.place)
        #expect(meant.status == .done && meant.output.hasPrefix("catalog: 2 → 99"), "\(meant.output)")
    }

    @Test func severalServicesAreOneDocument() async throws {
        let scratch = try await deployedTwo()
        let both = await scratch.run(["scale", "web=2", "cart=3", "--format", "json"] + Self.place)
        #expect(both.status == .done)
        let list = try JSONReader.read(Array(both.output.utf8)).array ?? []
        #expect(list.map { $0["service"]?.string } == ["web", "cart"])
        #expect(list.map { $0["after"]?.string } == ["2", "3"])
        let one = await scratch.run(["scale", "web=4", "--format", "json"] + Self.place)
        #expect(try JSONReader.read(Array(one.output.utf8))["after"] == "4")
    }

    @Test func aPathIsNotTakenForAService() async throws {
        for word in ["manifests/shop", "manifests/shop=3"] {
            let run = await (try Scratch()).run(["scale", word] + Self.place)
            #expect(run.status == .usage)
            #expect(run.error.contains("write `orders=3`") && run.error.contains("paths go to `--from`"))
        }
    }

    @Test func nobodyIsAskedAboutALittleMore() async throws {
        let scratch = try await deployed()
        #expect(await scratch.run(["scale", "catalog=50"] + Self.place).status == .done)
        #expect(await scratch.run(["scale", "catalog=200"] + Self.place).status == .done)
    }

    /// The shell learns from 130 that something may be written; the text says what.
    @Test func whoInterruptsIsToldWhatWasScaled() async throws {
        let scratch = try await deployedTwo()
        let failure = ScaleCommand.interrupted(["web", "cart"], [])
        #expect(
            failure.notes == [
                "nothing was scaled before that",
                "whether `web` was is not known: its scale may have been under way",
            ]
        )
        // The line of the first service is written by the task that goes on with the second.
        let error = Capture()
        let status = await Task {
            await Program.run(
                ["scale", "web=2", "cart=3"] + Self.place,
                in: scratch.context {
                    $0.standardOutput = { _ in withUnsafeCurrentTask { $0?.cancel() } }
                    $0.standardError = { error.append($0) }
                }
            )
        }.value
        #expect(status == .interrupted)
        #expect(error.text.contains("  = scaled before that: web: 1 → 2   "), "\(error.text)")
        #expect(error.text.contains("  = whether `cart` was is not known"), "\(error.text)")
    }
}
