// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes
import KubernetesClient

/// What every step of a deploy needs; shared, as a thousand services that wait would each hold several copies.
final class DeployContext: Sendable {
    /// For reading, and for asking in dry runs.
    let client: ClusterClient
    let time: DeployTime
    let scope: SystemScope
    let options: DeployOptions
    let observer: ClusterObserver
    let fence: DeployFence
    let logs = LogBudget()
    /// Where services wait that are about to be written: enough of them to have as many requests under way as a server answers.
    let writing = Turnstile(places: 64)
    let secrets: ReferencedSecrets
    let onEvent: @Sendable (DeployEvent) -> Void

    init(
        _ request: DeployRequest,
        client: ClusterClient,
        time: DeployTime,
        onEvent: @escaping @Sendable (DeployEvent) -> Void
    ) {
        self.client = client
        self.time = time
        scope = request.scope
        options = request.options
        observer = ClusterObserver(scope: request.scope)
        fence = DeployFence()
        secrets = ReferencedSecrets(client: client, time: time, scope: request.scope)
        self.onEvent = onEvent
    }

    /// For writing: nothing leaves it once the fence is closed, however long it has waited for its turn.
    var writer: ClusterClient { client.admitting(fence.admission(time)) }
    var store: RevisionStore { RevisionStore(client: writer, scope: scope) }
    var planner: Planner { Planner(client: client, takesOver: options.takesOver) }

    /// Throws if nothing may be written any more.
    func checkWriting() throws(DeployError) {
        if let reason = fence.closure(at: time.elapsed()) { throw .lockLost(reason) }
        if Task.isCancelled { throw .interrupted }
    }

    /// Tells the caller that something has happened.
    func emit(_ service: String?, _ what: DeployEvent.What) {
        onEvent(DeployEvent(at: time.now(), service: service, what: what))
    }
}
