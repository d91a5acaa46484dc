// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Glibc
import HTTP
import HTTPTypes
import Kubernetes
import KubernetesClient
import NIOConcurrencyHelpers
import Sandbox
import Support

@testable import Rollout

/// A deployer over a sandbox in the same process, with one clock for both that moves only while something is awaited.
final class Rig: Sendable {
    static let start = Timestamp(seconds: 1_800_000_000)

    let server: SandboxServer
    let clock = ManualClock()
    let transport: CountingTransport
    let client: ClusterClient
    let deployer: Deployer
    let scope = SystemScope(system: "shop", environment: "test", namespace: "shop")

    /// A cluster of its own; `options` make it slower, or faulty, or other in what it makes up.
    init(_ options: SandboxOptions = SandboxOptions()) {
        server = SandboxServer(options: options, clock: .manual(Rig.start))
        transport = CountingTransport(base: InProcessTransport(server))
        let clock = clock
        client = ClusterClient(transport: transport, options: ClientOptions(clock: clock))
        deployer = Deployer(client: client, clock: clock) { Rig.start + clock.now.offset }
    }

    /// A rig in the state of another, from where it goes its own way.
    func fork() async throws -> Rig { Rig(server: await server.fork(), at: clock.now.offset) }

    private init(server: SandboxServer, at offset: Duration) {
        self.server = server
        clock.advance(by: offset)
        transport = CountingTransport(base: InProcessTransport(server))
        let clock = clock
        client = ClusterClient(transport: transport, options: ClientOptions(clock: clock))
        deployer = Deployer(client: client, clock: clock) { Rig.start + clock.now.offset }
    }

    func request(
        _ services: [DesiredService],
        options: DeployOptions = Rig.options
    ) -> DeployRequest {
        DeployRequest(
            system: scope.system,
            environment: scope.environment,
            namespace: scope.namespace,
            services: services,
            shared: [Fixture.namespace],
            options: options
        )
    }

    static var options: DeployOptions {
        var options = DeployOptions()
        options.checksConfiguration = false
        options.soak = .seconds(3)
        options.initiator = "test"
        return options
    }

    /// Deploys while time passes.
    func deploy(
        _ services: [DesiredService],
        options: DeployOptions = Rig.options,
        onEvent: @escaping @Sendable (DeployEvent) -> Void = { _ in }
    ) async throws -> DeployReport {
        let request = request(services, options: options)
        return try await whileTimePasses {
            try await self.deployer.deploy(request, onEvent: onEvent)
        }
    }

    /// Runs a deployer of its own that is killed when it begins its write after the first `writes`.
    ///
    /// Returns whether it came to that.
    func killed(
        after writes: Int,
        _ work: @escaping @Sendable (Deployer) async throws -> Void
    ) async throws -> Bool {
        let task = Shared<Task<Void, any Error>?>(nil)
        let mortal = MortalTransport(base: transport, writes: writes) { task.value?.cancel() }
        let clock = clock
        let client = ClusterClient(transport: mortal, options: ClientOptions(clock: clock))
        let deployer = Deployer(client: client, clock: clock) { Rig.start + clock.now.offset }
        do {
            try await whileTimePasses {
                let run = Task { try await work(deployer) }
                task.set(run)
                if mortal.isDead { run.cancel() }
                try await run.value
            }
        } catch {
            // Whatever a killed process would have said, nobody hears it.
            guard mortal.isDead else { throw error }
        }
        return mortal.isDead
    }

    /// Runs some work; time moves on whenever nothing else does.
    func whileTimePasses<Output: Sendable>(
        _ work: @escaping @Sendable () async throws -> Output
    ) async throws -> Output {
        let task = Task { try await work() }
        let isDone = Shared(false)
        return try await withThrowingTaskGroup(of: Output?.self) { group in
            group.addTask {
                defer { isDone.set(true) }
                return try await withTaskCancellationHandler {
                    try await task.value
                } onCancel: {
                    task.cancel()
                }
            }
            group.addTask {
                while !isDone.value {
                    await self.waitForQuiet()
                    let step = self.step
                    await self.server.advance(by: step)
                    self.clock.advance(by: step)
                }
                return nil
            }
            var output: Output?
            while let result = try await group.next() { output = result ?? output }
            guard let output else { throw CancellationError() }
            return output
        }
    }

