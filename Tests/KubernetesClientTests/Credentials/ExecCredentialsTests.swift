// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Glibc
import Kubernetes
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

        func load(
            now: @escaping @Sendable () -> Timestamp = { Timestamp(seconds: 1_000_000) }
        ) throws -> ClusterConfiguration {
            var access = system(
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
            access.now = now
            return try .load(system: access)
        }
    }

    /// Answers when a test says so; a run that is cancelled ends without.
    private final class SlowPlugin: Sendable {
        private let runs = AsyncStream<Void>.makeStream()
        private let ends = AsyncStream<Void>.makeStream()
        private let pending = NIOLockedValueBox<[AsyncStream<String>.Continuation]>([])
        /// What runs that begin later are to answer.
        private let standing = NIOLockedValueBox<String?>(nil)

        func load() throws -> ClusterConfiguration {
            try .load(
                system: system(
                    ["/h/.kube/config": kubeconfig(user: ExecCredentialsTests.user)],
                    ["HOME": "/h"]
                ) {
                    (_) async throws(CredentialError) in
                    let (answers, answer) = AsyncStream<String>.makeStream()
                    self.pending.withLockedValue { pending in
                        pending.append(answer)
                        if let text = self.standing.withLockedValue({ $0 }) { answer.yield(text) }
                    }
                    self.runs.continuation.yield()
                    for await text in answers { return Array(text.utf8) }
                    self.ends.continuation.yield()
                    throw CredentialError("ended")
                }
            )
        }

        /// Waits until one more run has begun, which is the `number`th.
        func waitForRuns(_ number: Int) async {
            for await _ in runs.stream { break }
            #expect(pending.withLockedValue { $0.count } == number)
        }

        func waitForEnd() async {
            for await _ in ends.stream { break }
        }

        /// Ends the run under way, and each one that comes after it.
        func answer(_ text: String) {
            pending.withLockedValue { pending in
                standing.withLockedValue { $0 = text }
                _ = pending.last?.yield(text)
            }
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

    @Test func fetchesCredentialsAnewShortlyBeforeTheyEnd() async throws {
        // C5.4
        // The clock of the machine stands at 1970-01-12T13:46:40Z.
        let plugin = Plugin([
            answer(#""token":"t1","expirationTimestamp":"1970-01-12T13:46:45Z""#), answer(#""token":"t2""#),
        ])
        let time = NIOLockedValueBox<Int64>(1_000_000)
        let source = try plugin.load { Timestamp(seconds: time.withLockedValue { $0 }) }.credentials
        // One that never lasts longer is not fetched for every request.
        for _ in 0..<2 { #expect(try await source.current().identity == .bearer(Redacted("t1"))) }
        time.withLockedValue { $0 += 5 }
        #expect(try await source.current().identity == .bearer(Redacted("t2")))
        let longer = Plugin([
            answer(#""token":"t1","expirationTimestamp":"1970-01-12T13:47:40Z""#), answer(#""token":"t2""#),
        ])
        time.withLockedValue { $0 = 1_000_000 }
        let other = try longer.load { Timestamp(seconds: time.withLockedValue { $0 }) }.credentials
        #expect(try await other.current().identity == .bearer(Redacted("t1")))
        time.withLockedValue { $0 += 49 }
        #expect(try await other.current().identity == .bearer(Redacted("t1")))
        time.withLockedValue { $0 += 1 }
        #expect(try await other.current().identity == .bearer(Redacted("t2")))
    }

    @Test func oneWhoGoesDoesNotEndTheRunThatOthersWaitFor() async throws {
        // C5.4
        let plugin = SlowPlugin()
        let source = try plugin.load().credentials
        let first = Task { try await source.current() }
        await plugin.waitForRuns(1)
        let second = Task { try await source.current() }
        // Whether it waits already or comes later, it gets the answer of this run.
        first.cancel()
        await #expect(throws: CredentialError("cancelled")) { try await first.value }
        plugin.answer(answer(#""token":"t""#))
        #expect(try await second.value.identity == .bearer(Redacted("t")))
    }

    @Test func theLastWhoGoesEndsTheRun() async throws {
        // C5.4
        let plugin = SlowPlugin()
        let source = try plugin.load().credentials
        let only = Task { try await source.current() }
        await plugin.waitForRuns(1)
        only.cancel()
        await #expect(throws: CredentialError("cancelled")) { try await only.value }
        await plugin.waitForEnd()
        let next = Task { try await source.current() }
        await plugin.waitForRuns(2)
        plugin.answer(answer(#""token":"t""#))
        #expect(try await next.value.identity == .bearer(Redacted("t")))
    }

    @Test func givesClientCertificatesToTheTransport() async throws {
        // C5.3
        let plugin = Plugin([answer(#""clientCertificateData":"C","clientKeyData":"K""#)])
        let configuration = try plugin.load()
        #expect(try await configuration.identity()?.certificate == Array("C".utf8))
        #expect(try await configuration.credentials.current().identity == .none)
        #expect(plugin.runs.count == 1)
    }

    @Test func aRefusedCertificateIsReplacedAndTheRequestMadeAgain() async throws {
        // C5.4: the header fields are the same as before, none.
        let plugin = Plugin(
            ["C1", "C2", "C3"].map { answer(#""clientCertificateData":"\#($0)","clientKeyData":"K""#) }
        )
        let configuration = try plugin.load()
        let refused = try await configuration.credentials.current()
        let transport = ScriptedTransport([
            .reply(401, status(401, "Unauthorized")), .reply(200, ["gitVersion": "v1"]),
        ])
        let client = ClusterClient(
            transport: transport,
            address: configuration.address,
            credentials: configuration.credentials
        )
        #expect(try await client.version().gitVersion == "v1")
        #expect(try await configuration.identity()?.certificate == Array("C2".utf8))
        // Others hear of the same refusal later; it says nothing about the new certificate.
        await configuration.credentials.rejected(refused)
        #expect(try await configuration.identity()?.certificate == Array("C2".utf8))
        #expect(plugin.runs.count == 2)
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
        (
            #"{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"clientCertificateData":"C","#
                + #""clientKeyData":"-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nMARKER\n"}}"#,
            "is encrypted"
        ),
    ])
    func refusesAnswersThatAreNone(text: String, words: String) async throws {
        // C4.6, C5.3
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

    @Test(arguments: [false, true])
    func handsOnWhatAProgramSaysUnlessItTalksToAPerson(isInteractive: Bool) async throws {
        // C5.2
        let heard = NIOLockedValueBox<[String]>([])
        let system = SystemAccess.machine { line in heard.withLockedValue { $0.append(line) } }
        // An interactive one writes to our own standard error, where nothing has to be seen in a test.
        let words = isInteractive ? ":" : #"echo one >&2; printf '10%%\r20%%\nt\033[1mwo' >&2"#
        let run = ProgramRun(
            command: "sh",
            arguments: ["-c", "\(words); echo out"],
            environment: ["PATH=/bin:/usr/bin"],
            isInteractive: isInteractive
        )
        #expect(try await system.run(run) == Array("out\n".utf8))
        #expect(heard.withLockedValue { $0 } == (isInteractive ? [] : ["one", "20%", "t\u{FFFD}[1mwo"]))
    }

    @Test func endsAProgramThatWritesWithoutEnd() async throws {
        // C5.2
        let run = ProgramRun(
            command: "yes",
            arguments: [],
            environment: ["PATH=/bin:/usr/bin"],
            isInteractive: true
        )
        let error = await #expect(throws: CredentialError.self) { try await SystemAccess.live.run(run) }
        #expect(error?.message == "the exec plugin `yes` writes more than 1 MiB and no end")
    }

    @Test func whatWeIgnoreEndsAProgramAllTheSame() async throws {
        // C5.2: a command handles Ctrl-C by itself, for which it ignores the signal. This one is ignored by who writes to sockets.
        signal(SIGPIPE, SIG_IGN)
        let run = ProgramRun(
            command: "sh",
            arguments: ["-c", "kill -PIPE $$; echo alive"],
            environment: ["PATH=/bin:/usr/bin"],
            isInteractive: false
        )
        let error = await #expect(throws: CredentialError.self) { try await SystemAccess.live.run(run) }
        #expect(error?.message == "the exec plugin `sh` was ended by signal 13")
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
        let said = try await output("sh", ["-c", "cat; echo $X"])
        #expect(said == "y\n")
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
