// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes

/// What another system of ours has in the namespace that both share.
///
/// All systems write as the same field manager, so that the server calls none of it a conflict: whoever came second would
/// take it without a word.
enum OtherSystem {
    /// The system that a live object belongs to, if it is another than that of the desired one.
    static func owner(of live: KubernetesObject, desired: KubernetesObject) -> String? {
        desired.label(Label.system).flatMap(live.otherSystem)
    }

    /// Why an object of another system is not written, and what can be done.
    static func refusal(_ owner: String) -> String {
        """
        it belongs to system `\(owner)`; rename one of the services, use another namespace, or take it over with \
        `--take-over`
        """
    }

    /// Why an object of another system is not made ours.
    static func adoptionRefusal(_ owner: String) -> String {
        "it belongs to system `\(owner)`, which msctl deploys as well; rename one of the services, or use another namespace"
    }

    /// Why a service is not deployed of which another system keeps records under the same name.
    static func refusal(_ owner: String, service: String) -> String {
        """
        system `\(owner)` has deployed a service `\(service)` in this namespace; rename one of them, use another \
        namespace, or take its place with `--take-over`
        """
    }

    /// Why a service is not deployed that another Environment of the same system has put in the namespace.
    static func refusal(environment: String, service: String, own: String) -> String {
        """
        environment `\(environment)` has deployed `\(service)` in this namespace; give `\(own)` a namespace of its own, \
        or take its place with `--take-over`, also after an environment was renamed
        """
    }
}

extension Revision {
    /// Whether a record says that another Environment of its system put it in place.
    func isOfAnotherEnvironment(than scope: SystemScope) -> Bool {
        environment.map { $0 != scope.environment } ?? false
    }
}

extension ResolvedPlan {
    /// Refuses services of which only another system has records, unless an object of theirs is refused already.
    mutating func refuse(_ others: [String: RevisionStore.Foreign], histories: [String: RevisionHistory]) {
        for (index, entry) in services.enumerated() {
            guard let other = others[entry.service.name],
                histories[entry.service.name]?.revisions.isEmpty ?? true
            else { continue }
            refuseService(at: index, OtherSystem.refusal(other.system, service: entry.service.name))
        }
    }

    /// Refuses services that another Environment of the system has put in place: two of them in one namespace, as a
    /// copied manifest has it, would take each other's objects in turn.
    mutating func refuse(_ histories: [String: RevisionHistory], of scope: SystemScope) {
        for (index, entry) in services.enumerated() {
            guard let current = histories[entry.service.name]?.current, let other = current.environment,
                current.isOfAnotherEnvironment(than: scope)
            else { continue }
            let reason = OtherSystem.refusal(
                environment: other,
                service: entry.service.name,
                own: scope.environment
            )
            refuseService(at: index, reason)
        }
    }

    /// Refuses a service by its workload, unless an object of it is refused already.
    private mutating func refuseService(at index: Int, _ reason: String) {
        let items = services[index].items
        guard !items.contains(where: \.change.isObstacle) else { return }
        let workload = items.firstIndex { RolloutTarget.workloadKinds.contains($0.desired.object.kind) }
        guard let item = workload ?? items.indices.first else { return }
        services[index].items[item].change = .refused(reason)
    }
}
