// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import KubernetesClient
import Testing

/// Where a test body runs: the same body over each stage keeps the sandbox honest.
enum ClusterStage: String, Sendable, CaseIterable, CustomTestStringConvertible {
    /// The sandbox in this process, on a clock that moves only while nothing else does.
    case inProcess = "in process"
    /// The sandbox behind a socket, in real time.
    case loopback
    /// The sandbox behind TLS and a bad line, in real time.
    case faulty = "through faults"
    /// A real cluster, in a namespace of its own; only when it is asked for.
    case cluster

    /// The stages that can be set here.
    static let available: [ClusterStage] =
        [.inProcess, .loopback] + (isFaultyWanted ? [.faulty] : []) + (RealCluster.isWanted ? [.cluster] : [])

    /// The same and the bad line, for the bodies that show the most in the least time; with
    /// `MSCTL_TEST_FAULTS=all` the others run there as well.
    static let withFaults: [ClusterStage] = available + (isFaultyWanted ? [] : [.faulty])

    private static let isFaultyWanted = SystemAccess.live.environment["MSCTL_TEST_FAULTS"] == "all"

    var testDescription: String { rawValue }

    /// Runs a body with a cluster that is its own, and cleans up behind it.
    func withCluster(
        _ body: @escaping @Sendable (TestCluster) async throws -> Void
    ) async throws {
        switch self {
        case .inProcess: try await SandboxStage().run(body)
        case .loopback: try await SocketStage(line: .good).run(body)
        case .faulty: try await SocketStage(line: .bad).run(body)
        case .cluster: try await RealCluster().run(body)
        }
    }
}
