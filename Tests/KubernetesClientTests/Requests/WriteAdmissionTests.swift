// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTP
import HTTPTypes
import Kubernetes
import NIOConcurrencyHelpers
import Support
import Testing

@testable import KubernetesClient

/// What may still be written is asked as late as can be, and as long as a write is under way.
@Suite struct WriteAdmissionTests {
    /// What a fence says, changed by a test.
    private final class Fence: Sendable {
        let refused = NIOLockedValueBox<WriteRefusal?>(nil)
        let aborted = NIOLockedValueBox<WriteRefusal?>(nil)
        /// After so many questions nothing more is let through.
        let patience = NIOLockedValueBox(Int.max)

        var admission: WriteAdmission {
            WriteAdmission(
                refusal: {
                    self.patience.withLockedValue { $0 -= 1 }
                    return self.patience.withLockedValue { $0 < 0 }
                        ? .closed("lost") : self.refused.withLockedValue { $0 }
                },
                abortion: { self.aborted.withLockedValue { $0 } }
            )
        }
    }

    /// Credentials that a test makes slow, or renews when they are refused.
    private final class Renewable: CredentialSource {
        let tokens: NIOLockedValueBox<[String]>
        let onFetch: @Sendable () -> Void

        init(_ tokens: [String], onFetch: @escaping @Sendable () -> Void = {}) {
            self.tokens = NIOLockedValueBox(tokens)
            self.onFetch = onFetch
        }

        func current() -> Credentials {
            onFetch()
            return Credentials(.bearer(Redacted(tokens.withLockedValue { $0[0] })))
        }

        func rejected(_ credentials: Credentials) {
            tokens.withLockedValue { if $0.count > 1 { $0.removeFirst() } }
        }
    }

    private func client(
        _ transport: any HTTPTransport,
        _ credentials: any CredentialSource = .anonymous,
        clock: any Clock<Duration> = SkippingClock()
    ) -> ClusterClient {
        ClusterClient(
            transport: transport,
            address: ServerAddress(scheme: "https", authority: "one:6443"),
            credentials: credentials,
            options: ClientOptions(clock: clock, random: { 0.5 })
        )
    }

    private let object = KubernetesObject(
        type: GroupVersionKind(apiVersion: "v1", kind: "ConfigMap"),
        metadata: ["name": "settings", "namespace": "shop"]
    )

    private var reply: JSONValue { .object(object.json) }

    @Test func nothingIsSentThatWasAdmittedBeforeItsCredentialsCame() async throws {
        let transport = ScriptedTransport([.reply(200, reply)])
        let fence = Fence()
        let slow = Renewable(["t"]) { fence.refused.withLockedValue { $0 = .closed("lost meanwhile") } }
        let writer = client(transport, slow).admitting(fence.admission)
        let error = await failure { () async throws(ClusterError) in try await writer.apply(object) }
        #expect(error?.cause as? WriteRefusal == .closed("lost meanwhile"))
        #expect(transport.asked.isEmpty)
    }

    @Test func aWriteUnderWayIsCutOffWhenOthersMayWrite() async throws {
        let clock = ManualClock()
        let transport = SilentTransport()
        let fence = Fence()
        let writer = client(transport, clock: clock).admitting(fence.admission)
        let object = object
        let write = Task {
            await failure { () async throws(ClusterError) in try await writer.apply(object) }
        }
        await clock.waitForSleepers()
        clock.advance(by: .seconds(1))
        // It goes on for as long as it may.
        await clock.waitForSleepers()
        fence.aborted.withLockedValue { $0 = .closed("taken") }
        clock.advance(by: .seconds(1))
        let error = await write.value
        #expect(error?.code == .timedOut)
        #expect(error?.isOutcomeUnknown == true)
        #expect(error?.cause as? WriteRefusal == .closed("taken"))
        #expect(transport.wasCancelled)
    }

    @Test func readingAsksNobody() async throws {
        let fence = Fence()
        fence.refused.withLockedValue { $0 = .closed("lost") }
        fence.aborted.withLockedValue { $0 = .closed("lost") }
        let reader = client(ScriptedTransport([.reply(200, reply)])).admitting(fence.admission)
        #expect(try await reader.get(object.reference).name == "settings")
    }

