// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import Sandbox
import Testing

@Suite struct FaultTests {
    private let maps = "/api/v1/namespaces/default/configmaps"
    private let leases = "/apis/coordination.k8s.io/v1/namespaces/default/leases"

    @Test func aStaleListShowsWhatWas() async throws {
        let client = SandboxClient()
        _ = try await client.send("POST", maps, Sample.configMap("a", [:]))
        _ = try await client.send("POST", maps, Sample.configMap("b", [:]))
        await client.server.inject([.init(.staleList(changes: 1), methods: ["GET"])])
        func names() async throws -> [String] {
            (try await client.get(maps)["items"]?.array ?? []).compactMap {
                $0[path: "metadata", "name"]?.string
            }
        }
        #expect(try await names() == ["a", "kube-root-ca.crt"])
        #expect(try await names() == ["a", "b", "kube-root-ca.crt"])
    }

    /// However often it is asked, nobody waits for ever: on a quiet cluster the next list is as of now.
    @Test func aStaleListCatchesUp() async throws {
        let client = SandboxClient()
        _ = try await client.send("POST", maps, Sample.configMap("a", [:]))
        _ = try await client.send("POST", maps, Sample.configMap("b", [:]))
        await client.server.inject([.init(.staleList(changes: 2), methods: ["GET"], strikes: nil)])
        func names() async throws -> [String] {
            (try await client.get(maps)["items"]?.array ?? []).compactMap {
                $0[path: "metadata", "name"]?.string
            }
        }
        #expect(try await names() == ["kube-root-ca.crt"])
        #expect(try await names() == ["a", "b", "kube-root-ca.crt"])
        // Later changes are late again, and only these.
        _ = try await client.send("POST", maps, Sample.configMap("c", [:]))
        #expect(try await names() == ["a", "b", "kube-root-ca.crt"])
        #expect(try await names() == ["a", "b", "c", "kube-root-ca.crt"])
    }

    /// Watches are fed by the cache that lists are answered from.
    @Test func noListIsOlderThanAWatchOfItsKind() async throws {
        let client = SandboxClient()
        let stream = try await client.watch(maps + "?watch=true")
        _ = try await client.send("POST", maps, Sample.configMap("a", [:]))
        await client.server.inject([.init(.staleList(changes: 1), methods: ["GET"], strikes: nil)])
        let names = (try await client.get(maps)["items"]?.array ?? []).compactMap {
            $0[path: "metadata", "name"]?.string
        }
        #expect(names == ["a", "kube-root-ca.crt"])
        _ = try await client.events(1, of: stream)
    }

    /// Which requests are struck follows from verb, kind and seed.
    @Test func faultsStrikeByVerbKindAndSeed() async throws {
        func pattern(seed: UInt64?) async throws -> [Int] {
            var options = SandboxOptions()
            options.faultSeed = seed
            var rule = FaultScript.Rule(.status(503, retryAfter: nil), strikes: nil, rate: 0.5)
            rule.verbs = ["list"]
            rule.resources = ["configmaps"]
            options.faults = FaultScript([rule])
            let client = SandboxClient(options)
            var result: [Int] = []
            for _ in 0..<20 { result.append(try await client.send("GET", maps).status) }
            for (method, path) in [("GET", maps + "/kube-root-ca.crt"), ("GET", leases), ("GET", "/version")]
            {
                for _ in 0..<20 {
                    let answer = try await client.send(method, path)
                    #expect(answer.status == 200, "\(path)")
                }
            }
            return result
        }
        let one = try await pattern(seed: 1)
        #expect(one.contains(200) && one.contains(503))
        let again = try await pattern(seed: 1)
        #expect(one == again)
        let other = try await pattern(seed: 2)
        #expect(one != other)
    }

    @Test func aStolenLeaseIsAConflictForItsHolder() async throws {
        let client = SandboxClient()
        let lease: JSONValue = ["metadata": ["name": "lock"], "spec": ["holderIdentity": "me"]]
        let held = try await client.send("POST", leases, lease).body
        await client.server.inject([.init(.leaseTheft(by: "thief"), methods: ["PUT"])])
        let renewal = try await client.send("PUT", leases + "/lock", held)
        #expect(renewal.status == 409)
        let now = try await client.get(leases + "/lock")
        #expect(now[path: "spec", "holderIdentity"] == "thief")
        #expect(now[path: "spec", "leaseTransitions"] == 1)
    }

    @Test(arguments: [("1ns", 504), ("1ms", 504), ("10s", 200), ("abc", 400)])
    func aRequestHasTheTimeThatTheClientGivesIt(timeout: String, status: Int) async throws {
        let answer = try await SandboxClient().send("GET", maps + "?timeout=\(timeout)")
        #expect(answer.status == status)
        if status == 504 { #expect(answer.body["kind"] == nil) }
    }

    @Test func aDefinitionIsServedAfterAMoment() async throws {
        let client = SandboxClient()
        let path = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"
        #expect(try await client.send("POST", path, Made.gadgets).status == 201)
        let gadgets = "/apis/example.com/v1/namespaces/default/gadgets"
        let early = try await client.send("GET", gadgets)
        #expect(early.status == 404)
        #expect(early.text == "404 page not found\n")
        await client.server.advance(by: .milliseconds(200))
        #expect(try await client.send("GET", gadgets).status == 200)
    }

    @Test func namesThatComeTwiceAreRefusedMentionedOrIgnored() async throws {
        let client = SandboxClient()
        let text = #"{"metadata":{"name":"x","name":"y"}}"#
        let strict = try await client.send("POST", maps + "?fieldValidation=Strict", text: text)
        #expect(strict.status == 400)
        #expect(strict.body["message"]?.string?.hasSuffix("duplicate field \"metadata.name\"") == true)
        let warned = try await client.send("POST", maps + "?dryRun=All", text: text)
        #expect(warned.status == 201)
        #expect(warned.body[path: "metadata", "name"] == "y")
        let silent = try await client.send("POST", maps + "?fieldValidation=Ignore", text: text)
        #expect(silent.status == 201)
    }

    @Test func applyBodiesAreYAMLOfTheOldKind() async throws {
        let answer = try await SandboxClient().send(
            "PATCH",
            maps + "/a?fieldManager=m",
            text: "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {on: x, k: y}\n",
            type: "application/apply-patch+yaml"
        )
        #expect(answer.status == 500)
        #expect(answer.body["message"]?.string?.contains(".data.k: expected string") == true)
    }
}
