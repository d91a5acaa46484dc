// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes
import KubernetesClient

extension DeployError {
    /// Does some work with the cluster; what the client says of trouble becomes the error of a deploy.
    ///
    /// For wherever the trouble decides nothing else.
    static func wrapping<Output: Sendable>(
        _ work: () async throws(ClusterError) -> Output
    ) async throws(DeployError) -> Output {
        do throws(ClusterError) {
            return try await work()
        } catch {
            throw DeployError(error)
        }
    }
}

extension ClusterClient {
    /// Reads one object that may be missing, as a step of a deploy.
    func live(_ reference: ObjectReference) async throws(DeployError) -> KubernetesObject? {
        try await DeployError.wrapping { () async throws(ClusterError) in try await find(reference) }
    }
}
