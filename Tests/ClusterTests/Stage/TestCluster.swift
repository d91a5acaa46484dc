// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient
import Rollout

/// What a body works with: a client, a namespace that nobody else uses, and the time of the stage.
struct TestCluster: Sendable {
    let stage: ClusterStage
    let transport: RecordingTransport
    let clock: any Clock<Duration>
    let now: @Sendable () -> Timestamp
    let namespace: String
    let address: ServerAddress
    let credentials: any CredentialSource

    /// A client under a field manager's name.
    func client(as manager: String = "msctl") -> ClusterClient {
        var options = ClientOptions(clock: clock)
        options.fieldManager = manager
        return ClusterClient(
            transport: transport,
            address: address,
            credentials: credentials,
            defaultNamespace: namespace,
            options: options
        )
    }

    var client: ClusterClient { client() }

    /// A deploy engine; each is another holder of the lock.
    func deployer() -> Deployer { Deployer(client: client, clock: clock, now: now) }

    var scope: SystemScope { SystemScope(system: "shop", environment: "test", namespace: namespace) }

    /// Options that wait no longer than a test has to.
    var options: DeployOptions {
        var options = DeployOptions()
        options.soak = .seconds(1)
        options.patience = .seconds(5)
        options.deadline = .seconds(60)
        options.checksConfiguration = false
        options.initiator = "test"
        return options
    }

    func request(_ services: [DesiredService], _ change: (inout DeployOptions) -> Void = { _ in })
        -> DeployRequest
    {
        var options = options
        change(&options)
        return DeployRequest(
            system: scope.system,
            environment: scope.environment,
            namespace: namespace,
            services: services,
            options: options
        )
    }

    /// Deploys services that `SampleService` describes.
    @discardableResult
    func deploy(_ services: SampleService..., options change: (inout DeployOptions) -> Void = { _ in })
        async throws -> DeployReport
    {
        try await deployer().deploy(request(services.map { $0.desired(in: namespace) }, change))
    }

    func reference(_ kind: String, _ name: String) -> ObjectReference {
        ObjectReference(type: Self.type(kind), namespace: namespace, name: name)
    }

    /// An object of the body's namespace; `nil` if there is none.
    func live(_ kind: String, _ name: String) async throws -> KubernetesObject? {
        try await client.find(reference(kind, name))
    }

    /// The names of all objects of a kind in the body's namespace.
    func names(_ kind: String) async throws -> [String] {
        try await client.list(Self.type(kind), namespace: namespace).items.map(\.name).sorted()
    }

    /// A ConfigMap of the body's namespace.
    func configMap(_ name: String, _ data: JSONObject, labels: JSONObject = [:]) -> KubernetesObject {
        KubernetesObject(
            type: Self.type("ConfigMap"),
            // An empty map is no map to a server, and so never what was applied.
            metadata: [
                "name": .string(name), "namespace": .string(namespace),
                "labels": labels.isEmpty ? nil : .object(labels),
            ],
            members: ["data": .object(data)]
        )
    }

    /// Waits until a condition holds; throws when that takes longer than half a minute of the stage's time.
    func wait(
        for what: String,
        until condition: @Sendable () async throws -> Bool
    ) async throws {
        for _ in 0..<150 {
            if try await condition() { return }
            try await clock.sleep(for: .milliseconds(200))
        }
        throw Overdue(what: what)
    }

    /// Something that a body waited for in vain.
    struct Overdue: Error, CustomStringConvertible {
        let what: String
        var description: String { "waited in vain for \(what)" }
    }

    static func type(_ kind: String) -> GroupVersionKind {
        let groups = [
            "Deployment": "apps/v1", "StatefulSet": "apps/v1", "ReplicaSet": "apps/v1",
            "HorizontalPodAutoscaler": "autoscaling/v2", "Lease": "coordination.k8s.io/v1",
        ]
        return GroupVersionKind(apiVersion: groups[kind] ?? "v1", kind: kind)
    }
}
