// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient

/// A request with everything that was found out about it before anything is written.
struct Preparation: Sendable {
    var request: DeployRequest
    var resolvedPlan: ResolvedPlan
    var histories: [String: RevisionHistory]
    /// How many objects of the system there are, for judging whether a deletion is a large one.
    var liveCount: Int
    /// Why a service would not come to work, such as for everything that its pods cannot start without.
    var missing: [String: [RootCause]] = [:]
    /// What the user should know of what stays as it is, a line each.
    var warnings: [String] = []
    /// What the deploy would have to do and may not.
    var denied: [AccessQuestion] = []
}

extension Preparation {
    /// The kinds that tell whether the services work: workloads of what is desired and of what a way back may bring, and
    /// whatever else of the desired a controller has to take up.
    var watchedTypes: [GroupVersionKind] {
        guard request.options.waits else { return [] }
        let objects = resolvedPlan.services.flatMap(\.items).map(\.desired.object)
        let desired = objects.map(\.type)
        let recorded = histories.values.flatMap { $0.revisions.filter(\.isProven).flatMap(\.objects) }.map(
            \.type
        )
        let workloads = Set((desired + recorded).filter { RolloutTarget.workloadKinds.contains($0.kind) })
        let companions = Set(objects.filter(RolloutTarget.isCompanion).map(\.type)).sorted()
        guard !workloads.isEmpty else { return companions }
        return workloads.sorted() + companions + [GroupVersionKind.replicaSet, GroupVersionKind.pod]
    }
}

extension Deployer {
    /// Reads what is there and asks the server about everything that should be; `secrets` takes note of what it reads of those
    /// that pods refer to.
    func prepare(
        _ request: DeployRequest,
        _ secrets: ReferencedSecrets? = nil
    ) async throws(DeployError) -> Preparation {
        let store = RevisionStore(client: client, scope: request.scope)
        let only = request.services.count == 1 && !request.isWhole ? request.services.first?.name : nil
        let records = try await store.records(of: only)
        let all = records.histories
        var histories: [String: RevisionHistory] = [:]
        for service in request.services {
            var history = all[service.name] ?? RevisionHistory(service: service.name, revisions: [])
            let hash = RevisionContent(service.objects).hash
            history.taken = records.others[service.name]?.highest ?? 0
            history.foreseePredecessor(of: hash)
            histories[service.name] = history
        }
        var departed =
            request.isWhole
            ? all.values.filter { histories[$0.service] == nil }.sorted { $0.service < $1.service } : []
        var elsewhere: [String: String] = [:]
        if !request.options.takesOver {
            for current in departed.compactMap(\.current)
            where current.isOfAnotherEnvironment(than: request.scope) {
                elsewhere[current.service] = current.environment
            }
            departed.removeAll { elsewhere[$0.service] != nil }
        }
        let recorded = (histories.values + departed).flatMap { $0.revisions.flatMap(\.objects).map(\.type) }
        let desired = request.shared + request.services.flatMap(\.objects)
        let types = Set(desired.map(\.object.type) + recorded)
        var live = try await LiveObjects.read(
            types,
            scope: request.scope,
            client: client,
            keepsOwners: request.options.takesOver
        )
        for service in request.services {
            let hash = RevisionContent(service.objects).hash
            histories[service.name]?.foreseeLeaving(
                hash,
                keeping: service.keptRevisions(request.options),
                proven: request.options.waits && !service.willRunNothing(over: live)
            )
            if !request.options.waits { histories[service.name]?.foreseeUnseenReplacement(by: hash) }
        }
        var unwanted = ObjectPruner.unwanted(
            live: live,
            wanted: Set(desired.map(\.object.reference)),
            histories: histories.values.sorted { $0.service < $1.service },
            allowing: request.options.deletable
        )
        let inUse = try await ConfigurationInUse(client: client, namespace: request.namespace)
            .among(unwanted.deletions, histories.values)
        unwanted.deletions.removeAll { inUse.contains($0.reference) }
        unwanted = unwanted.narrowed(to: request.options, desired: desired.map(\.object))
        var planner = Planner(client: client, takesOver: request.options.takesOver)
        planner.unserved = Set(
            try await ServedKinds.missing(
                for: desired.map(\.object),
                known: Set(live.all.map(\.type)),
                client
            )
        )
        planner.leavingAutoscalers = unwanted.deletions.filter { $0.kind == ReplicaOwnership.autoscaler.kind }
        if desired.contains(where: { live[$0.object.reference]?.replicasAreAutoscaled == true }) {
            planner.autoscalers = try await planner.readAutoscalers(in: request.namespace)
        }
        var resolvedPlan = try await items(request, live: live, planner)
        var others = records.others
        if resolvedPlan.losesNamespace {
            // Nothing of what is there now will be there to go on with, to go back to, or to delete.
            live = LiveObjects()
            unwanted = ObjectPruner.Unwanted()
            departed = []
            others = [:]
            for service in histories.keys {
                histories[service] = RevisionHistory(service: service, revisions: [])
            }
        }
        if !request.options.takesOver {
            resolvedPlan.refuse(others, histories: histories)
            resolvedPlan.refuse(histories, of: request.scope)
        }
        resolvedPlan.cluster = try await cluster()
        let keptConfiguration = resolvedPlan.keepConfiguration(
            among: &unwanted.deletions,
            for: request,
            histories
        )
        resolvedPlan.deletions = unwanted.deletions
        resolvedPlan.spared = unwanted.spared
        let leaving = DepartedService.all(
            of: departed,
            live: live,
            wanted: Set(desired.map(\.object.reference)),
            options: request.options
        )
        try await settle(leaving, in: &resolvedPlan, request, live: live, read: types)
        resolvedPlan.elsewhere = elsewhere
        resolvedPlan.compare(with: request.options)
        var missing: [String: [RootCause]] = [:]
        var warnings: [String] = []
        if request.options.checksConfiguration {
            (missing, warnings) = try await self.missing(for: request, &resolvedPlan, secrets)
            warnings += try await noteAbsences(in: &resolvedPlan, for: request)
        }
        for service in request.services {
            let unserved = service.objects.filter { planner.unserved.contains($0.object.type) }
            guard let first = unserved.first else { continue }
            missing[service.name, default: []].insert(ServedKinds.cause(first), at: 0)
        }
        warnings += keptConfiguration
        resolvedPlan.forgetWhatIsCompared()
        return Preparation(
            request: request,
            resolvedPlan: resolvedPlan,
            histories: histories,
            liveCount: live.all.filter { $0.label(Label.record) == nil }.count,
            missing: missing,
            warnings: warnings
        )
    }

