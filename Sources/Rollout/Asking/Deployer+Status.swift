// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient

extension Deployer {
    /// The kinds that say how a service is doing.
    static let runningKinds: Set<GroupVersionKind> = [
        GroupVersionKind(apiVersion: "apps/v1", kind: "Deployment"),
        GroupVersionKind(apiVersion: "apps/v1", kind: "StatefulSet"),
        GroupVersionKind(apiVersion: "apps/v1", kind: "DaemonSet"),
        GroupVersionKind(apiVersion: "batch/v1", kind: "Job"),
        GroupVersionKind(apiVersion: "batch/v1", kind: "CronJob"),
        GroupVersionKind(apiVersion: "autoscaling/v2", kind: "HorizontalPodAutoscaler"),
        ClusterObserver.replicaSet,
        ClusterObserver.pod,
    ]

    /// How the services of a system are doing, by name; reads only.
    package func status(
        in scope: SystemScope,
        services selected: Set<String>? = nil
    ) async throws(DeployError) -> [ServiceStatus] {
        let live = try await LiveObjects.read(Self.runningKinds, scope: scope, client: client).all
        let histories = try await RevisionStore(client: client, scope: scope).histories()
        let events = try await namespaceEvents(scope)
        var groups: [String: [KubernetesObject]] = [:]
        for object in live {
            if let service = object.labels[Label.service] { groups[service, default: []].append(object) }
        }
        for service in histories.keys where groups[service] == nil { groups[service] = [] }
        var result: [ServiceStatus] = []
        for (service, objects) in groups.sorted(by: { $0.key < $1.key })
        where selected?.contains(service) ?? true {
            let running = RunningService(
                service,
                objects: objects,
                events: events,
                revision: histories[service]?.current
            )
            let status = ServiceStatus(
                service: service,
                revision: histories[service]?.current,
                ready: running.ready,
                isReady: running.isReady,
                cause: await running.cause(client: client, scope: scope),
                workloads: running.workloadReferences,
                images: running.images,
                scaleOverride: objects.compactMap(ScaleOverride.init(of:)).first.map(\.description)
            )
            result.append(status)
        }
        return result
    }

    /// All Events of the namespace; none without the right to read them, which leaves causes poorer.
    func namespaceEvents(_ scope: SystemScope) async throws(DeployError) -> [KubernetesObject] {
        do throws(ClusterError) {
            return try await client.list(ClusterObserver.event, namespace: scope.namespace).items
        } catch {
            guard error.code == .forbidden else { throw DeployError(error) }
            return []
        }
    }
}
