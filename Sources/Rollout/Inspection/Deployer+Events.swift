// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient

extension Deployer {
    /// What has happened to the objects of a service, oldest first; throws for a name that nothing has.
    package func events(
        of service: String,
        in scope: SystemScope
    ) async throws(DeployError) -> [EventEntry] {
        let found = try await objects(of: service, in: scope)
        guard !found.objects.isEmpty else { throw .unknownService(service) }
        let events = try await DeployError.wrapping { () async throws(ClusterError) in
            try await client.list(GroupVersionKind.event, namespace: scope.namespace).items
        }
        return EventEntry.about(found.objects, among: events)
    }

    /// Tells what happens to the objects of a service, what has happened so far included, until the task is cancelled.
    package func followEvents(
        of service: String,
        in scope: SystemScope,
        onEvent: @Sendable (EventEntry) -> Void
    ) async throws(DeployError) {
        var names = try await ownNames(service, scope)
        guard !names.isEmpty else { throw .unknownService(service) }
        var told: Set<EventEntry> = []
        do throws(ClusterError) {
            for try await observation in client.observe(
                ObjectSelection(GroupVersionKind.event, namespace: scope.namespace)
            ) {
                for entry in observation.present.map(EventEntry.init).sorted() where !told.contains(entry) {
                    if !names.contains(entry.object) {
                        // A pod that was made meanwhile; what belongs to somebody else stays unknown.
                        guard entry.object.contains("/\(service)") else { continue }
                        names.formUnion(try await known(service, scope))
                        guard names.contains(entry.object) else { continue }
                    }
                    told.insert(entry)
                    onEvent(entry)
                }
            }
        } catch {
            guard error.code != .cancelled else { return }
            throw DeployError(error)
        }
    }

    private func known(_ service: String, _ scope: SystemScope) async throws(ClusterError) -> Set<String> {
        do throws(DeployError) {
            return try await ownNames(service, scope)
        } catch {
            if case .cluster(let trouble) = error { throw trouble }
            return []
        }
    }

    private func ownNames(_ service: String, _ scope: SystemScope) async throws(DeployError) -> Set<String> {
        Set(try await objects(of: service, in: scope).objects.map { "\($0.kind)/\($0.name)" })
    }
}

extension EventEntry {
    /// The events about some objects, oldest first; those of pods that are gone count by the name of their workload.
    static func about(_ objects: [KubernetesObject], among events: [KubernetesObject]) -> [EventEntry] {
        let own = Set(objects.compactMap(\.uid))
        let prefixes = objects.filter { ["ReplicaSet", "StatefulSet", "DaemonSet", "Job"].contains($0.kind) }
            .map { "Pod/\($0.name)-" }
        return events.map(EventEntry.init)
            .filter { entry in own.contains(entry.uid) || prefixes.contains { entry.object.hasPrefix($0) } }
            .sorted()
    }
}

extension Observation {
    /// The objects that are there by this observation.
    var present: [KubernetesObject] {
        switch self {
        case .synced(let objects): objects
        case .changed(let object): [object]
        case .deleted, .interrupted, .resumed: []
        }
    }
}
