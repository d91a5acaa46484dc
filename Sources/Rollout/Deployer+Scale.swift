// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
package import Kubernetes
import KubernetesClient

/// What scaling a service has come to.
package struct ScaleResult: Sendable, Hashable {
    /// The name of the service.
    package var service: String
    /// What was changed: the workload, or the autoscaler that governs it.
    package var object: ObjectReference
    /// The scale before: `3`, or `2-4` for the bounds of an autoscaler.
    package var before: String
    /// The scale now, in the same form.
    package var after: String
    /// What the manifest asked for when the override was made; deploys keep the scale until that changes.
    package var manifest: String?
    /// The workloads that were scaled to nothing and have the least of their autoscaler again, which had stood still.
    package var woken: [ObjectReference] = []
    /// The least number of replicas now.
    package var least: Int

    /// Whether anything was written that has another value than before.
    package var isChange: Bool { before != after || !woken.isEmpty }
}

/// A scale that somebody wishes for a service.
package struct ScaleWish: Sendable, Hashable {
    /// The name of the service.
    package var service: String
    /// The number of replicas, or the lower bound of the autoscaler.
    package var least: Int
    /// The upper bound of the autoscaler; `nil` leaves it as it is.
    package var most: Int?
    /// Whether a number many times above what there is now is meant.
    package var isConfirmed: Bool

    /// Makes a wish.
    package init(service: String, least: Int, most: Int? = nil, isConfirmed: Bool = true) {
        self.service = service
        self.least = least
        self.most = most
        self.isConfirmed = isConfirmed
    }

    /// Up to which number nobody is asked, whatever there is now.
    private static let harmless = 50

    /// Whether so many are more than ten times the `present` ones, as after a slip of the hand.
    func isLeap(to count: Int, from present: Int) -> Bool {
        count > Self.harmless && (count - 1) / 10 >= max(1, present)
    }
}

extension Deployer {
    /// Sets the scales of services by hand; later deploys keep them until the manifest asks for others.
    ///
    /// Where an autoscaler governs, `least` and `most` are its bounds. Elsewhere `least` is the number of replicas. All
    /// wishes are looked at before the first is carried out, and each result is told as soon as it is there.
    package func scale(
        _ wishes: [ScaleWish],
        in scope: SystemScope,
        onResult: (ScaleResult) -> Void
    ) async throws(DeployError) {
        let types = try await scalableTypes(of: wishes.map(\.service), in: scope)
        let live = try await LiveObjects.read(types, scope: scope, client: client).all
        var steps: [ScaleStep] = []
        for wish in wishes {
            let found = live.filter { $0.label(Label.service) == wish.service }
            // What is being deleted takes its scale with it.
            let own = found.filter { !$0.isBeingDeleted }
            let workloads = found.filter { $0.kind != ReplicaOwnership.autoscaler.kind }
            if let leaving = (workloads.isEmpty ? found : workloads).first,
                !own.contains(where: { workloads.isEmpty || workloads.contains($0) })
            {
                let reason = "`\(leaving.reference)` is being deleted; deploy it again, then scale it"
                throw .unscalable(service: wish.service, reason: reason)
            }
            let isScaler = { (object: KubernetesObject) in object.kind == ReplicaOwnership.autoscaler.kind }
            guard let object = own.first(where: isScaler) ?? own.first else {
                throw .unknownService(wish.service)
            }
            let after = try Self.bounds(wish, of: object)
            try Self.confirm(wish, after, of: object)
            let asleep = Self.asleep(own, under: object)
            steps.append(ScaleStep(service: wish.service, object: object, after: after, asleep: asleep))
        }
        for step in steps { try await attempt(step) }
        for step in steps {
            var result = try await scale(step.object, of: step.service, in: scope, to: step.after)
            // Also where the next write fails, what was written before it is told.
            defer { onResult(result) }
            for workload in step.asleep {
                try await DeployError.wrapping { () async throws(ClusterError) -> Void in
                    _ = try await client.setScale(
                        of: workload,
                        to: step.after.least,
                        fieldManager: ScaleOverride.fieldManager
                    )
                }
                result.woken.append(workload)
            }
        }
    }

    /// Asks the server whether it would let a wish be carried out: what it refuses must not be noted for later deploys.
    private func attempt(_ step: ScaleStep) async throws(DeployError) {
        do throws(ClusterError) {
            try await write(step.after, to: step.object, isTrial: true)
            for workload in step.asleep {
                try await client.setScale(
                    of: workload,
                    to: step.after.least,
                    fieldManager: ScaleOverride.fieldManager,
                    dryRun: true
                )
            }
        } catch {
            // What has no answer for a trial, such as a webhook with side effects, may have one for the write.
            guard [.forbidden, .invalid].contains(error.code), !error.isOfDryRun else { return }
            throw DeployError(error)
        }
    }