    @Test func anHourThatAServerAsksForIsAMinute() async throws {
        // C1.1
        let clock = SkippingClock()
        let transport = ScriptedTransport([
            .reply(503, status(503, "ServiceUnavailable"), ["Retry-After": "3600"]), .reply(200, reply),
        ])
        _ = try await client(transport, clock: clock).get(object.reference)
        #expect(clock.sleeps.reduce(.zero, +) <= .seconds(60))
        #expect(clock.sleeps.reduce(.zero, +) >= .seconds(59))
    }

    @Test func aWriteThatWaitsGivesUpWhenItMayNotBeSentAnyMore() async throws {
        let clock = SkippingClock()
        let transport = ScriptedTransport([
            .reply(503, status(503, "ServiceUnavailable"), ["Retry-After": "50"]), .reply(200, reply),
        ])
        let fence = Fence()
        // Twice before it is sent, then once a second.
        fence.patience.withLockedValue { $0 = 2 + 5 }
        let writer = client(transport, clock: clock).admitting(fence.admission)
        let error = await failure { () async throws(ClusterError) in try await writer.apply(object) }
        #expect(error?.cause as? WriteRefusal == .closed("lost"))
        #expect(transport.asked.count == 1)
    }

    /// Held back the second time, it may have been done the first time, and that has to be said.
    @Test(arguments: [TransportError.Code.timedOut, .connectionLost, .handshakeBroken])
    func aRepetitionThatIsHeldBackSaysThatTheWriteMayHaveBeenDone(code: TransportError.Code) async throws {
        // C1.2, C1.4
        let transport = ScriptedTransport([.broken(code), .reply(200, reply)])
        let fence = Fence()
        // Twice before it is sent, and the fence closes in the wait after that.
        fence.patience.withLockedValue { $0 = 2 }
        let writer = client(transport).admitting(fence.admission)
        let error = await failure { () async throws(ClusterError) in try await writer.apply(object) }
        #expect(transport.asked.count == 1)
        #expect(error?.cause as? WriteRefusal == .closed("lost"))
        #expect(error?.earlierAttempts == ["broken: \(code)"])
        // Of a connection that was never made the server has heard nothing.
        #expect(error?.isOutcomeUnknown == (code != .handshakeBroken))
    }

    @Test func aWriteIsMadeAgainOnceWithOtherCredentials() async throws {
        // C5.4
        let no = ScriptedTransport.Answer.reply(401, status(401, "Unauthorized"))
        let transport = ScriptedTransport([no, .reply(201, reply)])
        _ = try await client(transport, Renewable(["old", "new"])).create(object)
        #expect(
            transport.asked.map { $0.request.headerFields[.authorization] } == ["Bearer old", "Bearer new"]
        )
        let stubborn = ScriptedTransport([no, no, .reply(201, reply)])
        let renewed = client(stubborn, Renewable(["a", "b", "c"]))
        #expect(
            await failure { () async throws(ClusterError) in try await renewed.create(object) }?.code
                == .unauthorized
        )
        #expect(stubborn.asked.count == 2)
        let same = ScriptedTransport([no, .reply(201, reply)])
        let fixed = client(same, Renewable(["only"]))
        #expect(
            await failure { () async throws(ClusterError) in try await fixed.create(object) }?.code
                == .unauthorized
        )
        #expect(same.asked.count == 1)
    }

    @Test func aStreamIsOpenedAgainOnceWithOtherCredentials() async throws {
        // C5.4
        let transport = ScriptedTransport([.reply(401, status(401, "Unauthorized")), .lines(["one"])])
        let request = ClusterRequest(.get, "/log", doing: "reading")
        let stream = try await client(transport, Renewable(["old", "new"])).open(request)
        #expect(stream.head.status == .ok)
        #expect(transport.asked.count == 2)
    }
}

/// Never answers; ends when it is cancelled.
final class SilentTransport: HTTPTransport {
    private let cancelled = NIOLockedValueBox(false)
    private let asked = NIOLockedValueBox(false)

    var wasCancelled: Bool { cancelled.withLockedValue { $0 } }
    var wasAsked: Bool { asked.withLockedValue { $0 } }

    func send(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> HTTPReply {
        try await wait()
    }

    func stream(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> HTTPStreamReply {
        try await wait()
    }

    private func wait() async throws(TransportError) -> Never {
        asked.withLockedValue { $0 = true }
        let (silence, end) = AsyncStream<Void>.makeStream()
        await withTaskCancellationHandler {
            for await _ in silence {}
        } onCancel: {
            cancelled.withLockedValue { $0 = true }
            end.finish()
        }
        throw TransportError(.cancelled, "cancelled")
    }
}
