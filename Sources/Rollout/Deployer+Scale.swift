// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
package import Kubernetes
import KubernetesClient

/// What scaling a service has come to.
package struct ScaleResult: Sendable, Hashable {
    /// The service.
    package var service: String
    /// What was changed: the workload, or the autoscaler that governs it.
    package var object: ObjectReference
    /// The scale before: `3`, or `2-4` for the bounds of an autoscaler.
    package var before: String
    /// The scale now.
    package var after: String
    /// What the manifest asked for when the override was made; deploys keep the scale until that changes.
    package var manifest: String?

    /// Whether anything was written.
    package var isChange: Bool { before != after }
}

extension Deployer {
    /// Sets the scale of a service by hand; later deploys keep it until the manifest asks for another.
    ///
    /// Where an autoscaler governs, `least` and `most` are its bounds; `most` defaults to what it is, at least
    /// `least`. Elsewhere `least` is the number of replicas.
    package func scale(
        _ service: String,
        in scope: SystemScope,
        least: Int,
        most: Int? = nil
    ) async throws(DeployError) -> ScaleResult {
        guard least >= 0, least <= most ?? least else {
            throw .unscalable(service: service, reason: "\(least) to \(most ?? least) is not a range")
        }
        let types = [
            GroupVersionKind(apiVersion: "apps/v1", kind: "Deployment"),
            GroupVersionKind(apiVersion: "apps/v1", kind: "StatefulSet"),
            GroupVersionKind(apiVersion: "autoscaling/v2", kind: "HorizontalPodAutoscaler"),
        ]
        let live = try await LiveObjects.read(Set(types), scope: scope, client: client).all
            .filter { $0.labels[Label.service] == service }
        if let scaler = live.first(where: { $0.kind == "HorizontalPodAutoscaler" }) {
            return try await scale(scaler, of: service, in: scope, least: least, most: most)
        }
        guard let workload = live.first(where: { $0.kind != "HorizontalPodAutoscaler" }) else {
            throw .unknownService(service)
        }
        guard most == nil || most == least else {
            throw .unscalable(service: service, reason: "no autoscaler governs it, so it has a fixed number")
        }
        let after = ScaleOverride.Bounds(least: least, most: least)
        return try await override(workload, of: service, in: scope, after: after) {
            () async throws(ClusterError) in
            try await client.setScale(
                of: workload.reference,
                to: least,
                fieldManager: ScaleOverride.fieldManager
            )
        }
    }

    private func scale(
        _ scaler: KubernetesObject,
        of service: String,
        in scope: SystemScope,
        least: Int,
        most: Int?
    ) async throws(DeployError) -> ScaleResult {
        guard least >= 1 else {
            throw .unscalable(service: service, reason: "its autoscaler keeps at least 1 replica")
        }
        let present = Int(scaler["spec"]?["maxReplicas"]?.integer ?? 1)
        let after = ScaleOverride.Bounds(least: least, most: most ?? max(least, present))
        let patch: JSONValue = [
            "spec": [
                "minReplicas": .integer(Int64(after.least)), "maxReplicas": .integer(Int64(after.most)),
            ]
        ]
        let options = WriteOptions(fieldManager: ScaleOverride.fieldManager, isRepeatable: true)
        return try await override(scaler, of: service, in: scope, after: after) {
            () async throws(ClusterError) in
            _ = try await client.patch(scaler.reference, .merge(patch), options: options)
        }
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

    /// Notes the override on the object, then scales: an interruption in between is made good by the next deploy.
    private func override(
        _ object: KubernetesObject,
        of service: String,
        in scope: SystemScope,
        after: ScaleOverride.Bounds,
        write: @Sendable () async throws(ClusterError) -> Void
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
        do throws(ClusterError) {
            _ = try await client.patch(
                object.reference,
                .merge(["metadata": ["annotations": .object(annotations)]]),
                options: WriteOptions(fieldManager: ScaleOverride.fieldManager, isRepeatable: true)
            )
            try await write()
        } catch {
            throw DeployError(error)
        }
        return ScaleResult(
            service: service,
            object: object.reference,
            before: before.description,
            after: after.description,
            manifest: manifest?.description
        )
    }
}
