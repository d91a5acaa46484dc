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
        var reading = Reading(client: client)
        let history = try await histories(&reading, scope, of: service)[service]
        var found = try await objects(of: service, in: scope, &reading)
        found.objects += try await runs(of: found.objects, in: scope, &reading)
        try reading.check()
        guard !found.objects.isEmpty || history != nil else { throw .unknownService(service) }
        let events = try await events(&reading, scope)
        let begun = try await begunRollbacks(in: scope)
        let others = try await self.found(
            found.objects,
            of: [history?.current].compactMap { $0 },
            service: service,
            in: scope,
            &reading
        )
        let holders = try await holders(
            in: [history?.current].compactMap { $0 },
            of: scope,
            found: others,
            reading.denied
        )
        let running = RunningService(
            service,
            objects: found.objects,
            events: events,
            history: history,
            begun: begun[service],
            desired: desired,
            found: others,
            unread: Set(reading.denied),
            holders: holders
        )
        // What is past says nothing of what is wrong now: a healthy service has no warnings, and a healthy pod neither.
        let isOver = history?.current.map(\.isOverOnceDone) ?? false
        let isReady = running.isReady && (isOver || !found.objects.isEmpty)
        let troubled = Set(isReady ? [] : found.objects.filter { !$0.isWell }.compactMap(\.uid))
        let warnings = events.map(EventEntry.init).filter { $0.isWarning && troubled.contains($0.uid) }
            .sorted()
        let secrets = ReferencedSecrets(client: client, time: time, scope: scope)
        return ServiceDiagnosis(
            service: service,
            // Without any object it has a history, which only what is ours has.
            isOurs: found.isOurs || found.objects.isEmpty,
            revision: history?.current,
            ready: running.ready,
            isReady: isReady,
            cause: await running.cause(client: client, scope: scope, secrets: secrets),
            deviations: running.deviations.map(\.headline),
            workloads: running.workloadReferences,
            images: running.images,
            warnings: await running.told(Array(warnings.suffix(5)), secrets: secrets),
            unread: reading.notes,
            remarks: running.remarks
        )
    }

    /// What belongs to a service: by our label, or else what a workload of this name owns.
    func objects(
        of service: String,
        in scope: SystemScope
    ) async throws(DeployError) -> (objects: [KubernetesObject], isOurs: Bool) {
        var reading = Reading(client: client)
        let found = try await objects(of: service, in: scope, &reading)
        try reading.check()
        return found
    }

    /// What belongs to a service, read beside other things.
    func objects(
        of service: String,
        in scope: SystemScope,
        _ reading: inout Reading
    ) async throws(DeployError) -> (objects: [KubernetesObject], isOurs: Bool) {
        let namespace = scope.namespace
        let label = "\(Label.service)=\(service)"
        let ours = try await reading.list(Self.runningKinds, namespace: namespace, labelSelector: label)
        if !ours.isEmpty { return (ours, true) }
        var named: [KubernetesObject] = []
        // A pod of this name counts where nothing else is called so.
        for type in GroupVersionKind.podOwners.sorted() + [GroupVersionKind.pod] {
            if type == .pod, !named.isEmpty { break }
            let reference = ObjectReference(type: type, namespace: namespace, name: service)
            let found = try await reading.attempt(type) { () async throws(DeployError) in
                try await client.live(reference)
            }
            if let object = found ?? nil { named.append(object) }
        }
        guard !named.isEmpty else { return ([], false) }
        if named.allSatisfy({ $0.type == .pod }) { return (named, false) }
        var kinds: Set = [GroupVersionKind.replicaSet, GroupVersionKind.pod]
        if named.contains(where: { $0.kind == "CronJob" }) { kinds.insert(.job) }
        let made = try await reading.list(kinds, namespace: namespace, labelSelector: nil)
        var owners = Set(named.compactMap(\.uid))
        let makers = made.filter { $0.type != .pod && $0.isControlled(byAny: owners) }
        owners.formUnion(makers.compactMap(\.uid))
        return (named + makers + made.filter { $0.type == .pod && $0.isControlled(byAny: owners) }, false)
    }
}

extension Revision {
    /// Whether it has done all that it is to do: a Job that has ended may have been cleaned up, as its time to live says.
    fileprivate var isOverOnceDone: Bool {
        let lasting: Set = ["Deployment", "StatefulSet", "DaemonSet", "CronJob"]
        return isProven && !objects.contains { lasting.contains($0.type.kind) }
    }
}

extension KubernetesObject {
    /// Whether it is as it should be by the rule of its kind; what cannot be judged is not.
    fileprivate var isWell: Bool {
        do throws(ShapeError) {
            return try Readiness.of(self).isReady
        } catch {
            return false
        }
    }
}
