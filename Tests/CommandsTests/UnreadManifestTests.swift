// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Testing

@testable import Commands

/// What is deployed can be asked about and mended while a manifest of somebody else cannot be read.
@Suite struct UnreadManifestTests {
    private static let place = ["--env", "sandbox", "--state", "state.json"]
    private static let syntaxError =
        "apiVersion: msctl.dev/v1\nkind: Service\nmetadata:\n  name: [broken\n"
    private static let schemaError = SampleManifest.service("web") + "  imge: nothing\n"

    /// `payments` and `web` are deployed twice, each time with another image.
    private func scratch() async throws -> Scratch {
        let scratch = try Scratch()
        try scratch.write("msctl.yaml", SampleManifest.system)
        for version in ["1", "2"] {
            for name in ["payments", "web"] {
                let manifest = SampleManifest.service(name).replacing("\(name):1", with: "\(name):\(version)")
                try scratch.write("services/\(name)/msctl.yaml", manifest)
            }
            let run = await scratch.run(["deploy", "--fail-on", "never", "--soak", "0s"] + Self.place)
            try #require(run.status == .done, "\(run.output)\(run.error)")
        }
        return scratch
    }

    @Test(arguments: [syntaxError, schemaError])
    func whoAsksOrGoesBackIsWarned(manifest: String) async throws {
        let scratch = try await scratch()
        try scratch.write("services/web/msctl.yaml", manifest)
        let commands = [
            ["status"], ["status", "web"], ["why", "payments"], ["logs", "web"], ["history", "payments"],
            ["events", "payments"], ["scale", "web=2"], ["doctor"], ["rollback", "payments", "--soak", "0s"],
            ["rollback", "web", "--soak", "0s"],
        ]
        for command in commands {
            let run = await scratch.run(command + Self.place)
            #expect(run.status == .done, "\(command): \(run.error)")
            #expect(run.error.contains("warning: services/web/msctl.yaml:"), "\(command): \(run.error)")
            #expect(run.error.contains("cannot be read, and the rest is looked at: "), "\(command)")
        }
    }

    @Test(arguments: [["plan"], ["plan", "payments"], ["deploy"], ["deploy", "payments"], ["adopt"]])
    func whoWritesWhatManifestsSayIsRefused(command: [String]) async throws {
        let scratch = try await scratch()
        try scratch.write("services/web/msctl.yaml", Self.syntaxError)
        let run = await scratch.run(command + Self.place)
        #expect(run.status == .inputRefused)
        #expect(run.error.contains("1 finding in the way; nothing was attempted"), "\(run.error)")
    }

    @Test func aServiceThatMayBeDeclaredWhereNothingCanBeReadIsNotJustUnknown() async throws {
        let scratch = try await scratch()
        try scratch.write("services/web/msctl.yaml", Self.syntaxError)
        let run = await scratch.run(["deploy", "web"] + Self.place)
        #expect(run.status == .usage)
        #expect(run.error.contains("there is no service and no path `web`"), "\(run.error)")
        #expect(run.error.contains("= services/web/msctl.yaml:"), "\(run.error)")
    }

    /// A service and the directory of its manifest often have one name.
    @Test func aDirectoryWhoseManifestCannotBeReadIsTakenForItsService() async throws {
        let scratch = try await scratch()
        try scratch.write("services/web/msctl.yaml", "")
        try scratch.write("web/msctl.yaml", Self.syntaxError)
        let run = await scratch.run(["history", "web"] + Self.place)
        #expect(run.status == .done, "\(run.error)")
        #expect(run.output.contains("web      r2 *"), "\(run.output)")
    }