    /// The kinds that have a scale, or set one, of those that the services have by their records.
    ///
    /// Rights to read others may be missing: `doctor` asks for none. Of a service without a record nothing is known.
    private func scalableTypes(
        of services: [String],
        in scope: SystemScope
    ) async throws(DeployError) -> Set<GroupVersionKind> {
        let all = Set(GroupVersionKind.scalable + [ReplicaOwnership.autoscaler])
        let store = RevisionStore(client: client, scope: scope)
        let histories: [String: RevisionHistory]
        do throws(DeployError) {
            histories = try await store.histories(of: services.count == 1 ? services.first : nil)
        } catch {
            // Who may not read Secrets may still scale.
            guard case .cluster(let refusal) = error, refusal.code == .forbidden else { throw error }
            return all
        }
        let recorded = services.map { histories[$0]?.revisions.flatMap(\.objects).map(\.type) ?? [] }
        return recorded.contains(where: \.isEmpty) ? all : all.intersection(recorded.flatMap { $0 })
    }

    /// What an autoscaler governs and somebody has scaled to nothing: there it does nothing at all, whatever its bounds
    /// are (`ScalingDisabled`).
    private static func asleep(
        _ objects: [KubernetesObject],
        under scaler: KubernetesObject
    ) -> [ObjectReference] {
        // An autoscaler that may go down to nothing by itself has done what it is there for.
        guard scaler.kind == ReplicaOwnership.autoscaler.kind, scaler["spec"]?["minReplicas"]?.integer != 0
        else { return [] }
        let governed = ReplicaOwnership.governed(by: [scaler])
        return objects.filter {
            governed.least(of: $0) != nil && $0.isScaledToNothing && !$0.isBeingDeleted
        }.map(\.reference).sorted()
    }

    /// Sets the scale of one service, as ``scale(_:in:onResult:)`` does.
    package func scale(
        _ service: String,
        in scope: SystemScope,
        least: Int,
        most: Int? = nil
    ) async throws(DeployError) -> ScaleResult {
        var result: ScaleResult?
        try await scale([ScaleWish(service: service, least: least, most: most)], in: scope) { result = $0 }
        guard let result else { throw .unknownService(service) }
        return result
    }

    /// The bounds that a wish comes to on a workload or an autoscaler; throws for one that makes no sense there.
    private static func bounds(
        _ wish: ScaleWish,
        of object: KubernetesObject
    ) throws(DeployError) -> ScaleOverride.Bounds {
        let (service, least) = (wish.service, wish.least)
        func refuse(_ reason: String) -> DeployError { .unscalable(service: service, reason: reason) }
        guard least >= 0, least <= wish.most ?? least else {
            throw refuse("\(least) to \(wish.most ?? least) is not a range")
        }
        guard object.kind == ReplicaOwnership.autoscaler.kind else {
            guard wish.most == nil || wish.most == least else {
                throw refuse(
                    "no autoscaler governs it, so it has a fixed number: write `\(service)=\(least)`"
                )
            }
            return ScaleOverride.Bounds(least: least, most: least)
        }
        guard least >= 1 else {
            throw refuse("its autoscaler keeps at least 1 replica: write `\(service)=1`")
        }
        let present = Int(object["spec"]?["maxReplicas"]?.integer ?? 1)
        guard wish.most != nil || least <= present else {
            throw refuse(
                """
                \(least) is above the upper bound of its autoscaler, \(present): write `\(service)=\(least)-\(least)` for \
                exactly \(least), or `\(service)=\(least)-N` with an upper bound of \(least) or more
                """
            )
        }
        return ScaleOverride.Bounds(least: least, most: wish.most ?? present)
    }

    /// Refuses what is far above all that there is, unless it is meant.
    private static func confirm(
        _ wish: ScaleWish,
        _ after: ScaleOverride.Bounds,
        of object: KubernetesObject
    ) throws(DeployError) {
        let present = ScaleOverride.Bounds(of: object) ?? ScaleOverride.Bounds(least: 1, most: 1)
        guard !wish.isConfirmed, wish.isLeap(to: after.most, from: present.most) else { return }
        let now = "the \(present.text(on: object)) that it has now"
        throw .unscalable(
            service: wish.service,
            reason: "\(after.most) replicas are more than ten times \(now); with `--yes` they are meant"
        )
    }

