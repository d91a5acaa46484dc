// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTPTypes
import Kubernetes
import NIOConcurrencyHelpers
import Testing

@testable import KubernetesClient

/// A machine whose files and time a test changes.
private final class Disk: Sendable {
    let files = NIOLockedValueBox<[String: [UInt8]]>([:])
    let time = NIOLockedValueBox(Timestamp(seconds: 1_000_000))

    func access(_ environment: [String: String] = ["XDG_CACHE_HOME": "/cache"]) -> SystemAccess {
        SystemAccess(
            readFile: { path in self.files.withLockedValue { $0[path] }.map { .content($0) } ?? .missing },
            keepFile: { path, content in self.files.withLockedValue { $0[path] = content } },
            environment: environment,
            isInteractive: false,
            now: { self.time.withLockedValue(\.self) },
            run: { (_) async throws(CredentialError) in [] }
        )
    }

    func pass(_ duration: Duration) { time.withLockedValue { $0 = $0 + duration } }

    func client(_ transport: ScriptedTransport, at server: String = "https://one") -> ClusterClient {
        var options = ClientOptions(version: "1.2.3", clock: SkippingClock(), random: { 0.5 })
        options.requestTimeout = nil
        options.discoveryCache = DiscoveryCache(access())
        let address = ServerAddress(server) ?? ServerAddress(scheme: "https", authority: "one")
        return ClusterClient(transport: transport, address: address, options: options)
    }
}

@Suite struct DiscoveryTests {
    private static let widget = GroupVersionKind(group: "x.io", version: "v1", kind: "Widget")
    private static let gadget = GroupVersionKind(group: "y.io", version: "v1", kind: "Gadget")

    private static func entry(_ type: GroupVersionKind, _ plural: String, _ scope: String) -> JSONValue {
        [
            "resource": .string(plural), "scope": .string(scope),
            "responseKind": ["group": .string(type.group), "kind": .string(type.kind)],
            "subresources": [["subresource": "status"]],
        ]
    }

    private static func group(
        _ type: GroupVersionKind,
        _ resources: [JSONValue],
        freshness: String = "Current"
    ) -> JSONValue {
        [
            "metadata": ["name": .string(type.group)],
            "versions": [
                [
                    "version": .string(type.version), "freshness": .string(freshness),
                    "resources": .array(resources),
                ]
            ],
        ]
    }

    private static func aggregated(_ groups: JSONValue...) -> JSONValue {
        [
            "kind": "APIGroupDiscoveryList", "apiVersion": "apidiscovery.k8s.io/v2", "items": .array(groups),
        ]
    }

    private static let widgets = aggregated(group(widget, [entry(widget, "widgetz", "Cluster")]))

    private func plural(_ client: ClusterClient, _ type: GroupVersionKind) async throws -> String {
        try await client.resource(type, doing: "looking").plural
    }

    @Test func asksNothingAboutTheKindsItKnows() async throws {
        // C9
        let transport = ScriptedTransport([])
        for kind in ["Deployment", "StatefulSet"] {
            let type = GroupVersionKind(apiVersion: "apps/v1", kind: kind)
            #expect(try await client(transport).resource(type, doing: "looking").type == type)
        }
        #expect(transport.asked.isEmpty)
    }

