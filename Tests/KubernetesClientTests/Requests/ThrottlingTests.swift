// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTP
import HTTPTypes
import NIOConcurrencyHelpers
import Support
import Testing

@testable import KubernetesClient

/// Many requests of one client at a server that refuses: gate, back-off and repetition together.
@Suite struct ThrottlingTests {
    /// Refuses until a moment, and takes a while for each answer.
    private final class Server: HTTPTransport {
        let clock: ManualClock
        let recovery: Duration
        let code: Int
        let latency: Duration
        private let log = NIOLockedValueBox<(sent: [Duration], underWay: Int, most: Int)>(([], 0, 0))

        init(
            _ clock: ManualClock,
            refusingUntil recovery: Duration,
            code: Int = 429,
            latency: Duration = .zero
        ) {
            self.clock = clock
            self.recovery = recovery
            self.code = code
            self.latency = latency
        }

        /// When each request came.
        var sent: [Duration] { log.withLockedValue { $0.sent } }
        /// How many there were at most at one time.
        var most: Int { log.withLockedValue { $0.most } }

        func send(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> HTTPReply {
            let now = clock.now.offset
            log.withLockedValue { log in
                log.sent.append(now)
                log.underWay += 1
                log.most = max(log.most, log.underWay)
            }
            defer { log.withLockedValue { $0.underWay -= 1 } }
            if latency > .zero {
                do {
                    try await clock.sleep(for: latency)
                } catch {
                    throw TransportError(.cancelled, "cancelled")
                }
            }
            guard now < recovery else {
                return HTTPReply(head: HTTPResponse(status: .ok), body: Array(#"{"gitVersion":"v1"}"#.utf8))
            }
            var head = HTTPResponse(status: HTTPResponse.Status(code: code))
            head.headerFields[.constant("Retry-After")] = "1"
            let reason = code == 429 ? "TooManyRequests" : "ServiceUnavailable"
            return HTTPReply(head: head, body: status(code, reason, "too many requests").bytes())
        }

        func stream(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> HTTPStreamReply {
            throw TransportError(.notSent, "there are no streams here")
        }
    }

    private struct Wait: Hashable {
        var duration: Duration
        var reason: String
    }

    private struct Story {
        var errors: [ClusterError?]
        var end: Duration
        var waits: [Wait]
    }

    /// Sends so many requests at once, and lets time pass whenever nothing else can go on.
    private func story(_ count: Int, at server: Server, seed: UInt64 = 1) async throws -> Story {
        let waits = NIOLockedValueBox<[Wait]>([])
        let hooks = ClientHooks(waiting: { duration, reason in
            waits.withLockedValue { $0.append(Wait(duration: duration, reason: reason)) }
        })
        let clock = server.clock
        let options = ClientOptions(clock: clock, random: { 0.5 }, hooks: hooks)
        let client = ClusterClient(transport: server, options: options)
        let errors = try await SeededExecutor(seed: seed).run {
            await withTaskGroup(of: ClusterError?.self) { group in
                for _ in 0..<count {
                    group.addTask {
                        await failure { () async throws(ClusterError) in try await client.version() }
                    }
                }
                return await group.reduce(into: [ClusterError?]()) { $0.append($1) }
            }
        } passTime: {
            guard clock.nextDeadline != nil else { return "nobody waits for anything" }
            clock.advanceToNextDeadline()
            return nil
        }
        return Story(errors: errors, end: clock.now.offset, waits: waits.withLockedValue { $0 })
    }

    /// What ten repetitions of one request take by the common back-off, of a server that asks for a second each time:
    /// 1 + 1 + 1 + 2 + 4 + 8 + 15 + 15 + 15 + 15.
    private static let patience = Duration.seconds(77)

    @Test(arguments: [1, 8, 40], [429, 503])
    func aServerThatRefusesForeverIsGivenUpWhenOneRequestWouldBe(count: Int, code: Int) async throws {
        // C1.1
        let server = Server(ManualClock(), refusingUntil: .seconds(100_000), code: code)
        let story = try await story(count, at: server)
        #expect(story.errors.count == count)
        for error in story.errors {
            #expect(error?.code == (code == 429 ? .throttled : .serverFailure), "\(error?.description ?? "")")
        }
        #expect(story.end >= Self.patience && story.end <= Self.patience + .seconds(15), "\(story.end)")
        // Each of eleven rounds brings at most what the window admits: 16, 8, 4, 2, and then one at a time.
        #expect(server.sent.count <= 37, "\(server.sent.count)")
        if count == 1 { #expect(server.sent.count == 11) }
    }

    @Test func whatHasBeenRefusedItselfSaysItInTheServersWords() async throws {
        // C1.4, C1.6
        let server = Server(ManualClock(), refusingUntil: .seconds(100_000))
        let story = try await story(40, at: server)
        let texts = story.errors.map { "\($0?.description ?? "")" }
        for text in texts { #expect(text.contains("the server is throttling"), "\(text)") }
        #expect(texts.contains { $0.contains("server: too many requests") })
        // More than the window admits at first: some were never sent.
        #expect(texts.contains { $0.contains("because: it has refused every request for ") })
        for text in texts { #expect(text.contains("try: "), "\(text)") }
    }

    @Test(arguments: [Duration.zero, .milliseconds(300)])
    func aServerThatRecoversIsUsedAtOnce(latency: Duration) async throws {
        // C1.1, C2.1
        for seed in UInt64(1)...5 {
            let server = Server(ManualClock(), refusingUntil: .seconds(3), latency: latency)
            let story = try await story(20, at: server, seed: seed)
            #expect(story.errors.allSatisfy { $0 == nil })
            #expect(story.end <= .seconds(5) + latency * 20, "\(story.end)")
            #expect(server.most <= 16)
        }
    }

    @Test func theReasonSaidIsTheServersAndAsLongAsItAsked() async throws {
        // C1.6, C2.1
        let server = Server(ManualClock(), refusingUntil: .seconds(100_000), latency: .milliseconds(1_200))
        let story = try await story(20, at: server)
        #expect(story.waits.first == Wait(duration: .seconds(1), reason: ClientHooks.throttling))
        for wait in story.waits {
            switch wait.reason {
            case ClientHooks.throttling: #expect(wait.duration <= .seconds(1), "\(wait)")
            case ClientHooks.lastingThrottling, ClientHooks.throttledQueue: break
            default: Issue.record("\(wait)")
            }
        }
        #expect(
            story.waits.contains { $0.reason == ClientHooks.lastingThrottling && $0.duration > .seconds(10) }
        )
    }

    @Test(.timeLimit(.minutes(1))) func whoSleepsHoldsNoPlace() async throws {
        // C1.1: there are 16 places, and 40 wait for the same moment.
        let clock = ManualClock()
        let server = Server(clock, refusingUntil: .seconds(1))
        var options = ClientOptions(clock: clock, random: { 0.5 })
        options.maximumRetries = 0
        let client = ClusterClient(transport: server, options: options)
        _ = await failure { () async throws(ClusterError) in try await client.version() }
        let waiting = Task {
            await withTaskGroup(of: ClusterError?.self) { group in
                for _ in 0..<40 {
                    group.addTask {
                        await failure { () async throws(ClusterError) in try await client.version() }
                    }
                }
                return await group.reduce(into: [ClusterError?]()) { $0.append($1) }
            }
        }
        await clock.waitForSleepers(40)
        clock.advance(by: .seconds(1))
        #expect(await waiting.value.allSatisfy { $0 == nil })
        #expect(server.sent.count == 41)
    }
}
