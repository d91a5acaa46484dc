// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient

extension Deployer {
    /// How the services of a system are doing, by name; reads only.
    package func status(
        in scope: SystemScope,
        services selected: Set<String>? = nil
    ) async throws(DeployError) -> [ServiceStatus] {
        let kinds = [
            GroupVersionKind(apiVersion: "apps/v1", kind: "Deployment"),
            GroupVersionKind(apiVersion: "apps/v1", kind: "StatefulSet"),
            GroupVersionKind(apiVersion: "apps/v1", kind: "DaemonSet"),
            GroupVersionKind(apiVersion: "batch/v1", kind: "Job"),
            GroupVersionKind(apiVersion: "batch/v1", kind: "CronJob"),
            GroupVersionKind(apiVersion: "autoscaling/v2", kind: "HorizontalPodAutoscaler"),
            ClusterObserver.replicaSet,
            ClusterObserver.pod,
        ]
        let live = try await LiveObjects.read(Set(kinds), scope: scope, client: client).all
        let histories = try await RevisionStore(client: client, scope: scope).histories()
        let events = try await events(scope)
        var groups: [String: [KubernetesObject]] = [:]
        for object in live {
            if let service = object.labels[Label.service] { groups[service, default: []].append(object) }
        }
        for service in histories.keys where groups[service] == nil { groups[service] = [] }
        var result: [ServiceStatus] = []
        for (service, objects) in groups.sorted(by: { $0.key < $1.key })
        where selected?.contains(service) ?? true {
            let status = Self.status(service, objects, events, history: histories[service])
            result.append(await withOutput(status, scope))
        }
        return result
    }

    private func events(_ scope: SystemScope) async throws(DeployError) -> [KubernetesObject] {
        do throws(ClusterError) {
            return try await client.list(ClusterObserver.event, namespace: scope.namespace).items
        } catch {
            // Without the right to read events, causes are poorer and the rest is as good.
            guard error.code == .forbidden else { throw DeployError(error) }
            return []
        }
    }

    private static func status(
        _ service: String,
        _ objects: [KubernetesObject],
        _ events: [KubernetesObject],
        history: RevisionHistory?
    ) -> (ServiceStatus, RolloutStateMachine.LogSource?) {
        let workloads = objects.filter { RolloutTarget.workloadKinds.contains($0.kind) && !$0.hasController }
        let target = RolloutTarget(
            service: service,
            workloads: workloads.map {
                RolloutTarget.Workload(
                    desired: DesiredObject($0, service: service),
                    accepted: $0,
                    wasWritten: false
                )
            },
            options: DeployOptions()
        )
        var observed = ObservedService(target: target)
        let own = Set(objects.compactMap(\.uid))
        for object in objects { observed.take(object, at: .zero) }
        for event in events {
            guard let uid = event["involvedObject"]?["uid"]?.string, own.contains(uid) else { continue }
            observed.take(event, at: .zero)
        }
        let evidence = observed.evidence(at: .zero).first
        let gone = absence(of: history?.current, among: workloads)
        let scheduled = objects.filter { $0.kind == "CronJob" }
        let status = ServiceStatus(
            service: service,
            revision: history?.current,
            ready: observed.count,
            isReady: observed.isReady && gone == nil,
            cause: gone ?? evidence?.cause,
            workloads: (workloads + scheduled).map(\.reference).sorted(),
            images: RevisionContent((workloads + scheduled).map { DesiredObject($0, service: service) })
                .images,
            scaleOverride: objects.compactMap(ScaleOverride.init(of:)).first.map(\.description)
        )
        return (status, evidence?.log)
    }

    /// What there is to say about a workload that the revision in place has and the cluster has not.
    private static func absence(of revision: Revision?, among workloads: [KubernetesObject]) -> RootCause? {
        let present = Set(workloads.map(\.reference))
        // A finished Job may have been cleaned up, as its time to live says.
        let missing = (revision?.objects ?? []).filter {
            RolloutTarget.workloadKinds.contains($0.type.kind) && $0.type.kind != "Job"
                && !present.contains($0)
        }
        guard let first = missing.min() else { return nil }
        return RootCause(.workloadGone, "`\(first)` has been deleted", object: first, pointer: "")
    }

    private func withOutput(
        _ found: (ServiceStatus, RolloutStateMachine.LogSource?),
        _ scope: SystemScope
    ) async -> ServiceStatus {
        var status = found.0
        guard let source = found.1 else { return status }
        status.cause?.logTail = await ContainerOutput(client: client, scope: scope).lastLines(of: source)
        return status
    }
}

extension KubernetesObject {
    /// Whether something else made it and looks after it, as a CronJob does with its Jobs.
    var hasController: Bool {
        (self[metadata: "ownerReferences"]?.array ?? []).contains { $0["controller"]?.bool == true }
    }
}
