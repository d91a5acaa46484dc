// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient
import Sandbox
import Testing

@testable import Commands

/// A value in every secret place of a kubeconfig, and in the environment of a service, is never printed.
@Suite struct SecretMarkerTests {
    private static let marker = "m4rk3r-of-secrets"

    private static let manifests = """
        \(SampleManifest.system)---
        \(SampleManifest.environment)---
        \(SampleManifest.service("web"))  run: { env: { CONNECTION: "postgres://u:MARKER@db/x" } }
          patches:
            - target: Deployment
              op: merge
              reason: test
              value: { spec: { template: { metadata: { annotations: { sandbox.msctl.dev/fail: FAULT,
                sandbox.msctl.dev/logs: "cannot reach postgres://u:MARKER@db/x" } } } } }
        """

    private struct User: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var user: String
        var cluster = "server: \"https://127.0.0.1:1\", insecure-skip-tls-verify: true"
    }

    /// The header of an encrypted key with the marker behind it.
    private static let encrypted =
        "LS0tLS1CRUdJTiBFTkNSWVBURUQgUFJJVkFURSBLRVktLS0tLQptNHJrM3Itb2Ytc2VjcmV0cwo="

    private static let users = [
        User(testDescription: "token", user: "token: MARKER"),
        User(
            testDescription: "token over plain HTTP",
            user: "token: MARKER",
            cluster: "server: \"http://127.0.0.1:1\""
        ),
        User(testDescription: "token file", user: "tokenFile: ./token"),
        User(testDescription: "password", user: "username: u, password: MARKER"),
        User(testDescription: "client key", user: "client-certificate-data: TUFSS0VS, client-key-data: KEY"),
        User(
            testDescription: "damaged client key",
            user: "client-certificate-data: TUFSS0VS, client-key-data: MARKER!"
        ),
        User(testDescription: "plugin", user: plugin("./good")),
        User(testDescription: "plugin that prints no JSON", user: plugin("./garbage")),
        User(testDescription: "plugin that prints another kind", user: plugin("./other")),
        User(testDescription: "plugin that fails", user: plugin("./failing")),
        User(
            testDescription: "proxy password",
            user: "token: MARKER",
            cluster: "server: \"https://127.0.0.1:1\", proxy-url: \"http://u:MARKER@127.0.0.1:1\""
        ),
        User(
            testDescription: "proxy password that is not escaped",
            user: "token: MARKER",
            cluster: "server: \"https://192.0.2.1\", proxy-url: \"http://u:MARKER/1@127.0.0.1:1\""
        ),
        User(
            testDescription: "proxy with a port that is none",
            user: "token: MARKER",
            cluster: "server: \"https://192.0.2.1\", proxy-url: \"http://u:MARKER@127.0.0.1:99999\""
        ),
        User(
            testDescription: "key behind a passphrase",
            user: "client-certificate-data: TUFSS0VS, client-key-data: \(encrypted)"
        ),
        User(
            testDescription: "password in the address",
            user: "token: MARKER",
            cluster: "server: \"https://u:MARKER@127.0.0.1:1\""
        ),
        User(
            testDescription: "two ways to authenticate",
            user: "token: MARKER, username: u, password: MARKER, " + plugin("./good")
        ),
    ]

    private static func plugin(_ command: String) -> String {
        "exec: { apiVersion: client.authentication.k8s.io/v1, command: \(command), interactiveMode: Never }"
    }

    private func filled(_ text: String) -> String {
        text.split(separator: "MARKER", omittingEmptySubsequences: false).joined(separator: Self.marker)
    }

    private func scratch(fault: String = "\"\"") throws -> Scratch {
        let scratch = try Scratch()
        let manifests = Self.manifests.split(separator: "FAULT").joined(separator: fault)
        try scratch.write("msctl.yaml", filled(manifests))
        try scratch.write("token", Self.marker)
        let kind = #""apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential""#
        let programs = [
            "good": "echo '{\(kind),\"status\":{\"token\":\"\(Self.marker)\"}}'",
            "garbage": "echo \(Self.marker)",
            "other":
                "echo '{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"status\":{\"token\":\"\(Self.marker)\"}}'",
            "failing": "echo \(Self.marker); exit 3",
        ]
        for (name, text) in programs {
            try scratch.write(name, "#!/bin/sh\n\(text)\n")
            _ = PosixSpawnRunner().run("chmod", ["+x", "\(scratch.directory)/\(name)"])
        }
        return scratch
    }

    private static let commands: [[String]] = [
        ["status"], ["status", "--format", "json"], ["why", "web"], ["history"], ["logs", "web"],
        ["events", "web"],
        ["plan"], ["plan", "--format", "json"], ["deploy"], ["deploy", "--format", "json"],
        ["deploy", "--format", "jsonl"], ["rollback", "web"], ["scale", "web=2"], ["adopt"], ["doctor"],
    ]

    @Test(arguments: users)
    private func credentialsAreNotPrinted(user: User) async throws {
        let scratch = try scratch()
        let key = "LS0tLS1CRUdJTiBQUklWQVRFIEtFWS0tLS0tCm00cmszci1vZi1zZWNyZXRzCg=="
        let text = """
            apiVersion: v1
            kind: Config
            clusters: [{ name: c, cluster: { \(user.cluster) } }]
            users: [{ name: u, user: { \(user.user.split(separator: "KEY").joined(separator: key)) } }]
            contexts: [{ name: c, context: { cluster: c, user: u } }]
            current-context: c
            """
        try scratch.write("kubeconfig", filled(text))
        for command in Self.commands {
            let arguments =
                command + ["--env", "test", "--kubeconfig", "\(scratch.directory)/kubeconfig", "-v"]
            let run = await scratch.run(arguments)
            #expect(run.status != .done, "\(command)")
            #expect(run.status != .usage, "\(command): \(run.error)")
            for text in [run.output, run.error] {
                #expect(!text.contains(Self.marker), "\(command): \(text)")
                #expect(!text.contains(key.prefix(24)), "\(command): \(text)")
            }
        }
    }

    /// A state in which the Secret that `run.secrets` asks for is there, made by somebody else.
    private func keepSecret(in path: String) async throws {
        let server = SandboxServer(options: SandboxOptions())
        try await server.keepState(in: path)
        let client = ClusterClient(transport: InProcessTransport(server), options: ClientOptions())
        let namespace = KubernetesObject(
            type: GroupVersionKind(apiVersion: "v1", kind: "Namespace"),
            metadata: ["name": "shop"]
        )
        let secret = KubernetesObject(
            type: GroupVersionKind(apiVersion: "v1", kind: "Secret"),
            metadata: ["name": "web-secrets", "namespace": "shop"],
            members: ["stringData": ["DB_PASSWORD": .string(Self.marker + "\n")]]
        )
        _ = try await client.create(namespace)
        _ = try await client.create(secret)
        await server.releaseState()
    }

    @Test(arguments: ["human", "json", "jsonl"], ["GITHUB_ACTIONS", "GITLAB_CI"])
    func whatAReferredSecretHoldsIsNotPrinted(format: String, pipeline: String) async throws {
        let scratch = try Scratch()
        let manifests = """
            \(SampleManifest.system)---
            \(SampleManifest.service("web"))  run: { secrets: [DB_PASSWORD] }
              patches:
                - target: Deployment
                  op: merge
                  reason: test
                  value: { spec: { template: { metadata: { annotations: { sandbox.msctl.dev/fail: crash-loop,
                    sandbox.msctl.dev/logs: "cannot log in with MARKER" } } } } }
            """
        try scratch.write("msctl.yaml", filled(manifests))
        try await keepSecret(in: "\(scratch.directory)/state")
        let place = ["--env", "sandbox", "--state", "state"]
        let options = ["-v", "--fail-on", "never", "--soak", "0s", "--patience", "1s", "--format", format]
        let run = await scratch.run(["deploy"] + place + options) { $0.environment[pipeline] = "true" }
        #expect(run.status == .notRolledBack, "\(run.error)")
        #expect(run.error.contains(pipeline == "GITHUB_ACTIONS" ? "::error " : "ERROR: msctl: "))
        var texts = [run.output, run.error]
        for command in [
            ["why", "web"], ["why", "web", "--format", "json"], ["status"], ["status", "--format", "json"],
            ["history"], ["history", "web", "--format", "json"],
        ] {
            let run = await scratch.run(command + place)
            #expect(run.status == .done, "\(command): \(run.error)")
            texts += [run.output, run.error]
        }
        // The words are said, and the value is not.
        #expect(texts[0].contains("cannot log in with ‹redacted›"))
        #expect(texts[2].contains("cannot log in with ‹redacted›"))
        for text in texts { #expect(!text.contains(Self.marker), "\(text)") }
        let kept = PosixSpawnRunner().run(
            "grep",
            ["-rl", "cannot log in with", "\(scratch.directory)/.msctl"]
        )
        #expect(kept?.output.contains("summary.txt") == true)
        #expect(kept?.output.contains(".log") == true)
        let files = PosixSpawnRunner().run("grep", ["-rl", Self.marker, "\(scratch.directory)/.msctl"])
        #expect(files?.output == "")
    }

    @Test(arguments: ["human", "json", "jsonl"], ["crash-loop", "image-not-found"])
    func literalsAreNotPrinted(format: String, fault: String) async throws {
        let scratch = try scratch(fault: fault)
        let place = [
            "--env", "sandbox", "--state", "state", "-v", "--fail-on", "never", "--soak", "0s", "--patience",
            "1s",
        ]
        let run = await scratch.run(["deploy", "--format", format] + place)
        #expect(run.status == .notRolledBack)
        var texts = [run.output, run.error]
        for command in [["why", "web"], ["status"], ["events", "web"], ["history"]] {
            let run = await scratch.run(command + ["--env", "sandbox", "--state", "state", "-v"])
            #expect(run.status == .done, "\(command): \(run.error)")
            texts += [run.output, run.error]
        }
        let files = PosixSpawnRunner().run("grep", ["-rl", Self.marker, "\(scratch.directory)/.msctl"])
        #expect(files?.output == "")
        for text in texts { #expect(!text.contains(Self.marker), "\(text)") }
    }
}
