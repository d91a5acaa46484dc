// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import HTTP
import HTTPTypes
import Kubernetes
import KubernetesClient
import NIOConcurrencyHelpers
import Testing

@testable import Rollout

/// `logs --follow` goes on over connections that end, and says each line once.
@Suite struct LogFollowerTests {
    private static let start = "2027-01-15T08:00:00"

    /// Follows a service of one pod until a line is told; returns the lines, and what was noted.
    private func follow(
        _ rig: Rig,
        _ transport: ScriptedLogs,
        _ options: ServiceLogOptions = ServiceLogOptions(),
        until last: String
    ) async throws -> (lines: [String], notes: [String]) {
        let lines = Shared<[String]>([])
        let notes = Shared<[String]>([])
        let deployer = rig.deployer(over: transport)
        let scope = rig.scope
        try await rig.whileTimePasses {
            let follower = rig.task {
                try await deployer.followLogs(of: "cart", in: scope, options: options) { note in
                    notes.change { $0.append(note) }
                } onLine: { line in
                    lines.change { $0.append(line.text) }
                }
            }
            for _ in 0..<600 where lines.value.last != last {
                try await rig.clock.sleep(for: .seconds(1))
            }
            follower.cancel()
            _ = await follower.result
        }
        return (lines.value, notes.value)
    }

    private func rig() async throws -> Rig {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart") { $0.replicas = 1 }])
        return rig
    }

    @Test func goesOnWhereAConnectionWasLostAndSaysNothingTwice() async throws {
        let rig = try await rig()
        let first = ["\(Self.start).1Z a", "\(Self.start).2Z b", "\(Self.start).2Z c"]
        let transport = ScriptedLogs(
            base: rig.transport,
            [
                .lines(first, isLost: true), .refused, .refused,
                .lines(first + ["\(Self.start).2Z d", "2027-01-15T08:00:01Z e"], isLost: false),
                .lines(["2027-01-15T08:00:01Z e", "2027-01-15T08:00:02Z f"], isLost: true),
            ]
        )
        var options = ServiceLogOptions()
        options.tailLines = 100
        let told = try await follow(rig, transport, options, until: "f")
        #expect(told.lines == ["a", "b", "c", "d", "e", "f"])
        #expect(told.notes.count == 1)
        #expect(told.notes.first?.contains("cannot be read any more") == true)
        let queries = transport.queries
        #expect(queries.count >= 5)
        #expect(queries.allSatisfy { $0.contains("timestamps=true") })
        #expect(queries.first?.contains("tailLines=100") == true)
        #expect(queries.first?.contains("sinceTime") == false)
        #expect(queries.dropFirst().allSatisfy { $0.contains("sinceTime=2027-01-15T08") })
        #expect(queries.dropFirst().allSatisfy { !$0.contains("tailLines") })
    }

    @Test func whatWasNotYetWrittenIsAskedForByTheServersClock() async throws {
        let rig = try await rig()
        let transport = ScriptedLogs(
            base: rig.transport,
            [.lines([], isLost: true), .lines(["\(Self.start)Z a"], isLost: false)]
        )
        var options = ServiceLogOptions()
        options.tailLines = 0
        options.hasTimestamps = true
        let told = try await follow(rig, transport, options, until: "\(Self.start)Z a")
        #expect(told.lines == ["\(Self.start)Z a"])
        #expect(told.notes == [])
        #expect(transport.queries.dropFirst().first?.contains("sinceSeconds=2") == true)
        #expect(transport.queries.dropFirst().first?.contains("tailLines") == false)
    }

    @Test func aPodThatIsGoneIsLetGo() async throws {
        let rig = try await rig()
        let transport = ScriptedLogs(base: rig.transport, [.lines(["\(Self.start)Z a"], isLost: true)])
        let pod = try #require(try await rig.list("Pod").first)
        let names = Shared<Int>(0)
        let deployer = rig.deployer(over: transport)
        let scope = rig.scope
        try await rig.whileTimePasses {
            let follower = rig.task {
                try await deployer.followLogs(of: "cart", in: scope) { _ in }
            }
            try await rig.clock.sleep(for: .seconds(3))
            try await rig.client.delete(pod.reference, options: DeleteOptions(uid: nil))
            try await rig.clock.sleep(for: .seconds(120))
            names.set(transport.queries.count { $0.contains("/\(pod.name)/") })
            try await rig.clock.sleep(for: .seconds(300))
            follower.cancel()
            _ = await follower.result
        }
        // It was read again while it was there; what came in its place is followed instead.
        #expect(names.value > 1)
        #expect(transport.queries.count { $0.contains("/\(pod.name)/") } == names.value)
        #expect(transport.queries.contains { !$0.contains("/\(pod.name)/") })
    }

