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

    /// In the keys of a server a slash ends the namespace, and a hyphen comes before a slash.
    @Test func pagesOfAllNamespacesMissNothingWhereOneNameBeginsAnother() async throws {
        let client = try await client(maps: 2)
        _ = try await client.send("POST", "/api/v1/namespaces", ["metadata": ["name": "work-2"]])
        _ = try await client.send("POST", "/api/v1/namespaces/work-2/configmaps", Sample.configMap("d0", [:]))
        let all = "/api/v1/configmaps?fieldSelector=metadata.name!%3Dkube-root-ca.crt"
        #expect(names(try await client.get(all)) == ["d0", "c0", "c1"])
        var seen: [String] = []
        var token = ""
        repeat {
            let page = try await client.get(all + "&limit=1" + (token.isEmpty ? "" : "&continue=\(token)"))
            seen += names(page)
            token = page[path: "metadata", "continue"]?.string ?? ""
        } while !token.isEmpty
        #expect(seen == ["d0", "c0", "c1"])
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

    @Test(arguments: [
        ("/api/v1/nodes?fieldSelector=spec.unschedulable%3Dfalse", 3),
        ("/api/v1/nodes?fieldSelector=spec.unschedulable%3Dtrue", 0),
        ("/api/v1/namespaces/default/pods?fieldSelector=spec.hostNetwork%3Dfalse", 1),
        ("/apis/batch/v1/namespaces/default/jobs?fieldSelector=status.successful%3D1", 1),
        ("/apis/batch/v1/namespaces/default/jobs?fieldSelector=status.successful%3D0", 0),
        ("/api/v1/namespaces/default/events?fieldSelector=source%3Djob-controller,reason%3DCompleted", 1),
    ])
    func selectsByWhatAServerMakesOfOtherFields(path: String, count: Int) async throws {
        let client = SandboxClient()
        let job: JSONValue = [
            "metadata": ["name": "once"],
            "spec": [
                "template": [
                    "spec": ["restartPolicy": "Never", "containers": [["name": "once", "image": "once:1"]]]
                ]
            ],
        ]
        _ = try await client.send("POST", "/apis/batch/v1/namespaces/default/jobs", job)
        await client.server.advance(by: .seconds(10))
        #expect(try await client.get(path)["items"]?.array?.count == count)
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

    @Test func theFirstRowOfAWatchDescribesTheColumnsAlsoAfterABookmark() async throws {
        let client = try await client(maps: 0)
        let stream = try await client.watch(
            maps + "?watch=true&allowWatchBookmarks=true&labelSelector=app",
            accept: "application/json;as=Table;v=v1;g=meta.k8s.io"
        )
        await client.server.advance(by: .seconds(61))
        for name in ["a", "b"] {
            var map = Sample.configMap(name, [:])
            map["metadata"]?["labels"] = ["app": "a"]
            _ = try await client.send("POST", maps, map)
        }
        let events = try await client.events(3, of: stream)
        #expect(events.map { $0["type"] } == ["BOOKMARK", "ADDED", "ADDED"])
        let columns = events.map { $0[path: "object", "columnDefinitions"]?.array?.count ?? 0 }
        #expect(columns == [0, 3, 0])
    }

    @Test func aLimitOfNoTimeIsNone() async throws {
        let client = try await client(maps: 0)
        let stream = try await client.watch(maps + "?watch=true&timeoutSeconds=0")
        await client.server.advance(by: .seconds(3600))
        #expect(await client.server.openWatches == 1)
        _ = stream
    }

    @Test func refusesAFutureRevision() async throws {
        let client = try await client(maps: 0)
        let answer = try await client.send("GET", maps + "?resourceVersion=999999")
        #expect(answer.status == 504)
        #expect(answer.body[path: "details", "causes"]?.array?.first?["reason"] == "ResourceVersionTooLarge")
        #expect(answer.headers[.retryAfter] == "1")
    }
}
