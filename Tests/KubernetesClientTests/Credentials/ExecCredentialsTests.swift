// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import NIOConcurrencyHelpers
import Testing

@testable import KubernetesClient

@Suite struct ExecCredentialsTests {
    private static let user = """
        exec: {command: bin/login, args: [a], apiVersion: client.authentication.k8s.io/v1, interactiveMode: IfAvailable, \
        provideClusterInfo: true, env: [{name: X, value: y}], installHint: "get\\e[31m it"}
        """

    private final class Plugin: Sendable {
        let state: NIOLockedValueBox<(answers: [String], runs: [ProgramRun])>
        init(_ answers: [String]) { state = NIOLockedValueBox((answers, [])) }
        var runs: [ProgramRun] { state.withLockedValue { $0.runs } }

        func load() throws -> ClusterConfiguration {
            try .load(
                system: system(
                    ["/h/.kube/config": kubeconfig(user: ExecCredentialsTests.user)],
                    ["HOME": "/h"]
                ) {
                    (run) async throws(CredentialError) in
                    let answer = self.state.withLockedValue { state -> String? in
                        state.runs.append(run)
                        return state.answers.isEmpty ? nil : state.answers.removeFirst()
                    }
                    guard let answer else { throw CredentialError("it is not installed") }
                    return Array(answer.utf8)
                }
            )
        }
    }

    private func answer(_ status: String, version: String = "v1") -> String {
        #"{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/\#(version)","status":{\#(status)}}"#
    }

    @Test func tellsThePluginAboutTheClusterAndResolvesItsPath() async throws {
        // C5.1, C5.2
        let plugin = Plugin([answer(#""token":"t1""#)])
        #expect(try await plugin.load().credentials.current().identity == .bearer(Redacted("t1")))
        let run = try #require(plugin.runs.first)
        #expect(run.command == "/h/.kube/bin/login")
        #expect(run.arguments == ["a"])
        #expect(run.environment.contains("X=y") && run.environment.contains("HOME=/h"))
        let info = try #require(run.environment.first { $0.hasPrefix("KUBERNETES_EXEC_INFO=") })
        let value = try JSONReader.read(String(info.dropFirst("KUBERNETES_EXEC_INFO=".count)))
        #expect(value["kind"] == "ExecCredential")
        #expect(value[path: "spec", "interactive"] == false)
        #expect(value[path: "spec", "cluster", "server"] == "https://one:6443")
    }

    @Test func keepsCredentialsUntilTheyExpireOrAreRefused() async throws {
        // C5.3, C5.4
        let plugin = Plugin([
            answer(#""token":"t1""#), answer(#""token":"t2","expirationTimestamp":"1970-01-01T00:00:00Z""#),
            answer(#""token":"t3""#),
        ])
        let source = try plugin.load().credentials
        for _ in 0..<3 { #expect(try await source.current().identity == .bearer(Redacted("t1"))) }
        await source.rejected(Credentials(.bearer(Redacted("older"))))
        #expect(try await source.current().identity == .bearer(Redacted("t1")))
        await source.rejected(Credentials(.bearer(Redacted("t1"))))
        #expect(try await source.current().identity == .bearer(Redacted("t2")))
        #expect(try await source.current().identity == .bearer(Redacted("t3")))
        #expect(plugin.runs.count == 3)
    }

    @Test func givesClientCertificatesToTheTransport() async throws {
        // C5.3
        let plugin = Plugin([answer(#""clientCertificateData":"C","clientKeyData":"K""#)])
        let configuration = try plugin.load()
        #expect(try await configuration.identity()?.certificate == Array("C".utf8))
        #expect(try await configuration.credentials.current().identity == .none)
        #expect(plugin.runs.count == 1)
    }

    @Test(arguments: [
        ("no", "not JSON"), (#"{"kind":"X"}"#, "not an ExecCredential"),
        (
            #"{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1beta1","status":{"token":"MARKER"}}"#,
            "not an ExecCredential"
        ),
        (#"{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1"}"#, "no status"),
        (#"{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{}}"#, "neither"),
        (
            #"{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"MARKER","clientKeyData":"K"}}"#,
            "not both"
        ),
    ])
    func refusesAnswersThatAreNone(text: String, words: String) async throws {
        // C5.3
        let source = try Plugin([text]).load().credentials
        do throws(CredentialError) {
            _ = try await source.current()
            Issue.record("it was accepted")
        } catch {
            #expect(error.message.contains(words), "\(error)")
            #expect(!"\(error)".contains("MARKER"))
        }
    }

    @Test func aMissingPluginComesWithItsHintWithoutControlCharacters() async throws {
        // C5.4
        let source = try Plugin([]).load().credentials
        do throws(CredentialError) {
            _ = try await source.current()
        } catch {
            #expect(error.hint == "get\u{FFFD}[31m it")
        }
    }

    @Test func endsAProgramThatDoesNotAnswer() async throws {
        // C5.2
        // It pays no heed to a polite request either.
        var run = ProgramRun(
            command: "sh",
            arguments: ["-c", "trap '' TERM; while :; do sleep 0.1; done"],
            environment: ["PATH=/bin:/usr/bin"],
            isInteractive: false
        )
        run.patience = .milliseconds(100)
        let asked = run
        let error = await #expect(throws: CredentialError.self) { try await SystemAccess.live.run(asked) }
        #expect(error?.message.contains("has not answered within") == true)
        #expect(error?.hint == "run it by hand to see what it waits for")
    }

    @Test func runsRealPrograms() async throws {
        // C5.2
        func output(_ command: String, _ arguments: [String]) async throws(CredentialError) -> String {
            let run = ProgramRun(
                command: command,
                arguments: arguments,
                environment: ["X=y", "PATH=/bin:/usr/bin"],
                isInteractive: false
            )
            return String(decoding: try await SystemAccess.live.run(run), as: UTF8.self)
        }
        #expect(try await output("sh", ["-c", "cat; echo $X"]) == "y\n")
        await #expect(throws: CredentialError.self) { try await output("sh", ["-c", "exit 3"]) }
        await #expect(throws: CredentialError("the exec plugin `/no/such` is not installed")) {
            try await output("/no/such", [])
        }
        // A helper that is left behind holds the output open.
        let begun = ContinuousClock.now
        #expect(try await output("sh", ["-c", "sleep 40 & echo x"]) == "x\n")
        #expect(ContinuousClock.now - begun < .seconds(30))
        let start = ContinuousClock.now
        let task = Task { try await output("sleep", ["60"]) }
        task.cancel()
        await #expect(throws: CredentialError.self) { try await task.value }
        #expect(ContinuousClock.now - start < .seconds(30))
    }
}