    @Test(arguments: [true, false])
    func whatARunWroteLastIsReadWhereAnotherBeganDuringThePause(isLost: Bool) async throws {
        let rig = try await rig()
        let transport = ScriptedLogs(
            base: rig.transport,
            [
                .lines(["\(Self.start)Z a"], isLost: isLost),
                .lines(["2027-01-15T08:00:02Z of the next run"], isLost: true),
            ],
            restarts: [0, 1],
            previous: ["\(Self.start)Z a", "2027-01-15T08:00:01Z b"]
        )
        let told = try await follow(rig, transport, until: "b")
        #expect(told.lines == ["a", "b"])
        #expect(told.notes == [])
        #expect(transport.queries.count { !$0.contains("previous=true") } == 1)
        let previous = transport.queries.filter { $0.contains("previous=true") }
        #expect(previous.count == 1)
        #expect(previous.first?.contains("sinceTime=2027-01-15T08") == true)
    }

    @Test func aClockThatIsSetBackLosesNoLine() {
        var place = LogPlace()
        #expect(place.take("\(Self.start).5Z a") == "a")
        // A piece of a line that is too long for one has no time.
        #expect(place.take("more of a") == "more of a")
        #expect(place.take("\(Self.start).1Z b") == "b")
        place.goBack()
        #expect(place.take("\(Self.start)Z before") == nil)
        #expect(place.take("more of before") == nil)
        #expect(place.take("\(Self.start).1Z b") == nil)
        #expect(place.take("\(Self.start).1Z c") == "c")
        #expect(place.take("2027-01-15T07:59:59Z d") == "d")
        #expect(place.count == 5)
    }
}

/// Answers each stream of a log by a script, and passes everything else on.
private final class ScriptedLogs: HTTPTransport {
    enum Answer: Sendable {
        case lines([String], isLost: Bool)
        case refused
    }

    private struct State {
        var answers: [Answer]
        var restarts: [Int]
        var queries: [String] = []
    }

    private let base: any HTTPTransport
    private let previous: [String]
    private let state: NIOLockedValueBox<State>

    /// Whoever looks at a pod sees the next of `restarts`, as long as there are any, and then the last; `previous` is the log
    /// of the run before.
    init(base: any HTTPTransport, _ answers: [Answer], restarts: [Int] = [], previous: [String] = []) {
        self.base = base
        self.previous = previous
        state = NIOLockedValueBox(State(answers: answers, restarts: restarts))
    }

    /// What was asked for, the path included.
    var queries: [String] { state.withLockedValue { $0.queries } }

    func send(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> HTTPReply {
        let path = request.path ?? ""
        if path.contains("/log?"), path.contains("previous=true") {
            state.withLockedValue { $0.queries.append(path) }
            let text = previous.map { $0 + "\n" }.joined()
            return HTTPReply(head: HTTPResponse(status: .ok), body: Array(text.utf8))
        }
        var reply = try await base.send(request, body: body)
        guard request.method == .get, path.contains("/pods/"), !path.contains("/log") else { return reply }
        let count = state.withLockedValue { state in
            state.restarts.count > 1 ? state.restarts.removeFirst() : state.restarts.first
        }
        if let count {
            let text = String(decoding: reply.body, as: UTF8.self)
            reply.body = Array(text.replacing("\"restartCount\":0", with: "\"restartCount\":\(count)").utf8)
        }
        return reply
    }

    func stream(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> HTTPStreamReply {
        guard let path = request.path, path.contains("/log?") else {
            return try await base.stream(request, body: body)
        }
        let answer = state.withLockedValue { state in
            state.queries.append(path)
            return state.answers.isEmpty ? Answer.lines([], isLost: false) : state.answers.removeFirst()
        }
        switch answer {
        case .refused:
            let refusal = HTTPReply.forbidden
            return HTTPStreamReply(
                head: refusal.head,
                body: AsyncThrowingStream { continuation in
                    continuation.yield(refusal.body)
                    continuation.finish()
                }
            )
        case .lines(let lines, let isLost):
            let text = lines.map { $0 + "\n" }.joined()
            return HTTPStreamReply(
                head: HTTPResponse(status: .ok),
                body: AsyncThrowingStream { continuation in
                    continuation.yield(Array(text.utf8))
                    if isLost {
                        continuation.finish(throwing: TransportError(.connectionLost, "lost by the test"))
                    } else {
                        continuation.finish()
                    }
                }
            )
        }
    }
}
