// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTP
import HTTPTypes
import Kubernetes
import Testing

@testable import KubernetesClient

@Suite struct OperationTests {
    private static let web = ObjectReference(
        type: GroupVersionKind(apiVersion: "apps/v1", kind: "Deployment"),
        namespace: "shop",
        name: "web"
    )

    private func deployment(_ version: String, _ more: JSONObject = [:]) -> JSONValue {
        var metadata: JSONObject = [
            "name": "web", "namespace": "shop", "resourceVersion": .string(version),
        ]
        for member in more { metadata[member.key] = member.value }
        return ["apiVersion": "apps/v1", "kind": "Deployment", "metadata": .object(metadata)]
    }

    private func modify(_ conflicts: Int) async -> (ScriptedTransport, ClusterError?) {
        var answers: [ScriptedTransport.Answer] = []
        for attempt in 1...5 {
            answers.append(.reply(200, deployment("\(attempt)")))
            answers.append(
                attempt <= conflicts
                    ? .reply(409, status(409, "Conflict")) : .reply(200, deployment("9"))
            )
        }
        let transport = ScriptedTransport(answers)
        let error = await failure { () async throws(ClusterError) in
            try await client(transport).modify(Self.web) { $0[metadata: "labels"] = ["a": "b"] }
        }
        return (transport, error)
    }

    @Test func aChangeIsMadeAgainOnTheLatestStateUpToFiveTimes() async {
        // C1.8
        let (transport, error) = await modify(4)
        #expect(error == nil)
        #expect(transport.asked.count == 10)
        let last = transport.asked[9].json
        #expect(last?[path: "metadata", "resourceVersion"]?.string == "5")
        #expect(last?[path: "metadata", "labels", "a"]?.string == "b")
        #expect(await modify(5).1?.code == .conflict)
    }

    @Test func followsALogLineByLineUntilItBreaks() async throws {
        let pod = ObjectReference(
            type: GroupVersionKind(apiVersion: "v1", kind: "Pod"),
            namespace: "shop",
            name: "web-1"
        )
        let transport = ScriptedTransport([.lines(["one", "", "zwei ü"], .connectionLost)])
        let options = LogOptions(container: "app", isPrevious: true, tailLines: 5, hasTimestamps: true)
        var lines: [String] = []
        var end: ClusterError?
        let stream = try await client(transport).followLogs(of: pod, options: options)
        do {
            for try await line in stream { lines.append(line) }
        } catch {
            end = error
        }
        #expect(lines == ["one", "", "zwei ü"])
        #expect(end?.code == .connectionLost)
        #expect(end?.object == pod)
        #expect(
            transport.asked[0].line == "GET /api/v1/namespaces/shop/pods/web-1/log"
                + "?container=app&previous=true&tailLines=5&timestamps=true&follow=true"
        )
    }

    private func body(_ text: String, inPiecesOf size: Int) -> AsyncThrowingStream<[UInt8], any Error> {
        AsyncThrowingStream { continuation in
            var rest = Array(text.utf8)[...]
            while !rest.isEmpty {
                continuation.yield(Array(rest.prefix(size)))
                rest = rest.dropFirst(size)
            }
            continuation.finish()
        }
    }

    @Test func aLineOfALogThatDoesNotEndComesInPiecesAndLosesNothing() async throws {
        // A container may write anything; pieces end within characters of two bytes.
        let text = String(repeating: "ü", count: 20_000) + "\nend"
        var lines = ByteLineIterator(body(text, inPiecesOf: 101), cutAbove: 1000)
        var pieces: [String] = []
        while let line = try await lines.next() { pieces.append(String(decoding: line, as: UTF8.self)) }
        let longest = pieces.map(\.utf8.count).max() ?? 0
        #expect(longest > 1000 && longest <= 1101)
        #expect(pieces.last == "end")
        let isWhole = pieces.dropLast().joined() + "\nend" == text
        #expect(isWhole)
    }

    @Test func anEventOfAWatchThatDoesNotEndIsABrokenConnection() async throws {
        var lines = ByteLineIterator(
            body(String(repeating: "x", count: 2000), inPiecesOf: 100),
            longest: 1000
        )
        do throws(TransportError) {
            _ = try await lines.next()
            Issue.record("it was read")
        } catch {
            #expect(
                error == TransportError(.connectionLost, "a line of the reply has no end after 1000 bytes")
            )
        }
    }

    @Test func asksWhetherSomethingIsAllowed() async throws {
        let transport = ScriptedTransport([
            .broken(.connectionLost), .reply(201, ["status": ["allowed": false, "reason": "no role"]]),
        ])
        let question = AccessQuestion(
            verb: "patch",
            group: "apps",
            resource: "deployments",
            subresource: "scale",
            namespace: "shop"
        )
        #expect("\(question)" == "patch deployments.apps/scale in shop")
        let answer = try await client(transport).review(question)
        #expect(answer == AccessAnswer(isAllowed: false, reason: "no role"))
        let attributes: JSONValue = [
            "namespace": "shop", "verb": "patch", "group": "apps", "resource": "deployments",
            "subresource": "scale",
        ]
        #expect(transport.asked[1].json?[path: "spec", "resourceAttributes"] == attributes)
    }

    @Test func tellsAnAPIServerFromSomethingElse() async throws {
        let transport = ScriptedTransport([
            .reply(200, ["gitVersion": "v1.36.2", "major": "1", "minor": "36", "platform": "linux/amd64"]),
            .reply(200, ["hello": "world"]), .text(200, "<html>"),
        ])
        #expect(try await client(transport).version().description == "v1.36.2")
        for _ in 0..<2 {
            let error = await failure { () async throws(ClusterError) in try await client(transport).version()
            }
            #expect(error?.code == .malformedReply)
        }
    }

    @Test func theServerKnowsTheDeadlineOfARequestButNotOfAStream() async throws {
        // C1.5, C2.3
        let transport = ScriptedTransport([.reply(200, deployment("1")), .lines([])])
        let client = ClusterClient(transport: transport, options: ClientOptions(clock: SkippingClock()))
        _ = try await client.get(Self.web)
        _ = try await client.watch(ObjectSelection(of: Self.web), from: "1")
        #expect(transport.asked[0].line.hasSuffix("/deployments/web?timeout=60s"))
        #expect(!transport.asked[1].line.contains("timeout=60s"))
    }

    @Test func oneObjectIsWatchedByName() async throws {
        // C3.9: works with rights to that name only.
        let transport = ScriptedTransport([.lines([])])
        _ = try await client(transport).watch(ObjectSelection(of: Self.web), from: "1")
        #expect(
            transport.asked[0].line.hasPrefix(
                "GET /apis/apps/v1/namespaces/shop/deployments?fieldSelector=metadata.name%3Dweb&watch=true"
            )
        )
    }
}
