// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Glibc
import NIOConcurrencyHelpers
import Sandbox
import Testing

/// What a sandbox does whose file takes nothing more: it acknowledges nothing that it cannot keep.
@Suite struct StateFailureTests {
    private static let maps = "/api/v1/namespaces/default/configmaps"

    private let scratch = StateScratch()
    private let news = NIOLockedValueBox<[SandboxStateNews]>([])

    private func client() async throws -> SandboxClient {
        let client = SandboxClient()
        try await client.server.keepState(in: scratch.path) { [news] heard in
            news.withLockedValue { $0.append(heard) }
        }
        return client
    }

    /// How often it was said that the state is not kept, and that it is again.
    private var said: (failed: Int, recovered: Int) {
        news.withLockedValue { all in
            let recovered = all.filter { $0 == .recovered }.count
            return (all.count - recovered, recovered)
        }
    }

    private func names(_ client: SandboxClient) async throws -> [String] {
        (try await client.get(Self.maps)["items"]?.array ?? []).compactMap {
            $0[path: "metadata", "name"]?.string
        }
        .filter { $0 != "kube-root-ca.crt" }
    }

    /// What the next process finds.
    private func found() async throws -> [String] {
        let next = SandboxClient()
        try await next.server.keepState(in: scratch.path)
        let found = try await names(next)
        await next.server.releaseState()
        return found
    }

    @Test func aChangeThatCannotBeKeptIsRefusedAndTakenBack() async throws {
        let client = try await client()
        let first = try await client.send("POST", Self.maps, Sample.configMap("a", ["k": "1"]))
        let revision = await client.server.revision
        let watch = try await client.watch(Self.maps + "?watch=true&resourceVersion=\(revision)")
        try await scratch.whileFull {
            for (method, path, body) in [
                ("POST", Self.maps, Sample.configMap("b", ["k": "1"])),
                ("PUT", Self.maps + "/a", Sample.configMap("a", ["k": "2"])),
                ("DELETE", Self.maps + "/a", nil),
            ] {
                let answer = try await client.send(method, path, body)
                #expect(answer.status == 500, "\(method): \(answer.text)")
                #expect(answer.body["kind"] == "Status")
                #expect(answer.body["reason"] == "InternalError")
                let message = answer.body["message"]?.string ?? ""
                #expect(message.contains("nothing was changed: cannot "), "\(message)")
                #expect(message.contains("`\(scratch.path)`: "), "\(message)")
            }
            #expect(try await names(client) == ["a"])
            let still = try await client.get(Self.maps + "/a")
            #expect(still == first.body)
            #expect(await client.server.stateFailure != nil)
            #expect(said == (failed: 1, recovered: 0))
            let heard = news.withLockedValue { $0.first }
            guard case .failed(let why) = heard else {
                Issue.record("\(String(describing: heard))")
                return
            }
            #expect(why.message == "cannot write `\(scratch.path)`: No space left on device")
        }
        await client.server.closeWatches()
        let heard = try await client.events(1, of: watch)
        #expect(heard.isEmpty)
        await client.server.releaseState()
        #expect(try await found() == ["a"])
    }

    @Test func changesAreTakenAgainWhenThereIsRoom() async throws {
        let client = try await client()
        try await scratch.whileFull {
            let refused = try await client.send("POST", Self.maps, Sample.configMap("a", [:]))
            #expect(refused.status == 500)
        }
        let taken = try await client.send("POST", Self.maps, Sample.configMap("b", [:]))
        #expect(taken.status == 201)
        #expect(await client.server.stateFailure == nil)
        #expect(said == (failed: 1, recovered: 1))
        await client.server.releaseState()
        #expect(try await found() == ["b"])
    }

    /// What controllers do counts as little as what clients do, and they begin anew when there is room.
    @Test func controllersRestWhileNothingCanBeKept() async throws {
        let client = try await client()
        let path = Sample.deployments + "/web"
        let made = try await client.send("POST", Sample.deployments, Sample.deployment())
        #expect(made.status == 201)
        try await scratch.whileFull {
            await client.server.advance(by: .seconds(5))
            let waiting = try await client.get(path)
            #expect(waiting[path: "status", "replicas"] == nil)
            let pods = try await client.get("/api/v1/namespaces/default/pods")
            #expect(pods["items"]?.array == [])
            #expect(said == (failed: 1, recovered: 0))
        }
        await client.server.advance(by: .seconds(5))
        let running = try await client.get(path)
        #expect(running[path: "status", "readyReplicas"] == 2)
        #expect(said == (failed: 1, recovered: 1))
    }

    /// What was refused and could not be taken back is nothing that controllers work for.
    @Test func controllersRestWhileWhatWasKeptCannotBeRead() async throws {
        let client = try await client()
        let elsewhere = scratch.path + ".away"
        try await scratch.whileFull {
            #expect(rename(scratch.path, elsewhere) == 0)
            let refused = try await client.send("POST", Sample.deployments, Sample.deployment())
            #expect(refused.status == 500)
        }
        await client.server.advance(by: .seconds(5))
        #expect(rename(elsewhere, scratch.path) == 0)
        let pods = try await client.get("/api/v1/namespaces/default/pods")
        #expect(pods["items"]?.array == [])
        let taken = try await client.send("POST", Sample.deployments, Sample.deployment())
        #expect(taken.status == 201, "\(taken.text)")
        await client.server.advance(by: .seconds(5))
        let running = try await client.get(Sample.deployments + "/web")
        #expect(running[path: "status", "readyReplicas"] == 2)
    }

    /// A file that cannot be written anew grows on: nothing is lost by it.
    @Test func aCompactionThatFailsRefusesNothing() async throws {
        let client = try await client()
        #expect(mkdir(scratch.path + ".new", 0o700) == 0)
        let data = String(repeating: "x", count: 50_000)
        for round in 0..<40 {
            let body = Sample.configMap("a", ["k": .string("\(round)\(data)")])
            let applied = try await client.apply(Self.maps + "/a", body)
            #expect(applied.status < 300)
        }
        #expect(scratch.bytes.count > 1_500_000)
        #expect(said == (failed: 0, recovered: 0))
        #expect(rmdir(scratch.path + ".new") == 0)
        await client.server.releaseState()
        #expect(try await found() == ["a"])
    }
}
