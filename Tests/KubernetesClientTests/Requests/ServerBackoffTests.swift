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
        #expect(backoff.pause(now: .zero) == .zero)
        for _ in 0..<50 { backoff.receive(isOverloaded: true, retryAfter: .zero, now: .zero) }
        #expect(backoff.pause(now: .zero) == .milliseconds(250))
        var now = Duration.milliseconds(250)
        var pauses: [Duration] = []
        for _ in 0..<8 {
            backoff.receive(isOverloaded: true, retryAfter: .seconds(1), now: now)
            pauses.append(backoff.pause(now: now))
            now += pauses[pauses.count - 1]
        }
        #expect(
            pauses == [
                .seconds(1), .seconds(1), .seconds(2), .seconds(4), .seconds(8), .seconds(15), .seconds(15),
                .seconds(15),
            ]
        )
        backoff.receive(isOverloaded: false, retryAfter: nil, now: now)
        backoff.receive(isOverloaded: true, retryAfter: .zero, now: now)
        #expect(backoff.pause(now: now) == .milliseconds(250))
    }

    @Test func aRefusalWithoutAWaitHoldsNothingUp() {
        // C1.1
        var backoff = ServerBackoff()
        backoff.receive(isOverloaded: true, retryAfter: nil, now: .zero)
        #expect(backoff.pause(now: .zero) == .zero)
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
