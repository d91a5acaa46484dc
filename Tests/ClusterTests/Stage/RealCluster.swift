// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import HTTP
import Kubernetes
import KubernetesClient

/// A cluster that somebody runs: reached with libcurl, in real time, and left as it was found.
struct RealCluster: Sendable {
    /// Names of contexts that tests may use; anything else could be somebody's production.
    static let allowedContexts = ["real", "minikube", "kind-*", "k3d-*", "test-*"]

    private static let environment = SystemAccess.live.environment
    private static let kubeconfig = environment["MSCTL_TEST_KUBECONFIG"]
    private static let context = environment["MSCTL_TEST_CONTEXT"]

    /// Whether both variables that ask for a real cluster are set.
    static var isWanted: Bool { kubeconfig != nil && context != nil }

    /// Whether a context may be used at all.
    static func isAllowed(_ context: String) -> Bool {
        allowedContexts.contains { pattern in
            guard pattern.hasSuffix("*") else { return context == pattern }
            return context.hasPrefix(pattern.dropLast())
        }
    }

    /// A context that tests keep away from.
    struct ForbiddenContext: Error, CustomStringConvertible {
        let name: String
        var description: String {
            "tests do not touch the context `\(name)`; allowed are \(allowedContexts.joined(separator: ", "))"
        }
    }

    /// Makes a namespace, runs the body in it, and deletes it whatever happens.
    func run(_ body: @escaping @Sendable (TestCluster) async throws -> Void) async throws {
        let name = Self.context ?? ""
        guard Self.isAllowed(name) else { throw ForbiddenContext(name: name) }
        var options = ConfigurationOptions()
        options.kubeconfig = Self.kubeconfig
        options.context = name
        let configuration = try ClusterConfiguration.load(options)
        let cluster = TestCluster(
            stage: .cluster,
            transport: RecordingTransport(configuration.client().transport),
            clock: ContinuousClock(),
            now: SystemAccess.live.now,
            namespace: TestNamespace.uniqueName(),
            address: configuration.address,
            credentials: configuration.credentials
        )
        let made = try await cluster.client.create(TestNamespace.object(cluster.namespace))
        do {
            try await body(cluster)
        } catch {
            try await cluster.client.delete(made.reference, options: DeleteOptions(uid: made.uid))
            throw error
        }
        try await cluster.client.delete(made.reference, options: DeleteOptions(uid: made.uid))
    }
}
