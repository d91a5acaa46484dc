// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes
import KubernetesClient

/// Completes a cause by what the container itself wrote.
struct CauseTelling: Sendable {
    let client: ClusterClient
    let scope: SystemScope
    let secrets: ReferencedSecrets

    /// Adds the last lines of the container; a log that cannot be read is no reason to say nothing.
    ///
    /// A crash whose last lines name an environment variable of ours follows from that variable.
    func told(
        _ cause: RootCause,
        from source: RolloutStateMachine.LogSource?,
        workloads: [RolloutTarget.Workload],
        mask: SecretMask
    ) async -> RootCause {
        var cause = cause
        if let source {
            cause.logTail = await ContainerOutput(client: client, scope: scope).lastLines(of: source)
        }
        // Where nobody else has written a word, there is nothing that values could stand in.
        let isQuoting = cause.detail != nil || !cause.logTail.isEmpty
        let mask = isQuoting ? await secrets.filling(mask) : mask
        guard let source else { return mask.clean(cause) }
        guard cause.code == .crashLoop,
            let workload = workloads.first(where: { $0.named.object.reference == cause.object }),
            let pointer = CauseLocator(workload.desired.object)
                .variable(namedIn: cause.logTail, container: source.container)
        else { return mask.clean(cause) }
        cause.pointer = pointer
        cause.span = workload.named.origin(of: pointer) ?? cause.span
        return mask.clean(cause)
    }
}