    /// One file for each service in one directory: the directory is no service.
    @Test func aDirectoryOfSeveralServicesIsAPathAlthoughOneCannotBeRead() async throws {
        let scratch = try await scratch()
        for name in ["payments", "web"] {
            try scratch.write("services/\(name).yaml", try scratch.read("services/\(name)/msctl.yaml"))
            try scratch.write("services/\(name)/msctl.yaml", "")
        }
        try scratch.write("services/web.yaml", Self.syntaxError)
        let run = await scratch.run(["status", "services"] + Self.place)
        let path = await scratch.run(["status", "./services"] + Self.place)
        #expect(run.status == path.status, "\(run.error)")
        #expect(run.output == path.output)
        #expect(!run.error.contains("there is no service"), "\(run.error)")
    }

    /// Of two directories of one name, the one in which nothing is wrong is a path.
    @Test func aDirectoryIsNotTakenForAnotherOfItsName() async throws {
        let scratch = try await scratch()
        try scratch.write("other/web/msctl.yaml", Self.syntaxError)
        try scratch.write("services/web/msctl.yaml", "")
        try scratch.write("web/gateway.yaml", SampleManifest.service("gateway"))
        let run = await scratch.run(["status", "web"] + Self.place)
        let path = await scratch.run(["status", "./web"] + Self.place)
        #expect(run.status == path.status, "\(run.error)")
        #expect(run.output == path.output)
    }

    @Test func nothingIsConcludedFromWhatCannotBeRead() async throws {
        let scratch = try await scratch()
        try scratch.write("services/web/msctl.yaml", Self.syntaxError)
        let status = await scratch.run(["status"] + Self.place)
        #expect(status.output.contains("✔ web"), "\(status.output)")
        #expect(!status.output.contains("no manifest declares it"), "\(status.output)")
        let history = await scratch.run(["history"] + Self.place)
        #expect(history.output.contains("web       r2 *"), "\(history.output)")
        let typo = await scratch.run(["rollback", "wbe"] + Self.place)
        #expect(typo.status == .usage)
        #expect(typo.error.contains("and no manifest that can be read declares it"), "\(typo.error)")
    }

    @Test(arguments: [
        "apiVersion: msctl.dev/v1\nkind: System\nmetadata:\n  name: [shop\n",
        SampleManifest.system.replacing("metadata: { name: shop }", with: "metadata: { nme: shop }"),
        SampleManifest.system.replacing("domains:", with: "domain:"),
    ])
    func whereTheSystemIsInDoubtNothingIsGuessed(system: String) async throws {
        let scratch = try await scratch()
        try scratch.write("msctl.yaml", system)
        for command in [["status"], ["rollback", "web"], ["scale", "web=2"]] {
            let run = await scratch.run(command + Self.place)
            #expect(run.status == .inputRefused, "\(command): \(run.error)")
        }
    }

    @Test func whereTheEnvironmentIsInDoubtNothingIsGuessed() async throws {
        let scratch = try await scratch()
        for environment in [
            SampleManifest.environment.replacing("namespace: shop", with: "namspace: shop"),
            SampleManifest.environment.replacing("namespace: shop", with: "namespace: [shop]"),
            SampleManifest.environment.replacing("name: test", with: "name: [test"),
        ] {
            try scratch.write("test.yaml", environment)
            let run = await scratch.run("rollback", "web", "--env", "test")
            #expect(run.status == .inputRefused, "\(run.error)")
            #expect(run.error.contains("nothing was attempted"), "\(run.error)")
        }
    }

    @Test func ofManyFilesAFewAreNamed() async throws {
        let scratch = try await scratch()
        for name in ["a", "b", "c", "d", "e"] {
            try scratch.write("\(name)/msctl.yaml", Self.syntaxError)
        }
        let run = await scratch.run(["status"] + Self.place)
        #expect(run.status == .done)
        #expect(run.error.split(separator: "\n").count == 4, "\(run.error)")
        #expect(run.error.contains("warning: 2 more files cannot be read; `msctl lint` shows all errors"))
        #expect(await scratch.run(["status", "--quiet"] + Self.place).error.isEmpty)
    }
}