    /// Decides what becomes of services that no manifest declares any more, and finds who calls what goes.
    private func settle(
        _ departed: [DepartedService],
        in resolvedPlan: inout ResolvedPlan,
        _ request: DeployRequest,
        live: LiveObjects,
        read types: Set<GroupVersionKind>
    ) async throws(DeployError) {
        let candidates = resolvedPlan.deletions + departed.flatMap(\.deletions)
        guard !candidates.isEmpty || !departed.isEmpty else { return }
        let named = departed.filter { request.options.departing.contains($0.name) }
        let others = departed.filter { !request.options.departing.contains($0.name) }
        let unasked =
            resolvedPlan.deletions.filter { !request.options.names($0) } + others.flatMap(\.deletions)
        let needed = ObjectPruner.removals(unasked)
        let isAllowed = request.options.allowedDeletions.map { $0 >= needed } ?? false
        let leaving = isAllowed ? departed : named
        var all = live
        if candidates.contains(where: { $0.kind == "Service" }) {
            let unread = Set(LiveConsumers.kinds).subtracting(types)
            all = live.merging(
                try await LiveObjects.read(
                    unread,
                    scope: request.scope,
                    client: client,
                    skipsForbidden: true
                )
            )
        }
        resolvedPlan.consumers = LiveConsumers(
            of: candidates,
            // What stays goes on calling.
            going: resolvedPlan.deletions + leaving.flatMap(\.deletions),
            desired: request.services.flatMap(\.objects),
            others: request.others,
            live: all
        )
        resolvedPlan.leaving = leaving
        resolvedPlan.deletions += leaving.flatMap(\.deletions)
        resolvedPlan.spared += leaving.flatMap(\.spared)
        let consumers = resolvedPlan.consumers
        guard !isAllowed else { return }
        let losses = LostAccess.clauses(of: others.map(\.name), in: resolvedPlan)
        resolvedPlan.staying = others.map { service in
            let loss = losses[service.name].map { "; \($0)" } ?? ""
            return (service, service.note(consumers) + loss)
        }
    }

