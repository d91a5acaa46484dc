// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTPTypes
import Sandbox
import Testing

@Suite struct ListWatchTests {
    private let maps = "/api/v1/namespaces/work/configmaps"

    private func client(maps count: Int) async throws -> SandboxClient {
        let client = SandboxClient()
        _ = try await client.send("POST", "/api/v1/namespaces", ["metadata": ["name": "work"]])
        for index in 0..<count {
            var map = Sample.configMap("c\(index)", ["k": "v"])
            map["metadata"]?["labels"] = ["idx": .string(String(index)), "app": index % 2 == 0 ? "a" : "b"]
            _ = try await client.send("POST", maps, map)
        }
        return client
    }

    private func names(_ list: JSONValue) -> [String] {
        (list["items"]?.array ?? []).compactMap { $0[path: "metadata", "name"]?.string }
    }

    @Test func pagesShowTheStateOfTheFirstPage() async throws {
        let client = try await client(maps: 5)
        let first = try await client.get(maps + "?limit=2")
        #expect(names(first) == ["c0", "c1"])
        #expect(first[path: "metadata", "remainingItemCount"] == 3)
        let token = first[path: "metadata", "continue"]?.string ?? ""
        _ = try await client.send("DELETE", maps + "/c3")
        _ = try await client.send("POST", maps, Sample.configMap("c9", [:]))
        let rest = try await client.get(maps + "?continue=\(token)")
        #expect(names(rest) == ["c2", "c3", "c4"])
        #expect(rest[path: "metadata", "resourceVersion"] == first[path: "metadata", "resourceVersion"])
    }

    @Test func aForgottenPageAnswers410WithAWayOn() async throws {
        let client = try await client(maps: 3)
        let token = try await client.get(maps + "?limit=1")[path: "metadata", "continue"]?.string ?? ""
        _ = try await client.send("POST", maps, Sample.configMap("d", [:]))
        await client.server.compact()
        let gone = try await client.send("GET", maps + "?limit=1&continue=\(token)")
        #expect(gone.status == 410)
        #expect(gone.body["reason"] == "Expired")
        let onward = gone.body[path: "metadata", "continue"]?.string ?? ""
        #expect(names(try await client.get(maps + "?continue=\(onward)")) == ["c1", "c2", "d"])
    }

    @Test(
        arguments: [
            ("labelSelector=app%3Da", ["c0", "c2"]), ("labelSelector=app!%3Da", ["c1", "c3"]),
            ("labelSelector=idx%20in%20(1,2)", ["c1", "c2"]), ("fieldSelector=metadata.name%3Dc3", ["c3"]),
            ("fieldSelector=metadata.name!%3Dc3&labelSelector=app%3Db", ["c1"]),
        ]
    )
    func selects(query: String, expected: [String]) async throws {
        let client = try await client(maps: 4)
        #expect(names(try await client.get("\(maps)?\(query)")) == expected)
    }

    @Test func refusesFieldsThatCannotBeSelected() async throws {
        let client = try await client(maps: 1)
        let answer = try await client.send("GET", maps + "?fieldSelector=data.k%3Dv")
        #expect(answer.status == 400)
        #expect(
            answer.body["message"]
                == "\"data.k\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\""
        )
    }

    @Test func watchesFromARevision() async throws {
        let client = try await client(maps: 1)
        let start = try await client.get(maps)[path: "metadata", "resourceVersion"]?.string ?? ""
        _ = try await client.send("POST", maps, Sample.configMap("n", ["a": "1"]))
        let stream = try await client.watch(maps + "?watch=true&resourceVersion=\(start)")
        _ = try await client.send(
            "PATCH",
            maps + "/n",
            ["data": ["a": "2"]],
            type: "application/merge-patch+json"
        )
        _ = try await client.send(
            "PATCH",
            maps + "/n",
            ["data": ["a": "2"]],
            type: "application/merge-patch+json"
        )
        _ = try await client.send("DELETE", maps + "/n")
        let events = try await client.events(3, of: stream)
        #expect(events.map { $0["type"] } == ["ADDED", "MODIFIED", "DELETED"])
    }

    @Test func anObjectThatStopsMatchingIsDeletedWithItsOldContent() async throws {
        let client = try await client(maps: 1)
        let stream = try await client.watch(maps + "?watch=true&labelSelector=app%3Da")
        let patched = try await client.send(
            "PATCH",
            maps + "/c0",
            ["metadata": ["labels": ["app": "z"]]],
            type: "application/merge-patch+json"
        )
        let events = try await client.events(2, of: stream)
        #expect(events[1]["type"] == "DELETED")
        #expect(events[1][path: "object", "metadata", "labels", "app"] == "a")
        #expect(
            events[1][path: "object", "metadata", "resourceVersion"]
                == patched.body[path: "metadata", "resourceVersion"]
        )
    }

    @Test func initialEventsEndWithABookmark() async throws {
        let client = try await client(maps: 2)
        let stream = try await client.watch(
            maps
                + "?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true"
                + "&labelSelector=idx"
        )
        let events = try await client.events(3, of: stream)
        #expect(events.map { $0["type"] } == ["ADDED", "ADDED", "BOOKMARK"])
        #expect(events[2][path: "object", "metadata", "annotations"] == ["k8s.io/initial-events-end": "true"])
    }

    @Test func anOldStartIsToldInTheStream() async throws {
        let client = try await client(maps: 2)
        await client.server.compact()
        let stream = try await client.watch(maps + "?watch=true&resourceVersion=1")
        let events = try await client.events(.max, of: stream)
        #expect(events.map { $0["type"] } == ["ERROR"])
        #expect(events.first?[path: "object", "code"] == 410)
    }

    @Test func bookmarksAndTheTimeLimitCome() async throws {
        let client = try await client(maps: 0)
        let stream = try await client.watch(
            maps + "?watch=true&allowWatchBookmarks=true&timeoutSeconds=130&labelSelector=none"
        )
        await client.server.advance(by: .seconds(131))
        let events = try await client.events(.max, of: stream)
        #expect(events.map { $0["type"] } == ["BOOKMARK", "BOOKMARK", "BOOKMARK"])
        #expect(await client.server.openWatches == 0)
    }

    @Test func refusesAFutureRevision() async throws {
        let client = try await client(maps: 0)
        let answer = try await client.send("GET", maps + "?resourceVersion=999999")
        #expect(answer.status == 504)
        #expect(answer.body[path: "details", "causes"]?.array?.first?["reason"] == "ResourceVersionTooLarge")
        #expect(answer.headers[.retryAfter] == "1")
    }
}
