// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import HTTP
import HTTPTypes
import Support
import Testing

@testable import KubernetesClient

@Suite struct ObservedTransportTests {
    /// Answers what is asked at a path when a test says so.
    private struct Held: HTTPTransport {
        let asked: AsyncStream<Void>.Continuation
        let answers: [String: AsyncStream<Void>]

        func send(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> HTTPReply {
            asked.yield()
            if let answer = answers[request.path ?? ""] { for await _ in answer { break } }
            return HTTPReply(head: HTTPResponse(status: .ok), body: [])
        }

        func stream(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> HTTPStreamReply {
            throw TransportError(.notSent, "there are no streams here")
        }
    }

    private let clock = ManualClock()

    private func ask(_ path: String, _ transport: ObservedTransport) -> Task<Int?, Never> {
        Task {
            let request = HTTPRequest(method: .get, scheme: "https", authority: "c", path: path)
            return try? await transport.send(request, body: []).head.status.code
        }
    }

    @Test func aServerThatAnswersNothingIsNoticedInTime() async {
        let (questions, asked) = AsyncStream<Void>.makeStream()
        let (answers, answer) = AsyncStream<Void>.makeStream()
        let clock = clock
        let transport = ObservedTransport(Held(asked: asked, answers: ["/a": answers])) { clock.now.offset }
        let isSilent = Task { await transport.isSilent(for: .seconds(5), clock) }
        await clock.waitForSleepers()
        // As long as nothing is asked, silence means nothing.
        clock.advance(by: .seconds(3))
        let reply = ask("/a", transport)
        var begun = questions.makeAsyncIterator()
        await begun.next()
        clock.advance(by: .seconds(2))
        await clock.waitForSleepers()
        #expect(clock.nextDeadline?.offset == .seconds(8))
        clock.advance(by: .seconds(3))
        #expect(await isSilent.value)
        answer.yield()
        #expect(await reply.value == 200)
    }

    @Test func eachAnswerBeginsTheSilenceAnew() async {
        let (questions, asked) = AsyncStream<Void>.makeStream()
        let (first, answerFirst) = AsyncStream<Void>.makeStream()
        let (second, answerSecond) = AsyncStream<Void>.makeStream()
        let clock = clock
        let held = Held(asked: asked, answers: ["/a": first, "/b": second])
        let transport = ObservedTransport(held) { clock.now.offset }
        let isSilent = Task { await transport.isSilent(for: .seconds(5), clock) }
        await clock.waitForSleepers()
        let replies = ["/a", "/b"].map { ask($0, transport) }
        var begun = questions.makeAsyncIterator()
        await begun.next()
        await begun.next()
        clock.advance(by: .seconds(4))
        answerFirst.yield()
        #expect(await replies[0].value == 200)
        clock.advance(by: .seconds(1))
        await clock.waitForSleepers()
        #expect(clock.nextDeadline?.offset == .seconds(9))
        isSilent.cancel()
        #expect(await !isSilent.value)
        answerSecond.yield()
        #expect(await replies[1].value == 200)
    }
}
