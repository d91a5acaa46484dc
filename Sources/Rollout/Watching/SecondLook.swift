// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes
import KubernetesClient

/// Looks at a service with requests of its own before a verdict about it is believed.
///
/// A watch can fall silent without a word, such as behind a proxy that has lost its upstream. What was seen last then
/// grows old, and with it everything that is judged by how long it lasts.
struct SecondLook: Sendable {
    /// What came of it.
    enum Sight: Sendable {
        /// All there is of these kinds.
        case seen([KubernetesObject], of: Set<GroupVersionKind>)
        /// Nothing for now; to be tried again.
        case nothing
        /// Nothing for so long that it is given up.
        case blind(DeployError)
    }

    /// A watch that has spoken so recently has not fallen silent.
    private static let recently = Duration.seconds(1)

    let context: DeployContext
    let target: RolloutTarget
    /// Since when looking fails, and how it has failed last.
    private var failure: (since: Duration, error: ClusterError)?

    init(context: DeployContext, target: RolloutTarget) {
        self.context = context
        self.target = target
    }

    /// What to look at before some actions are believed; empty if nothing in them needs it.
    @inline(never)
    func types(behind actions: [RolloutStateMachine.Action]) async -> Set<GroupVersionKind> {
        let workloads = Set(target.workloads.map(\.accepted.type))
        guard let verdict = actions.first(where: \.isVerdict) else { return [] }
        if case .failed(let cause, _) = verdict, [.routeRefused, .noAddress].contains(cause.code) {
            return workloads.union([cause.object.type])
        }
        guard !workloads.isEmpty else { return [] }
        switch verdict {
        case .proven:
            let moment = context.time.elapsed() - Self.recently
            return await context.observer.hasHeard(of: workloads, since: moment) ? [] : workloads
        // That somebody else has replaced or changed it was seen to happen.
        case .failed(let cause, _) where [.replaced, .overtaken].contains(cause.code): return []
        default: return workloads.union([GroupVersionKind.replicaSet, GroupVersionKind.pod])
        }
    }

    /// The ConfigMap or Secret that some actions call missing, if it is there now and may be read.
    @inline(never)
    func missed(behind actions: [RolloutStateMachine.Action]) async -> KubernetesObject? {
        guard case .failed(let cause, _)? = actions.first(where: \.isVerdict),
            [.missingConfig, .missingSecret].contains(cause.code),
            let missing = cause.detail.flatMap(MissingReference.init)
        else { return nil }
        let reference = ObjectReference(
            type: GroupVersionKind(apiVersion: "v1", kind: missing.isSecret ? "Secret" : "ConfigMap"),
            namespace: context.scope.namespace,
            name: missing.name
        )
        do throws(ClusterError) {
            return try await context.client.repeating(within: ObservedKind.repetition).find(reference)
        } catch {
            // Then the word of the pod is all there is.
            return nil
        }
    }

    /// Reads everything of some kinds that belongs to the service; once that has failed, only for as long as is borne.
    @inline(never)
    mutating func look(at types: Set<GroupVersionKind>) async -> Sight {
        let look = self
        do throws(ClusterError) {
            let sight: Sight
            if let failure {
                let left = ObservedKind.patience - (context.time.elapsed() - failure.since)
                let found = try await context.time.limited(to: left) { () async throws(ClusterError) in
                    try await look.found(types)
                }
                guard let found else { return .blind(DeployError(failure.error)) }
                sight = found
            } else {
                sight = try await found(types)
            }
            failure = nil
            return sight
        } catch {
            let now = context.time.elapsed()
            let since = failure?.since ?? now
            failure = (since, error)
            return now - since >= ObservedKind.patience ? .blind(DeployError(error)) : .nothing
        }
    }

    private func found(_ types: Set<GroupVersionKind>) async throws(ClusterError) -> Sight {
        var found: [KubernetesObject] = []
        var seen: Set<GroupVersionKind> = []
        for type in types.sorted() {
            guard let objects = try await read(type) else { continue }
            found += objects
            seen.insert(type)
        }
        let present = Set(found.map(\.reference))
        for workload in target.workloads where !present.contains(workload.accepted.reference) {
            throw ClusterError(
                .notFound,
                doing: "looking at a workload",
                object: workload.accepted.reference
            )
        }
        return .seen(found, of: seen)
    }

    /// `nil` where the right to read is missing and can be done without.
    private func read(_ type: GroupVersionKind) async throws(ClusterError) -> [KubernetesObject]? {
        do throws(ClusterError) {
            let selector =
                "\(Label.selector(system: context.scope.system)),\(Label.service)=\(target.service)"
            return try await context.client.repeating(within: ObservedKind.repetition).list(
                ObjectSelection(type, namespace: context.scope.namespace, labelSelector: selector),
                condense: \.onlyWhatIsWatched
            ).items
        } catch {
            // Without the right to read these, causes are poorer and verdicts are the same.
            let isTelling = [GroupVersionKind.replicaSet, GroupVersionKind.pod].contains(type)
            guard isTelling, error.code == .forbidden else { throw error }
            return nil
        }
    }
}