    /// Writes the scale of an object, or asks the server what it would say to that.
    private func write(
        _ scale: ScaleOverride.Bounds,
        to object: KubernetesObject,
        noting annotations: JSONObject = [:],
        isTrial: Bool = false
    ) async throws(ClusterError) {
        let options = WriteOptions(
            fieldManager: ScaleOverride.fieldManager,
            dryRun: isTrial,
            isRepeatable: true
        )
        let note: JSONValue = ["annotations": .object(annotations)]
        guard object.kind == ReplicaOwnership.autoscaler.kind else {
            if !isTrial {
                _ = try await client.patch(object.reference, .merge(["metadata": note]), options: options)
            }
            // An interruption in between is made good by the next deploy.
            try await client.setScale(
                of: object.reference,
                to: scale.least,
                fieldManager: ScaleOverride.fieldManager,
                dryRun: isTrial
            )
            return
        }
        let patch: JSONValue = [
            "metadata": note,
            "spec": [
                "minReplicas": .integer(Int64(scale.least)), "maxReplicas": .integer(Int64(scale.most)),
            ],
        ]
        _ = try await client.patch(object.reference, .merge(patch), options: options)
    }

    /// What has been set by hand about the scale of a service that is made of some objects, in words; `nil` if nothing was.
    ///
    /// Only where somebody has set it without `msctl scale`, the record is read for what the manifest says.
    func scaleByHand(
        _ objects: [KubernetesObject],
        of service: String,
        in scope: SystemScope
    ) async throws(DeployError) -> String? {
        let governed = ReplicaOwnership.governed(by: objects)
        let own = objects.filter { !$0.hasController && governed.least(of: $0) == nil }
        for object in own {
            var manifest: ScaleOverride.Bounds?
            if ScaleOverride(of: object) == nil {
                let kinds: Set = ["Deployment", "StatefulSet"]
                guard kinds.contains(object.kind), object.replicasSetter != nil else { continue }
                let recorded = try await recorded(object.reference, of: service, in: scope)
                manifest = recorded.flatMap { ScaleOverride.Bounds(of: $0) }
            }
            if let words = ScaleOverride.words(of: object, recorded: manifest) { return words }
        }
        return nil
    }

    /// An object as the revision in place has it; `nil` if there is none, or it cannot be read.
    private func recorded(
        _ reference: ObjectReference,
        of service: String,
        in scope: SystemScope
    ) async throws(DeployError) -> KubernetesObject? {
        let store = RevisionStore(client: client, scope: scope)
        do throws(DeployError) {
            guard let current = try await store.histories(of: service)[service]?.current else { return nil }
            return try await store.content(of: current).objects.first { $0.reference == reference }
        } catch {
            switch error {
            case .damagedRevision: return nil
            // Who may not read Secrets may still scale.
            case .cluster(let refusal) where refusal.code == .forbidden: return nil
            default: throw error
            }
        }
    }

    /// Scales an object, with a note of that for later deploys.
    private func scale(
        _ object: KubernetesObject,
        of service: String,
        in scope: SystemScope,
        to after: ScaleOverride.Bounds
    ) async throws(DeployError) -> ScaleResult {
        let before = ScaleOverride.Bounds(of: object) ?? ScaleOverride.Bounds(least: 1, most: 1)
        // What runs now may have been set by hand itself, and is no word of the manifest.
        let recorded = try await recorded(object.reference, of: service, in: scope)
        let manifest =
            recorded.map { ScaleOverride.Bounds(of: $0) } ?? ScaleOverride(of: object).map(\.manifest)
            ?? before
        let annotations: JSONObject = [
            Label.scaleOverride: .string(after.description),
            // A member that is not there would leave that of an earlier override.
            Label.scaleManifest: manifest.map { .string($0.description) } ?? .null,
        ]
        try await DeployError.wrapping { () async throws(ClusterError) in
            try await write(after, to: object, noting: annotations)
        }
        return ScaleResult(
            service: service,
            object: object.reference,
            before: before.text(on: object),
            after: after.text(on: object),
            manifest: manifest?.description,
            least: after.least
        )
    }
}

/// A wish that can be carried out.
private struct ScaleStep {
    var service: String
    /// The workload, or its autoscaler.
    var object: KubernetesObject
    var after: ScaleOverride.Bounds
    /// What the autoscaler does not scale until it has replicas again.
    var asleep: [ObjectReference]
}

extension ScaleOverride.Bounds {
    /// `3` for replicas, and always both bounds of an autoscaler: `3-3` is not what a fixed number is.
    fileprivate func text(on object: KubernetesObject) -> String {
        object.kind == ReplicaOwnership.autoscaler.kind ? "\(least)-\(most)" : description
    }
}
