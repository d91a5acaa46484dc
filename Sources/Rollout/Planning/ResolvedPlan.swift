// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes

/// A plan together with what carrying it out needs and showing it does not.
struct ResolvedPlan: Sendable {
    /// One object to write or to leave as it is.
    struct Item: Sendable {
        /// What to apply, after fields were left to their owners and a scale override was put in.
        var desired: DesiredObject
        /// The object as it is; `nil` if it does not exist.
        var live: KubernetesObject?
        var change: PlannedChange
        /// What has to be gone before it can be made: an object of its name that is being deleted, or a Job that has
        /// failed.
        var predecessor: KubernetesObject?
        /// Whether an autoscaler decides how many replicas it has.
        var isAutoscaled = false
        /// How `spec.replicas` changes hands.
        var replicas = ReplicaOwnership.Change.none
        /// Whether a scale that was set by hand no longer holds.
        var endsOverride = false
        /// What the manifest says of a scale that was set by hand and stays, where that is news.
        var overriddenScale: ScaleOverride.Bounds?
        /// Whether to take fields over, decided by the ownership policy.
        var force = false
        /// Whether the fields of `kubectl apply` become ours before it is applied.
        var takesOver = false
        /// What others have put in the place of elements of ours, and what goes with a take-over.
        var evicted: [ReplacedElement] = []
        /// What others own of its pods once it is applied; `nil` if the server was not asked.
        var others: ForeignFields?
        /// Fields that are left to an autoscaler.
        var yielded: [OwnedField] = []
        var notes: [String] = []

        /// What is there of this name, to stay or to go.
        var found: KubernetesObject? { live ?? predecessor }
    }

    var scope: SystemScope
    var cluster: String?
    /// In the order of writing.
    var shared: [Item] = []
    /// In the order of the request.
    var services: [(service: DesiredService, items: [Item])] = []
    /// Objects of ours that nothing wants any more.
    var deletions: [KubernetesObject] = []
    /// Objects of ours that nothing wants any more and that are kept all the same: because of their kind, or because others
    /// were named.
    var spared: [KubernetesObject] = []
    /// Those of the deletions that somebody has asked for by name.
    var asked: Set<ObjectReference> = []
    /// Names of what was to be deleted and is not there, or is still wanted.
    var idleNames: [String] = []
    /// Services without a manifest that another Environment has put in the namespace, and which.
    var elsewhere: [String: String] = [:]
    /// What could have been named instead of those: objects, and services that no manifest declares.
    var otherNames: [String] = []
    /// Who still calls what would be deleted.
    var consumers = LiveConsumers()
    /// Services that no manifest declares any more and that are deleted.
    var leaving: [DepartedService] = []
    /// Services that no manifest declares any more and that stay, and what to say about each.
    var staying: [(service: DepartedService, note: String)] = []

    /// The plan to show.
    var plan: DeployPlan {
        let items = shared + services.flatMap(\.items)
        let writes = items.map { item in
            DeployPlan.Entry(
                object: item.desired.object.reference,
                service: item.desired.service,
                change: item.change,
                content: item.change == .create ? PlannedContent(of: item.desired.object) : nil,
                notes: item.notes
            )
        }
        let deletes = deletions.map { object in
            DeployPlan.Entry(
                object: object.reference,
                service: object.label(Label.service),
                change: .delete,
                notes: consumers.consumers(of: object.reference).map { "\($0) still calls it" }
            )
        }
        let departed = staying.compactMap { service, note -> DeployPlan.Entry? in
            let objects = service.deletions + service.spared
            let workload = objects.first { RolloutTarget.workloadKinds.contains($0.kind) } ?? objects.first
            return workload.map {
                DeployPlan.Entry(
                    object: $0.reference,
                    service: service.name,
                    change: .unchanged,
                    notes: [note]
                )
            }
        }
        let kept = spared.map { object in
            DeployPlan.Entry(
                object: object.reference,
                service: object.label(Label.service),
                change: .unchanged,
                notes: [
                    "nothing wants it any more; `--allow-delete \(object.kind)/\(object.name)` deletes it"
                ]
            )
        }
        return DeployPlan(
            scope: scope,
            cluster: cluster,
            namespaceUID: namespaceUID,
            entries: writes + kept + departed + deletes
        )
    }

    /// Takes away of the objects in place what only planning reads: of a thousand services it is as much as all that is to be
    /// written.
    mutating func forgetWhatIsCompared() {
        for index in shared.indices { shared[index].forgetWhatIsCompared() }
        for service in services.indices {
            for index in services[service].items.indices {
                services[service].items[index].forgetWhatIsCompared()
            }
        }
    }

    /// Lets go of what is to be written of each service.
    mutating func letGoOfItems() {
        for index in services.indices { services[index].items = [] }
    }

    /// The Jobs that a way back runs again, by service.
    var repeatedJobs: [(service: String, job: ObjectReference)] {
        services.flatMap { service, items in
            items.filter { $0.notes.contains(Planner.runsAgain) }
                .map { (service.name, $0.desired.object.reference) }
        }
    }

    /// Whether the namespace deployed to is being deleted: what is in it goes with it.
    var losesNamespace: Bool { namespace?.predecessor != nil }

    /// UID of the namespace deployed to, if this run has looked at it.
    private var namespaceUID: String? { namespace?.live?.uid }

    private var namespace: Item? {
        shared.first {
            $0.desired.object.kind == "Namespace" && $0.desired.object.name == scope.namespace
        }
    }
}

extension ResolvedPlan.Item {
    /// What is taken over is still needed as it is, and so is what may hold values that must not be said, or name them.
    fileprivate mutating func forgetWhatIsCompared() {
        guard !takesOver, evicted.isEmpty, let live, Self.plainKinds.contains(live.kind) else { return }
        self.live = live.onlyWhatIsPlanned
    }

    private static let plainKinds = Set(
        GroupVersionKind.podOwners.map(\.kind)
            + ["HorizontalPodAutoscaler", "NetworkPolicy", "PodDisruptionBudget", "Service"]
    )
}
