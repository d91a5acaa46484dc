// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes
import KubernetesClient
import Rollout

/// A cluster that a command talks to, and how people know it.
struct ClusterSession: Sendable {
    /// The kubeconfig context, or `sandbox`.
    var contextName: String
    /// The address of the API server.
    var server: String
    /// Requests go here.
    var client: ClusterClient
    /// What its client has to say goes here.
    var notices: Notices

    /// The deploy engine on this cluster.
    func deployer(in context: CommandContext) -> Deployer {
        Deployer(client: client, now: { Timestamp(seconds: context.now()) })
    }
}
