// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTP
import HTTPTypes
import Kubernetes
import Testing

@testable import KubernetesClient

@Suite struct ServerBackoffTests {
    @Test func oneBurstOfRefusalsIsOneAndLastingOnesDouble() {
        // C1.1
        var backoff = ServerBackoff()
        #expect(backoff.pause(now: .zero) == nil)
        for _ in 0..<50 { backoff.receive(.throttling, retryAfter: .zero, now: .zero) }
        #expect(backoff.pause(now: .zero)?.duration == .milliseconds(250))
        var now = Duration.milliseconds(250)
        var pauses: [Duration] = []
        for _ in 0..<8 {
            backoff.receive(.throttling, retryAfter: .seconds(1), now: now)
            pauses.append(backoff.pause(now: now)?.duration ?? .zero)
            now += pauses[pauses.count - 1]
        }
        #expect(
            pauses == [
                .seconds(1), .seconds(1), .seconds(2), .seconds(4), .seconds(8), .seconds(15), .seconds(15),
                .seconds(15),
            ]
        )
        backoff.receive(nil, retryAfter: nil, now: now)
        backoff.receive(.throttling, retryAfter: .zero, now: now)
        #expect(backoff.pause(now: now)?.duration == .milliseconds(250))
    }

    @Test func aRefusalWithoutAWaitHoldsNothingUp() {
        // C1.1
        var backoff = ServerBackoff()
        backoff.receive(.throttling, retryAfter: nil, now: .zero)
        #expect(backoff.pause(now: .zero) == nil)
    }

    @Test func whatWasSentBeforeAPauseWasOverIsOfTheSameRound() {
        // C1.1
        var backoff = ServerBackoff()
        backoff.receive(.throttling, retryAfter: .seconds(1), now: .seconds(10))
        // Sent at nine seconds, refused at twelve: no second round, and a wait as long as it asks.
        backoff.receive(.throttling, retryAfter: .seconds(1), latency: .seconds(3), now: .seconds(12))
        #expect(backoff.pause(now: .seconds(12))?.duration == .seconds(1))
        // Who asks for longer within a pause is heard.
        backoff.receive(.unavailable, retryAfter: .seconds(7), latency: .seconds(3), now: .seconds(12))
        let reason = ClientHooks.serverPause
        #expect(backoff.pause(now: .seconds(12)) == ServerPause(duration: .seconds(7), reason: reason))
        var now = Duration.seconds(19)
        for _ in 0..<3 {
            backoff.receive(.throttling, retryAfter: .zero, now: now)
            now += backoff.pause(now: now)?.duration ?? .zero
        }
        #expect(now == .seconds(19) + .milliseconds(500 + 1000 + 2000))
        backoff.receive(.throttling, retryAfter: .zero, now: now)
        #expect(backoff.pause(now: now)?.reason == ClientHooks.lastingThrottling)
    }

    @Test func whoComesLateIsGivenTheSameTimeAsWhoCameFirst() {
        // C1.1
        var backoff = ServerBackoff()
        func isOver(since begin: Int, at now: Int) -> Bool {
            backoff.lasting(since: .seconds(begin), retries: 10, now: .seconds(now)) != nil
        }
        for second in 0..<200 {
            backoff.receive(.throttling, retryAfter: .seconds(30), now: .seconds(second * 30))
            let now = second * 30
            #expect(isOver(since: 0, at: now) == (now >= 300))
            #expect(isOver(since: 900, at: now) == (now >= 1200))
            #expect(!isOver(since: now, at: now), "whoever comes waits once")
        }
        // One that comes through begins it anew for all.
        backoff.receive(nil, retryAfter: nil, now: .seconds(6000))
        backoff.receive(.throttling, retryAfter: .seconds(30), now: .seconds(6000))
        #expect(!isOver(since: 0, at: 6000))
        #expect(!isOver(since: 0, at: 6029))
    }

    @Test func otherRequestsWaitToo() async throws {
        // C1.1: a write is not repeated on its own account here, but the next request keeps the peace.
        let clock = SkippingClock()
        let transport = ScriptedTransport([
            .reply(429, status(429, "TooManyRequests"), ["Retry-After": "7"]),
            .reply(200, ["gitVersion": "v1.36.2"]),
        ])
        var options = ClientOptions(clock: clock, random: { 0.5 })
        options.maximumRetries = 0
        let client = ClusterClient(transport: transport, options: options)
        #expect(
            await failure { () async throws(ClusterError) in try await client.version() }?.code == .throttled
        )
        #expect(clock.sleeps == [])
        _ = try await client.version()
        #expect(clock.sleeps == [.seconds(7)])
    }

    private func client(_ transport: ScriptedTransport, _ clock: SkippingClock) -> ClusterClient {
        var options = ClientOptions(clock: clock, random: { 0.5 })
        options.maximumRetries = 0
        return ClusterClient(transport: transport, options: options)
    }

    private let refusal = ScriptedTransport.Answer.reply(
        429,
        status(429, "TooManyRequests"),
        ["Retry-After": "32"]
    )
    private let log = ClusterRequest(.get, "/log", doing: "reading")

    @Test(arguments: [false, true])
    func aStreamIsNotOpenedBeforeTheWaitOfOthersIsOver(isAside: Bool) async throws {
        // C1.1
        let clock = SkippingClock()
        let client = client(ScriptedTransport([refusal, .lines(["one"])]), clock)
        _ = await failure { () async throws(ClusterError) in try await client.version() }
        _ = try await (isAside ? client.aside : client).open(log)
        #expect(clock.sleeps == [.seconds(32)])
    }

    @Test func theRefusalOfAStreamHoldsUpWhatIsInItsQueue() async throws {
        // C1.1
        let clock = SkippingClock()
        let version: JSONValue = ["gitVersion": "v1.36.2"]
        let client = client(ScriptedTransport([refusal, .reply(200, version), .reply(200, version)]), clock)
        let aside = client.aside
        _ = await failure { () async throws(ClusterError) in try await aside.open(log) }
        // What is watched beside all else says nothing about the rest.
        _ = try await client.version()
        #expect(clock.sleeps == [])
        _ = try await aside.version()
        #expect(clock.sleeps == [.seconds(32)])
    }

    @Test func aLockDoesNotWaitForOthersNorForLong() async throws {
        // C1.1
        let clock = SkippingClock()
        let version = ScriptedTransport.Answer.reply(200, ["gitVersion": "v1.36.2"])
        let transport = ScriptedTransport([refusal, version, refusal, version, refusal, version])
        let client = ClusterClient(
            transport: transport,
            options: ClientOptions(clock: clock, random: { 0.5 })
        )
        let lock = client.urgent(waitingAtMost: .seconds(5))
        _ = try await client.version()
        #expect(clock.sleeps.reduce(.zero, +) == .seconds(32))
        for begin in [Duration.seconds(32), .seconds(37)] {
            _ = try await lock.version()
            #expect(clock.sleeps.reduce(.zero, +) == begin + .seconds(5))
        }
    }
}
