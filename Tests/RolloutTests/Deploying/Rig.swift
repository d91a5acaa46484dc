// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTP
import HTTPTypes
import Kubernetes
import KubernetesClient
import NIOConcurrencyHelpers
import Sandbox
import Support

@testable import Rollout

/// A deployer over a sandbox in the same process, with one clock for both that moves only while nothing else can.
///
/// All tasks of a run share one thread; a seed chooses which goes on whenever several could.
final class Rig: Sendable {
    static let start = Timestamp(seconds: 1_800_000_000)
    /// No deploy of a test takes longer by its own clock.
    private static let longest = Duration.seconds(4 * 3600)

    let server: SandboxServer
    let clock = ManualClock()
    let executor: SeededExecutor
    let transport: CountingTransport
    let client: ClusterClient
    let deployer: Deployer
    let scope = SystemScope(system: "shop", environment: "test", namespace: "shop")

    /// A cluster of its own; `options` make it slower, or faulty, or other in what it makes up.
    convenience init(_ options: SandboxOptions = SandboxOptions(), seed: UInt64? = nil) {
        self.init(server: SandboxServer(options: options, clock: .manual(Rig.start)), at: .zero, seed: seed)
    }

    /// A rig in the state of another, from where it goes its own way.
    func fork(seed: UInt64? = nil) async -> Rig {
        Rig(server: await server.fork(), at: clock.now.offset, seed: seed)
    }

    private init(server: SandboxServer, at offset: Duration, seed: UInt64?) {
        self.server = server
        clock.advance(by: offset)
        executor = SeededExecutor(seed: seed)
        transport = CountingTransport(base: InProcessTransport(server, clock: clock), executor)
        client = Rig.client(transport, clock, seed: seed ?? 0)
        let clock = clock
        deployer = Deployer(client: client, clock: clock) { Rig.start + clock.now.offset }
    }

    /// Another run of msctl over another way to the same cluster, by the same clock.
    func deployer(over transport: any HTTPTransport, seed: UInt64 = 0) -> Deployer {
        let clock = clock
        return Deployer(client: Rig.client(transport, clock, seed: seed), clock: clock) {
            Rig.start + clock.now.offset
        }
    }

    private static func client(
        _ transport: any HTTPTransport,
        _ clock: ManualClock,
        seed: UInt64
    ) -> ClusterClient {
        let numbers = NIOLockedValueBox(SeededNumbers(seed: seed))
        let random = { @Sendable in numbers.withLockedValue { $0.share() } }
        return ClusterClient(transport: transport, options: ClientOptions(clock: clock, random: random))
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
        let deployer = deployer(over: mortal)
        do {
            try await whileTimePasses {
                let run = self.task { try await work(deployer) }
                task.set(run)
                try await run.value
            }
        } catch {
            // Whatever a killed process would have said, nobody hears it.
            guard mortal.isDead else { throw error }
        }
        return mortal.isDead
    }

    /// A task that ends only by itself, among those of this rig; for use while time passes.
    func task<Output: Sendable>(
        _ work: @escaping @Sendable () async throws -> Output
    ) -> Task<Output, any Error> {
        Task(executorPreference: executor) { try await work() }
    }

    /// Runs some work; time moves on whenever nothing else can.
    func whileTimePasses<Output: Sendable>(
        _ work: @escaping @Sendable () async throws -> Output
    ) async throws -> Output {
        try await executor.run {
            try await ConcurrentRequests.$executor.withValue(self.executor) { try await work() }
        } passTime: {
            await self.passTime()
        }
    }

    /// Lets autoscalers have their say, which they have at times of their own: how many pods there are is theirs to decide.
    func settle() async throws {
        try await whileTimePasses { [clock] in try await clock.sleep(for: .seconds(60)) }
    }

    /// Moves time to whatever happens next in the engine or in the cluster; says why if nothing will.
    private func passTime() async -> String? {
        let now = clock.now
        let own = clock.nextDeadline.map { now.duration(to: $0) }
        let cluster = await server.timeToNextDeadline
        guard let step = [own, cluster].compactMap({ $0 }).min() else {
            return "nothing will happen any more"
        }
        guard now.offset + step < Self.longest else { return "it goes on for more than four hours" }
        await server.advance(by: max(step, .zero))
        clock.advance(by: max(step, .zero))
        return nil
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
        var writes: [String] = []
        var requests = 0
    }

    private let base: any HTTPTransport
    private let executor: SeededExecutor
    private let state = NIOLockedValueBox(State())

    init(base: any HTTPTransport, _ executor: SeededExecutor) {
        self.base = base
        self.executor = executor
    }

    /// Method and path of everything that was not read or tried only.
    var writes: [String] { state.withLockedValue { $0.writes } }

    /// How many requests were sent.
    var requests: Int { state.withLockedValue { $0.requests } }

    /// Forgets what was sent so far.
    func forget() {
        state.withLockedValue { $0 = State() }
    }

    func send(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> HTTPReply {
        // On their way there and back requests overtake each other.
        await executor.pass()
        note(request)
        let result: Result<HTTPReply, TransportError>
        do throws(TransportError) {
            result = .success(try await base.send(request, body: body))
        } catch {
            result = .failure(error)
        }
        await executor.pass()
        return try result.get()
    }

    func stream(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> HTTPStreamReply {
        await executor.pass()
        note(request)
        return try await base.stream(request, body: body)
    }

    private func note(_ request: HTTPRequest) {
        let path = request.path ?? ""
        state.withLockedValue { state in
            state.requests += 1
            guard request.isWrite else { return }
            state.writes.append("\(request.method.rawValue) \(path.prefix { $0 != "?" })")
        }
    }
}
