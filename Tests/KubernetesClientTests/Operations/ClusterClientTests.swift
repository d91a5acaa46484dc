// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTP
import HTTPTypes
import Kubernetes
import NIOConcurrencyHelpers
import Testing

@testable import KubernetesClient

@Suite struct ClusterClientTests {
    private static let deployment = GroupVersionKind(group: "apps", version: "v1", kind: "Deployment")
    private static let web = ObjectReference(type: deployment, namespace: "shop", name: "web")
    private static let live: JSONValue = [
        "apiVersion": "apps/v1", "kind": "Deployment",
        "metadata": ["name": "web", "namespace": "shop", "uid": "u1"],
        "spec": ["replicas": 3, "paused": false],
    ]
    private static let object = KubernetesObject(
        type: deployment,
        metadata: ["name": "web", "namespace": "shop", "managedFields": []],
        members: ["spec": ["replicas": 3]]
    )

    @Test func appliesWithManagerStrictlyAndWithoutManagedFields() async throws {
        // C6.1
        let transport = ScriptedTransport([.reply(200, Self.live)])
        _ = try await client(transport).apply(Self.object, options: ApplyOptions(force: true, dryRun: true))
        let asked = try #require(transport.asked.first)
        #expect(
            asked.line
                == "PATCH /apis/apps/v1/namespaces/shop/deployments/web?fieldManager=msctl&fieldValidation=Strict&force=true&dryRun=All"
        )
        #expect(asked.request.headerFields[.contentType] == "application/apply-patch+yaml")
        #expect(asked.request.headerFields[.userAgent]?.hasPrefix("msctl/1.2.3 (linux/") == true)
        #expect(asked.json?[path: "metadata", "managedFields"] == nil)
        #expect(asked.json?[path: "spec", "replicas"] == 3)
    }

    @Test func listsInPagesAndGivesTheItemsTheirType() async throws {
        // C3.6
        let item: JSONValue = ["metadata": ["name": "a"]]
        let transport = ScriptedTransport([
            .reply(200, ["metadata": ["continue": "c/1", "resourceVersion": "7"], "items": [item]]),
            .reply(200, ["metadata": ["resourceVersion": "7"], "items": [item]]),
        ])
        let list = try await client(transport).list(
            ObjectSelection(Self.deployment, namespace: "shop", labelSelector: "a=b"),
            freshness: .cached
        )
        #expect(list.items.map(\.kind) == ["Deployment", "Deployment"])
        #expect(list.resourceVersion == "7")
        let path = "GET /apis/apps/v1/namespaces/shop/deployments?labelSelector=a%3Db&limit=500"
        #expect(transport.asked.map(\.line) == ["\(path)&resourceVersion=0", "\(path)&continue=c%2F1"])
    }

    @Test func aForgottenPageMeansOneWholeListButOnlyAfterTheFirst() async throws {
        // C3.6
        let page: JSONValue = ["metadata": ["continue": "c"], "items": []]
        let whole: JSONValue = ["metadata": ["resourceVersion": "9"], "items": []]
        let transport = ScriptedTransport([
            .reply(200, page), .reply(410, status(410, "Expired")), .reply(200, whole),
        ])
        #expect(try await client(transport).list(Self.deployment).resourceVersion == "9")
        #expect(transport.asked.last?.line == "GET /apis/apps/v1/deployments")
        let first = ScriptedTransport([.reply(410, status(410, "Expired"))])
        #expect(
            await failure { () async throws(ClusterError) in try await client(first).list(Self.deployment) }?
                .code == .expired
        )
    }

    /// What is between us and the server may answer every page with the same one.
    @Test(arguments: [["c", "c"], ["a", "b", "a"]])
    func aListThatGoesRoundInCirclesIsAnError(tokens: [String]) async throws {
        // C3.6
        let item: JSONValue = ["metadata": ["name": "a"]]
        let pages = tokens.map { token -> ScriptedTransport.Answer in
            .reply(200, ["metadata": ["continue": .string(token)], "items": [item]])
        }
        let transport = ScriptedTransport(pages)
        let error = await failure { () async throws(ClusterError) in
            try await client(transport).list(Self.deployment)
        }
        #expect(error?.code == .malformedReply)
        #expect(error?.description.contains("after \(tokens.count) objects") == true)
        #expect(error?.hint?.contains("proxy") == true)
        #expect(transport.asked.count == tokens.count)
    }

    @Test func aCreateWhoseAnswerWasLostLooksBeforeItRepeats() async throws {
        // C1.9
        let found = ScriptedTransport([.broken(.connectionLost), .reply(200, Self.live)])
        var object = Self.object
        object[metadata: "managedFields"] = nil
        #expect(try await client(found).create(object).uid == "u1")
        let missing = ScriptedTransport([
            .broken(.connectionLost), .reply(404, status(404, "NotFound")), .reply(201, Self.live),
        ])
        #expect(try await client(missing).create(object).uid == "u1")
        #expect(missing.asked.map { $0.request.method.rawValue } == ["POST", "GET", "POST"])
        object["spec"] = ["replicas": 4]
        let foreign = ScriptedTransport([.broken(.connectionLost), .reply(200, Self.live)])
        let error = await failure { [object] () async throws(ClusterError) in
            try await client(foreign).create(object)
        }
        #expect(error?.code == .connectionLost)
    }

    @Test func anApplyIsMadeAgainAsItWasUntilItsTimeIsUp() async throws {
        // C1.2, C1.4
        let clock = SkippingClock()
        let late = ScriptedTransport([.broken(.timedOut), .broken(.connectionLost), .reply(200, Self.live)])
        #expect(try await client(late, clock).apply(Self.object).uid == "u1")
        #expect(Set(late.asked.map(\.line)).count == 1)
        #expect(Set(late.asked.map(\.body)).count == 1)
        #expect(late.asked.count == 3)
        #expect(clock.sleeps == [.seconds(1), .seconds(1)])
        let silent = ScriptedTransport(Array(repeating: .broken(.timedOut), count: 100))
        let error = await failure { () async throws(ClusterError) in
            try await client(silent).apply(Self.object)
        }
        #expect(error?.code == .timedOut)
        #expect(error?.isOutcomeUnknown == true)
        #expect(silent.asked.count > 2 && silent.asked.count < 100)
        #expect(error?.earlierAttempts.count == silent.asked.count - 1)
        let read = ScriptedTransport([.broken(.timedOut), .reply(200, Self.live)])
        #expect(
            await failure { () async throws(ClusterError) in try await client(read).get(Self.web) }?.code
                == .timedOut
        )
    }

    @Test func aDeleteNamesTheUIDAndMayBeRepeated() async throws {
        // C1.9, C10
        let transport = ScriptedTransport([.broken(.connectionLost), .reply(404, status(404, "NotFound"))])
        try await client(transport).delete(Self.web, options: DeleteOptions(uid: "u1"))
        #expect(transport.asked.first?.json?[path: "preconditions", "uid"] == "u1")
        // A server has other conflicts than that another one is in its place.
        let moved = ScriptedTransport([.broken(.connectionLost), .reply(409, status(409, "Conflict"))])
        let conflict = await failure { () async throws(ClusterError) in
            try await client(moved).delete(Self.web, options: DeleteOptions(uid: "u1"))
        }
        #expect(conflict?.code == .conflict)
        let blind = ScriptedTransport([.broken(.connectionLost)])
        let error = await failure { () async throws(ClusterError) in
            try await client(blind).delete(Self.web, options: DeleteOptions(uid: nil))
        }
        #expect(error?.code == .connectionLost)
    }

    @Test func waitsAndRetriesOnTheInjectedClockAndTellsOfEarlierAttempts() async throws {
        // C1.1, C1.4
        let clock = SkippingClock()
        let transport = ScriptedTransport([
            .reply(503, status(503, "ServiceUnavailable", "etcd down"), ["Retry-After": "2"]),
            .reply(500, status(500, "InternalError", "still down")),
        ])
        let error = await failure { () async throws(ClusterError) in
            try await client(transport, clock).get(Self.web)
        }
        #expect(clock.sleeps == [.seconds(2)])
        #expect(error?.earlierAttempts == ["503 etcd down"])
    }

    @Test func scalesThroughTheSubresource() async throws {
        // C6.3
        let transport = ScriptedTransport([.reply(200, ["spec": ["replicas": 5], "status": ["replicas": 3]])])
        #expect(try await client(transport).setScale(of: Self.web, to: 5).desiredReplicas == 5)
        #expect(
            transport.asked.first?.line
                == "PATCH /apis/apps/v1/namespaces/shop/deployments/web/scale?fieldManager=msctl"
        )
    }

    @Test func observesThroughABrokenConnectionAndAForgottenVersion() async throws {
        // C3.3, C3.5, C3.7, C3.8
        func pod(_ name: String, _ version: String) -> JSONValue {
            [
                "apiVersion": "v1", "kind": "Pod",
                "metadata": ["name": .string(name), "resourceVersion": .string(version)],
            ]
        }
        func event(_ type: String, _ object: JSONValue) -> String {
            JSONValue.object(["type": .string(type), "object": object]).text()
        }
        let transport = ScriptedTransport([
            .reply(422, status(422, "Invalid", "sendInitialEvents is forbidden for watch")),
            .reply(200, ["metadata": ["resourceVersion": "5"], "items": [pod("a", "4")]]),
            .lines([event("MODIFIED", pod("a", "6"))], .connectionLost),
            .lines([event("ERROR", status(410, "Expired"))]),
            .reply(200, ["metadata": ["resourceVersion": "9"], "items": []]),
            .reply(403, status(403, "Forbidden")),
        ])
        var seen: [String] = []
        let type = GroupVersionKind(group: "", version: "v1", kind: "Pod")
        do {
            for try await observation in client(transport).observe(ObjectSelection(type, namespace: "shop")) {
                switch observation {
                case .synced(let objects): seen.append("synced \(objects.count)")
                case .changed(let object): seen.append("changed \(object.name)")
                case .deleted(let object): seen.append("deleted \(object.name)")
                case .interrupted: seen.append("interrupted")
                case .resumed: seen.append("resumed")
                }
            }
        } catch {
            seen.append("\(error.code)")
        }
        #expect(
            seen == [
                "synced 1", "changed a", "interrupted", "resumed", "interrupted", "synced 0", "forbidden",
            ]
        )
        #expect(
            transport.asked[0].line.hasSuffix("&sendInitialEvents=true&resourceVersionMatch=NotOlderThan")
        )
        #expect(transport.asked[3].line.contains("resourceVersion=6"))
        #expect(transport.asked[4].line.contains("resourceVersion=6&resourceVersionMatch=NotOlderThan"))
        #expect(transport.asked[2].line.contains("allowWatchBookmarks=true"))
    }

    /// What is not needed is taken away of every object, in whatever way it comes.
    @Test func condensesWhateverIsObserved() async {
        func pod(_ version: String) -> JSONValue {
            [
                "apiVersion": "v1", "kind": "Pod", "spec": ["nodeName": "a"],
                "metadata": ["name": "web", "resourceVersion": .string(version)],
            ]
        }
        func event(_ type: String, _ object: JSONValue) -> String {
            JSONValue.object(["type": .string(type), "object": object]).text()
        }
        let end: JSONValue = [
            "apiVersion": "v1", "kind": "Pod",
            "metadata": ["resourceVersion": "5", "annotations": ["k8s.io/initial-events-end": "true"]],
        ]
        let transport = ScriptedTransport([
            .lines([
                event("ADDED", pod("4")), event("BOOKMARK", end), event("MODIFIED", pod("6")),
                event("DELETED", pod("7")), event("ERROR", status(410, "Expired")),
            ]),
            .lines([event("ERROR", status(410, "Expired"))]),
            .reply(200, ["metadata": ["resourceVersion": "9"], "items": [pod("8")]]),
            .reply(403, status(403, "Forbidden")),
        ])
        var seen: [KubernetesObject] = []
        do {
            let type = GroupVersionKind(group: "", version: "v1", kind: "Pod")
            let observations = client(transport).observe(ObjectSelection(type, namespace: "shop")) { pod in
                var pod = pod
                pod["spec"] = nil
                return pod
            }
            for try await observation in observations {
                switch observation {
                case .synced(let objects): seen += objects
                case .changed(let object), .deleted(let object): seen.append(object)
                case .interrupted, .resumed: break
                }
            }
        } catch {}
        #expect(seen.compactMap(\.resourceVersion) == ["4", "6", "7", "8"])
        #expect(seen.allSatisfy { $0["spec"] == nil })
    }

    @Test func watchesThatBringNothingAreReplacedByAList() async {
        // C3.3: as behind a proxy that gives every stream an end at once.
        let transport = ScriptedTransport([
            .reply(422, status(422, "Invalid", "sendInitialEvents is forbidden for watch")),
            .reply(200, ["metadata": ["resourceVersion": "5"], "items": []]),
            .lines([]), .lines([]), .lines([]),
            .reply(200, ["metadata": ["resourceVersion": "9"], "items": []]),
            .reply(403, status(403, "Forbidden")),
        ])
        var seen: [String] = []
        let type = GroupVersionKind(group: "", version: "v1", kind: "Pod")
        do {
            for try await observation in client(transport).observe(ObjectSelection(type, namespace: "shop")) {
                switch observation {
                case .synced: seen.append("synced")
                case .interrupted(let reason): seen.append(reason)
                default: Issue.record("\(observation)")
                }
            }
        } catch {
            seen.append("\(error.code)")
        }
        #expect(seen.count == 4)
        #expect(seen.first == "synced" && seen.suffix(2) == ["synced", "forbidden"])
        #expect(seen.contains { $0.contains("as soon as they are opened; listing again") }, "\(seen)")
        #expect(
            transport.asked.map { $0.line.contains("watch=true") } == [
                true, false, true, true, true, false, true,
            ]
        )
    }

    @Test func showsEachWarningOnceAndTracesWithoutSecrets() async throws {
        // C2.4
        let heard = NIOLockedValueBox<[String]>([])
        let traces = NIOLockedValueBox<[RequestTrace]>([])
        let warning = ["Warning": "299 - \"v1 is old\", 299 - \"say \\\"hi\\\"\""]
        let transport = ScriptedTransport([.reply(200, Self.live, warning), .reply(200, Self.live, warning)])
        let hooks = ClientHooks(
            warning: { text in heard.withLockedValue { $0.append(text) } },
            trace: { trace in traces.withLockedValue { $0.append(trace) } }
        )
        let client = ClusterClient(
            transport: transport,
            address: ServerAddress(scheme: "https", authority: "k8s"),
            credentials: FixedCredentials(Credentials(.bearer(Redacted("MARKER")))),
            options: ClientOptions(hooks: hooks)
        )
        for _ in 0..<2 { _ = try await client.get(Self.web) }
        #expect(heard.withLockedValue { $0 } == ["v1 is old", "say \"hi\""])
        #expect(transport.asked[0].request.headerFields[.authorization] == "Bearer MARKER")
        #expect(!"\(traces.withLockedValue { $0 })".contains("MARKER"))
        #expect(traces.withLockedValue { $0.first?.description.contains("→ 200") } == true)
    }

    @Test func whatOthersWroteDoesNotSteerATerminal() async {
        // C2.4
        let heard = NIOLockedValueBox<[String]>([])
        let transport = ScriptedTransport([
            .reply(
                403,
                status(403, "Forbidden", "policy \u{1B}]0;owned\u{07}\u{9B}2J"),
                ["Warning": "299 - \"\u{9B}2Jold\""]
            )
        ])
        let hooks = ClientHooks(warning: { text in heard.withLockedValue { $0.append(text) } })
        let client = ClusterClient(transport: transport, options: ClientOptions(hooks: hooks))
        let error = await failure { () async throws(ClusterError) in try await client.get(Self.web) }
        let controls = "\(heard.withLockedValue { $0 }) \(error.map { $0.description } ?? "")".unicodeScalars
            .filter { $0.properties.generalCategory == .control && $0 != "\n" }
        #expect(controls.isEmpty)
        #expect(heard.withLockedValue { $0 } == ["\u{FFFD}2Jold"])
        #expect(error?.description.contains("policy \u{FFFD}]0;owned\u{FFFD}\u{FFFD}2J") == true)
    }

    @Test func sendsNoCredentialsInTheClear() async throws {
        // C4.6
        let transport = ScriptedTransport([.reply(200, Self.live)])
        let client = ClusterClient(
            transport: transport,
            credentials: FixedCredentials(Credentials(.bearer(Redacted("MARKER"))))
        )
        let error = await failure { () async throws(ClusterError) in try await client.get(Self.web) }
        #expect(error?.code == .notSent)
        #expect(transport.asked.isEmpty)
    }
}