    /// Until the engine wakes next, as nothing happens before: within bounds, because the cluster has a life as well.
    private var step: Duration {
        let now = clock.now
        let wait = clock.nextDeadline.map { now.duration(to: $0) } ?? .milliseconds(250)
        return min(max(wait, .milliseconds(50)), .seconds(1))
    }

    /// Gives way until no request is under way and none has begun or ended for a while.
    private func waitForQuiet() async {
        var last = transport.activity
        var quiet = 0
        while quiet < 20 {
            await Task.yield()
            // On a busy machine the thread that works must not wait for the one that only looks.
            sched_yield()
            let now = transport.activity
            quiet = now == last && transport.underWay == 0 ? quiet + 1 : 0
            last = now
        }
    }

    func live(_ kind: String, _ name: String) async throws -> KubernetesObject? {
        let apiVersions = [
            "Deployment": "apps/v1", "StatefulSet": "apps/v1", "HorizontalPodAutoscaler": "autoscaling/v2",
            "Lease": "coordination.k8s.io/v1",
        ]
        let type = GroupVersionKind(apiVersion: apiVersions[kind] ?? "v1", kind: kind)
        let namespace = kind == "Namespace" ? nil : scope.namespace
        return try await client.find(ObjectReference(type: type, namespace: namespace, name: name))
    }

    func list(_ kind: String) async throws -> [KubernetesObject] {
        try await client.list(
            GroupVersionKind(apiVersion: "v1", kind: kind),
            namespace: scope.namespace
        ).items
    }
}

/// A value that several tasks see.
final class Shared<Value: Sendable>: Sendable {
    private let storage: NIOLockedValueBox<Value>

    init(_ value: Value) {
        storage = NIOLockedValueBox(value)
    }

    var value: Value { storage.withLockedValue { $0 } }

    func set(_ value: Value) {
        storage.withLockedValue { $0 = value }
    }

    func change(_ body: @Sendable (inout Value) -> Void) {
        storage.withLockedValue { body(&$0) }
    }
}

/// Counts requests, and remembers those that write.
final class CountingTransport: HTTPTransport {
    private struct State {
        var activity = 0
        var writes: [String] = []
        var requests = 0
        var underWay = 0
    }

    private let base: any HTTPTransport
    private let state = NIOLockedValueBox(State())

    init(base: any HTTPTransport) {
        self.base = base
    }

    /// Grows with every beginning and end of a request.
    var activity: Int { state.withLockedValue { $0.activity } }

    /// How many requests have no answer yet; watches do not count.
    var underWay: Int { state.withLockedValue { $0.underWay } }

    /// Method and path of everything that was not read or tried only.
    var writes: [String] { state.withLockedValue { $0.writes } }

    /// How many requests were sent.
    var requests: Int { state.withLockedValue { $0.requests } }

    /// Forgets what was sent so far.
    func forget() {
        state.withLockedValue {
            $0.writes = []
            $0.requests = 0
        }
    }

    func send(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> HTTPReply {
        note(request)
        state.withLockedValue { $0.underWay += 1 }
        defer {
            state.withLockedValue { state in
                state.activity += 1
                state.underWay -= 1
            }
        }
        return try await base.send(request, body: body)
    }

    func stream(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> HTTPStreamReply {
        note(request)
        return try await base.stream(request, body: body)
    }

    private func note(_ request: HTTPRequest) {
        let path = request.path ?? ""
        state.withLockedValue { state in
            state.activity += 1
            state.requests += 1
            guard request.isWrite else { return }
            state.writes.append("\(request.method.rawValue) \(path.prefix { $0 != "?" })")
        }
    }
}