    @Test func asksOnceForEverythingThatIsServed() async throws {
        // C9
        let transport = ScriptedTransport([
            .reply(200, Self.widgets), .reply(200, ["metadata": [:], "items": []]),
            .reply(200, ["metadata": [:], "items": []]),
        ])
        let client = client(transport)
        _ = try await client.list(Self.widget, namespace: "shop")
        _ = try await client.list(Self.widget)
        #expect(
            transport.asked.map(\.line) == ["GET /apis"]
                + Array(repeating: "GET /apis/x.io/v1/widgetz?limit=500", count: 2)
        )
        let accept = transport.asked[0].request.headerFields[.accept] ?? ""
        #expect(accept.hasPrefix("application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"))
        #expect(accept.hasSuffix(",application/json"))
    }

    @Test func goesGroupByGroupWithAnOlderServer() async throws {
        // C9
        let transport = ScriptedTransport([
            .reply(200, ["kind": "APIGroupList", "groups": []]),
            .reply(200, ["resources": [["name": "widgetz", "kind": "Widget", "namespaced": false]]]),
        ])
        #expect(try await plural(client(transport), Self.widget) == "widgetz")
        #expect(transport.asked.map(\.line) == ["GET /apis", "GET /apis/x.io/v1"])
    }

    @Test(arguments: [403, 404, 406, 500])
    func goesGroupByGroupWhereTheWholeIsNotToBeHad(code: Int) async throws {
        // C9
        let transport = ScriptedTransport([
            .reply(code, status(code, "No")),
            .reply(200, ["resources": [["name": "widgetz", "kind": "Widget"]]]),
        ])
        #expect(try await plural(client(transport), Self.widget) == "widgetz")
    }

    @Test func anotherServersTroubleHidesItsOwnGroupOnly() async throws {
        // C9: a stale group is one whose APIService does not answer.
        let document = Self.aggregated(
            Self.group(Self.gadget, [], freshness: "Stale"),
            Self.group(Self.widget, [Self.entry(Self.widget, "widgetz", "Namespaced")])
        )
        let transport = ScriptedTransport([
            .reply(200, document), .reply(200, document), .text(500, "service unavailable"),
        ])
        let client = client(transport)
        #expect(try await plural(client, Self.widget) == "widgetz")
        let error = await failure { () async throws(ClusterError) in
            try await client.resource(Self.gadget, doing: "looking")
        }
        #expect(error?.code == .serverFailure)
        #expect(transport.asked.last?.line == "GET /apis/y.io/v1")
    }

    private static let gadgetObject = KubernetesObject(
        type: gadget,
        metadata: ["name": "g", "namespace": "shop"]
    )

    @Test func anApplyAsksAgainForATypeThatIsAboutToBeServed() async throws {
        // C1.9
        let both = Self.aggregated(
            Self.group(Self.gadget, [Self.entry(Self.gadget, "gadgetz", "Namespaced")])
        )
        let clock = SkippingClock()
        let transport = ScriptedTransport([
            .reply(200, Self.widgets), .reply(200, Self.widgets), .reply(200, both),
            .reply(200, .object(Self.gadgetObject.json)),
        ])
        _ = try await client(transport, clock).apply(Self.gadgetObject)
        #expect(transport.asked.prefix(3).map(\.line) == Array(repeating: "GET /apis", count: 3))
        #expect(
            transport.asked.last?.line.hasPrefix("PATCH /apis/y.io/v1/namespaces/shop/gadgetz/g?") == true
        )
        #expect(clock.sleeps == [.milliseconds(500), .milliseconds(500)])
    }

    @Test func aTypeThatIsNeverServedIsGivenUpAfterTenSecondsAndByADryRunAtOnce() async {
        // C1.9
        let clock = SkippingClock()
        let transport = ScriptedTransport(Array(repeating: .reply(200, Self.widgets), count: 40))
        let lasting = await failure { () async throws(ClusterError) in
            try await client(transport, clock).apply(Self.gadgetObject)
        }
        #expect(lasting?.code == .notFound)
        #expect(clock.sleeps.reduce(.zero, +) == .seconds(10))
        let asked = transport.asked.count
        let planned = await failure { () async throws(ClusterError) in
            try await client(transport, clock).apply(Self.gadgetObject, options: ApplyOptions(dryRun: true))
        }
        #expect(planned?.code == .notFound)
        #expect(transport.asked.count == asked + 1)
        #expect(clock.sleeps.reduce(.zero, +) == .seconds(10))
    }

    @Test func saysWhatNobodyServes() async throws {
        // C9
        let transport = ScriptedTransport([.reply(200, Self.widgets)])
        let error = await failure { () async throws(ClusterError) in
            try await client(transport).resource(Self.gadget, doing: "looking")
        }
        #expect(error?.code == .notFound)
        #expect(error?.hint?.contains("`y.io/v1` `Gadget`") == true)
    }

    @Test func keepsTheAnswerForSixHoursAndThenAsksWhetherItHolds() async throws {
        // C9
        let disk = Disk()
        let transport = ScriptedTransport([
            .reply(200, Self.widgets, ["ETag": "\"one\""]), .reply(304, .null),
        ])
        #expect(try await plural(disk.client(transport), Self.widget) == "widgetz")
        disk.pass(.seconds(6 * 3600 - 1))
        #expect(try await plural(disk.client(transport), Self.widget) == "widgetz")
        #expect(transport.asked.count == 1)
        disk.pass(.seconds(1))
        #expect(try await plural(disk.client(transport), Self.widget) == "widgetz")
        #expect(transport.asked.count == 2)
        #expect(transport.asked[1].request.headerFields[.ifNoneMatch] == "\"one\"")
        // The answer that it holds starts the six hours anew.
        disk.pass(.seconds(6 * 3600 - 1))
        #expect(try await plural(disk.client(transport), Self.widget) == "widgetz")
        #expect(transport.asked.count == 2)
    }

    @Test func asksAtOnceAboutATypeThatWasNotThere() async throws {
        // C9
        let disk = Disk()
        let both = Self.aggregated(
            Self.group(Self.widget, [Self.entry(Self.widget, "widgetz", "Cluster")]),
            Self.group(Self.gadget, [Self.entry(Self.gadget, "gadgets", "Namespaced")])
        )
        let transport = ScriptedTransport([
            .reply(200, Self.widgets, ["ETag": "\"one\""]), .reply(200, both, ["ETag": "\"two\""]),
        ])
        _ = try await plural(disk.client(transport), Self.widget)
        #expect(try await plural(disk.client(transport), Self.gadget) == "gadgets")
        #expect(try await plural(disk.client(transport), Self.gadget) == "gadgets")
        #expect(transport.asked.count == 2)
    }

    @Test func keepsServersApartAndDoesWithoutADamagedFile() async throws {
        // C9
        let disk = Disk()
        let transport = ScriptedTransport(Array(repeating: .reply(200, Self.widgets), count: 3))
        _ = try await plural(disk.client(transport), Self.widget)
        _ = try await plural(disk.client(transport, at: "https://two"), Self.widget)
        #expect(transport.asked.count == 2)
        #expect(disk.files.withLockedValue { $0.keys.allSatisfy { $0.hasPrefix("/cache/msctl/discovery/") } })
        disk.files.withLockedValue { files in
            for path in files.keys { files[path] = Array("{\"server\": \"https://one\", \"types\": {".utf8) }
        }
        #expect(try await plural(disk.client(transport), Self.widget) == "widgetz")
        #expect(transport.asked.count == 3)
    }

    @Test func findsTheCacheOfThePerson() {
        // C9
        let disk = Disk()
        func folder(_ environment: [String: String]) -> String? {
            DiscoveryCache(disk.access(environment))?.folder
        }
        #expect(folder(["XDG_CACHE_HOME": "/c", "HOME": "/h"]) == "/c/msctl/discovery")
        #expect(folder(["XDG_CACHE_HOME": "c", "HOME": "/h"]) == "/h/.cache/msctl/discovery")
        #expect(folder([:]) == nil)
    }
}
