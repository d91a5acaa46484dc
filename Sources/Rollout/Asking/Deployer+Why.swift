// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
package import Kubernetes
import KubernetesClient

extension Deployer {
    /// The root cause of what runs now of a service, or of a workload of this name that somebody else has made.
    ///
    /// Reads only, and does not wait. `desired` lends its source text to the cause. Throws for a name that nothing has.
    package func why(
        _ service: String,
        in scope: SystemScope,
        desired: [DesiredObject] = []
    ) async throws(DeployError) -> ServiceDiagnosis {
        let history = try await RevisionStore(client: client, scope: scope).histories(of: service)[service]
        let found = try await objects(of: service, in: scope)
        guard !found.objects.isEmpty || history != nil else { throw .unknownService(service) }
        let events = try await namespaceEvents(scope)
        let running = RunningService(
            service,
            objects: found.objects,
            events: events,
            revision: history?.current,
            desired: desired
        )
        let entries = EventEntry.about(found.objects, among: events)
        return ServiceDiagnosis(
            service: service,
            isOurs: found.isOurs,
            revision: history?.current,
            ready: running.ready,
            isReady: running.isReady && !found.objects.isEmpty,
            cause: await running.cause(client: client, scope: scope),
            workloads: running.workloadReferences,
            images: running.images,
            warnings: Array(entries.filter(\.isWarning).suffix(5))
        )
    }

    /// What belongs to a service: by our label, or else what a workload of this name owns.
    func objects(
        of service: String,
        in scope: SystemScope
    ) async throws(DeployError) -> (objects: [KubernetesObject], isOurs: Bool) {
        let ours = try await list(Self.runningKinds, "\(Label.service)=\(service)", scope)
        if !ours.isEmpty { return (ours, true) }
        let workloads = Self.runningKinds.filter { RolloutTarget.workloadKinds.contains($0.kind) }.sorted()
        let named = try await Parallel.map(workloads) { (type) async throws(DeployError) in
            do throws(ClusterError) {
                let reference = ObjectReference(type: type, namespace: scope.namespace, name: service)
                return try await client.find(reference)
            } catch {
                throw DeployError(error)
            }
        }.compactMap { $0 }
        guard !named.isEmpty else { return ([], false) }
        let made = try await list([ClusterObserver.replicaSet, ClusterObserver.pod], nil, scope)
        var owners = Set(named.compactMap(\.uid))
        let sets = made.filter { $0.kind == "ReplicaSet" && $0.isControlled(byAny: owners) }
        owners.formUnion(sets.compactMap(\.uid))
        return (named + sets + made.filter { $0.kind == "Pod" && $0.isControlled(byAny: owners) }, false)
    }

    private func list(
        _ types: Set<GroupVersionKind>,
        _ selector: String?,
        _ scope: SystemScope
    ) async throws(DeployError) -> [KubernetesObject] {
        try await Parallel.map(types.sorted()) { (type) async throws(DeployError) in
            do throws(ClusterError) {
                return try await client.list(type, namespace: scope.namespace, labelSelector: selector).items
            } catch {
                guard error.code == .notFound else { throw DeployError(error) }
                return []
            }
        }.flatMap { $0 }
    }
}

extension KubernetesObject {
    /// Whether the controller among its owners is one of these.
    func isControlled(byAny uids: Set<String>) -> Bool {
        (self[metadata: "ownerReferences"]?.array ?? []).contains {
            $0["controller"]?.bool == true && uids.contains($0["uid"]?.string ?? "")
        }
    }
}