    /// Looks whether the Secrets and ConfigMaps that somebody else provides are there; only for what will change.
    ///
    /// Returns what pods cannot start without, by service, and a line for each Secret of a registry, which is also noted on
    /// the plan.
    private func missing(
        for request: DeployRequest,
        _ resolvedPlan: inout ResolvedPlan,
        _ secrets: ReferencedSecrets?
    ) async throws(DeployError) -> ([String: [RootCause]], warnings: [String]) {
        let provided = (request.shared + request.services.flatMap(\.objects)).filter {
            !GroupVersionKind.podOwners.contains($0.object.type)
        }
        let changing = resolvedPlan.services.flatMap(\.items).filter(\.change.isWrite).map(\.desired)
        let uses = ReferencedConfiguration.external(in: changing + provided, namespace: request.namespace)
        let targets = Set(uses.map(\.target)).sorted()
        let areLost = resolvedPlan.losesNamespace
        let found = try await ConcurrentRequests.map(targets) { (target) async throws(DeployError) in
            // What is there goes with the namespace.
            if areLost { return Lookup.found(nil) }
            do throws(ClusterError) {
                let object = try await client.find(target)
                secrets?.take(object)
                return Lookup.found(object)
            } catch {
                // Who may not read Secrets may still deploy; the kubelet will tell.
                guard error.code == .forbidden else { throw DeployError(error) }
                return Lookup.unknown
            }
        }
        let lookups = Dictionary(zip(targets, found), uniquingKeysWith: { first, _ in first })
        var result: [String: [RootCause]] = [:]
        for uses in ReferencedConfiguration.byTarget(uses.filter(AbsentConfiguration.isNeeded)) {
            guard let use = uses.first, let service = use.workload.service,
                case .found(let object)? = lookups[use.target],
                let cause = ReferencedConfiguration.cause(uses, found: object),
                result[service]?.contains(where: cause.isSameTrouble) != true
            else { continue }
            result[service, default: []].append(cause)
        }
        let absent = uses.filter { if case .found(.none)? = lookups[$0.target] { true } else { false } }
        return (result, AbsentConfiguration.notePullSecrets(absent, in: &resolvedPlan))
    }

    private enum Lookup: Sendable {
        case found(KubernetesObject?)
        case unknown
    }

    private func items(
        _ request: DeployRequest,
        live: LiveObjects,
        _ planner: Planner
    ) async throws(DeployError) -> ResolvedPlan {
        var planner = planner
        let groups = [request.shared] + request.services.map(\.objects)
        let sorted = groups.map { $0.sorted { ApplyOrder.precedes($0.object, $1.object) } }.joined()
        // Namespaces come first in this order; what is in one that is yet to be made need not be asked about.
        let namespaces = sorted.prefix { $0.object.kind == "Namespace" }
        var items = try await items(Array(namespaces), live, planner, request)
        if let position = items.firstIndex(where: { $0.change == .create }) {
            planner.missingNamespace = items[position].desired.object.name
            let isNew = items[position].predecessor == nil
            items[position].notes.append(
                (isNew ? "it does not exist yet" : "it is yet to be made")
                    + ", so only the shape of what goes into it was checked"
            )
        }
        items += try await self.items(Array(sorted.dropFirst(namespaces.count)), live, planner, request)
        for position in items.indices.filter({ items[$0].notes.contains(Planner.shapeOnly) }).dropFirst() {
            items[position].notes.removeAll { $0 == Planner.shapeOnly }
        }
        // One obstacle is enough to keep the plan from being carried out.
        let terminating = PlannedChange.refused(Planner.terminating)
        for position in items.indices.filter({ items[$0].change == terminating }).dropFirst() {
            items[position].change = .create
        }
        var rest = items[...]
        var resolvedPlan = ResolvedPlan(scope: request.scope)
        resolvedPlan.shared = Array(rest.prefix(request.shared.count))
        rest = rest.dropFirst(request.shared.count)
        for service in request.services {
            resolvedPlan.services.append((service, Array(rest.prefix(service.objects.count))))
            rest = rest.dropFirst(service.objects.count)
        }
        return resolvedPlan
    }

    private func items(
        _ desired: [DesiredObject],
        _ live: LiveObjects,
        _ planner: Planner,
        _ request: DeployRequest
    ) async throws(DeployError) -> [ResolvedPlan.Item] {
        let governed = ReplicaOwnership.governed(by: request.services.flatMap(\.objects).map(\.object))
        return try await ConcurrentRequests.map(desired) { (desired) async throws(DeployError) in
            var planner = planner
            planner.keepsScale = desired.service.map { request.returning.contains($0) } ?? false
            return try await planner.item(
                desired,
                live: live[desired.object.reference],
                least: governed.least(of: desired.object)
            )
        }
    }

    /// Throws ``DeployError/wrongCluster(_:)`` unless the namespace `kube-system` of this cluster has a certain UID.
    package func requireCluster(_ fingerprint: String) async throws(DeployError) {
        guard let found = try await cluster() else {
            throw .wrongCluster(
                "which cluster this is cannot be told without the right to read the namespace `kube-system`"
            )
        }
        guard found == fingerprint else {
            throw .wrongCluster("this is another cluster: its fingerprint is \(found), not \(fingerprint)")
        }
    }

    /// What tells this cluster from others; `nil` if it may not be read.
    private func cluster() async throws(DeployError) -> String? {
        let namespace = ObjectReference(
            type: .namespace,
            namespace: nil,
            name: "kube-system"
        )
        do throws(ClusterError) {
            return try await client.find(namespace)?.uid
        } catch {
            guard error.code == .forbidden else { throw DeployError(error) }
            return nil
        }
    }
}
