// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import HTTP
import HTTPTypes
import Kubernetes
import Support
import Testing

@testable import KubernetesClient

@Suite struct SilentWatchTests {
    @Test func theHeadOfAWatchHasToComeWithinThirtySeconds() async throws {
        // C2.2
        let clock = ManualClock()
        let transport = SilentTransport()
        let client = ClusterClient(
            transport: transport,
            options: ClientOptions(clock: clock, random: { 0.5 })
        )
        let pods = ObjectSelection(GroupVersionKind(apiVersion: "v1", kind: "Pod"), namespace: "shop")
        let watch = Task {
            await failure { () async throws(ClusterError) in try await client.watch(pods, from: "5") }
        }
        await clock.waitForSleepers()
        let limit = clock.nextDeadline.map { clock.now.duration(to: $0) }
        #expect(limit == .seconds(30))
        clock.advance(by: .seconds(29))
        #expect(!transport.wasCancelled)
        clock.advance(by: .seconds(1))
        let error = await watch.value
        #expect(error?.code == .timedOut)
        #expect((error?.cause as? TransportError)?.message == "no answer within 30 s")
        #expect(transport.wasCancelled)
    }

    @Test func theHeadOfALogMayTakeForEver() async throws {
        // A container that writes nothing has no head: nobody counts the time.
        let clock = ManualClock()
        let transport = SilentTransport()
        let client = ClusterClient(transport: transport, options: ClientOptions(clock: clock))
        let log = Task {
            await failure { () async throws(ClusterError) in
                try await client.open(ClusterRequest(.get, "/log", doing: "reading"))
            }
        }
        while !transport.wasAsked { await Task.yield() }
        for _ in 0..<1000 { await Task.yield() }
        #expect(clock.nextDeadline == nil, "nobody waits for a time")
        log.cancel()
        #expect(await log.value?.code == .cancelled)
    }
}
