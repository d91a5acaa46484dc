// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient

/// A scale that somebody set by hand, which deploys keep until the manifest says otherwise.
///
/// It is kept on the object itself in two annotations: the scale, and what the manifest said at that time. As they
/// belong to another field manager than the deploy's, applying leaves them alone.
struct ScaleOverride: Sendable, Hashable, CustomStringConvertible {
    /// Owns the annotations.
    static let fieldManager = "msctl-scale"

    /// `5` for replicas, `5-10` for the bounds of an autoscaler.
    var scale: Bounds
    /// What the manifest asked for when the override was made; `nil` if nothing.
    var manifest: Bounds?

    /// Replicas, or the least and the most of them.
    struct Bounds: Sendable, Hashable, CustomStringConvertible {
        var least: Int
        var most: Int

        var description: String { least == most ? "\(least)" : "\(least)-\(most)" }

        init(least: Int, most: Int) {
            self.least = least
            self.most = most
        }

        init?(_ text: String) {
            let parts = text.split(separator: "-").compactMap { Int($0) }
            guard let first = parts.first, let last = parts.last, parts.count <= 2 else { return nil }
            self.init(least: first, most: last)
        }

        /// What an object asks for; `nil` if it leaves that open.
        init?(of object: KubernetesObject) {
            let spec = object["spec"]
            if object.kind == "HorizontalPodAutoscaler" {
                guard let most = spec?["maxReplicas"]?.integer else { return nil }
                self.init(least: Int(spec?["minReplicas"]?.integer ?? 1), most: Int(most))
            } else {
                guard let replicas = spec?["replicas"]?.integer else { return nil }
                self.init(least: Int(replicas), most: Int(replicas))
            }
        }
    }

    /// The override in words.
    var description: String { "\(scale)\(Self.contrast(manifest, to: scale))" }

    /// What the manifest says, if that is something else.
    private static func contrast(_ manifest: Bounds?, to scale: Bounds) -> String {
        manifest.flatMap { $0 == scale ? nil : ", the manifest says \($0)" } ?? ""
    }

    /// What somebody has set by hand about the scale of an object, with or without `msctl scale`; `nil` if nothing was.
    ///
    /// `recorded` is what the revision in place says.
    static func words(of object: KubernetesObject, recorded: Bounds?) -> String? {
        let override = ScaleOverride(of: object)
        guard let live = Bounds(of: object) else { return override?.description }
        guard let setter = object.replicasSetter, live != override?.scale else {
            guard let override else { return nil }
            return live == override.scale
                ? override.description : "\(override.description); it has \(live) now"
        }
        let before = override.map { ", after `msctl scale` had set \($0.scale)" } ?? ""
        return "\(live) (`\(setter)`)\(before)\(contrast(override?.manifest ?? recorded, to: live))"
    }

    /// Reads the override of an object; `nil` if it has none.
    init?(of object: KubernetesObject) {
        guard let scale = object.annotation(Label.scaleOverride).flatMap(Bounds.init) else { return nil }
        self.scale = scale
        manifest = object.annotation(Label.scaleManifest).flatMap(Bounds.init)
    }

    /// Takes overrides off that no longer hold, once what takes their place works; one that was made since stays.
    ///
    /// Until then a way back finds them as they were.
    static func end(of items: [ResolvedPlan.Item], _ context: DeployContext) async throws(DeployError) {
        for item in items where item.endsOverride {
            let planned = item.live.flatMap(ScaleOverride.init(of:))
            let reference = item.desired.object.reference
            do throws(ClusterError) {
                guard let live = try await context.client.find(reference), let planned,
                    ScaleOverride(of: live) == planned
                else { continue }
                try await annotate(
                    reference,
                    [Label.scaleOverride: .null, Label.scaleManifest: .null],
                    context.writer
                )
            } catch {
                throw DeployError(error)
            }
        }
    }

    /// Notes what the manifest says of a scale that stays.
    static func note(
        _ manifest: Bounds,
        on object: ObjectReference,
        _ client: ClusterClient
    ) async throws(ClusterError) {
        try await annotate(object, [Label.scaleManifest: .string(manifest.description)], client)
    }

    private static func annotate(
        _ object: ObjectReference,
        _ annotations: JSONObject,
        _ client: ClusterClient
    ) async throws(ClusterError) {
        _ = try await client.patch(
            object,
            .merge(["metadata": ["annotations": .object(annotations)]]),
            options: WriteOptions(fieldManager: fieldManager, isRepeatable: true)
        )
    }

    /// Puts the override into what is applied, if the manifest still says what it said then; otherwise it ends.
    ///
    /// What the manifest says of a workload that an autoscaler governs is the autoscaler. With `keeps` it stays even
    /// though the manifest says something else.
    static func adjust(_ item: inout ResolvedPlan.Item, keeps: Bool) {
        guard let live = item.live, let override = ScaleOverride(of: live) else { return }
        guard let wanted = Bounds(of: item.desired.object), !item.isAutoscaled,
            var spec = item.desired.object["spec"]?.object
        else {
            item.endsOverride = item.isAutoscaled
            return
        }
        guard keeps || wanted == override.manifest else {
            item.endsOverride = true
            return
        }
        if wanted != override.manifest { item.overriddenScale = wanted }
        guard wanted != override.scale else { return }
        if item.desired.object.kind == "HorizontalPodAutoscaler" {
            spec["minReplicas"] = .integer(Int64(override.scale.least))
            spec["maxReplicas"] = .integer(Int64(override.scale.most))
        } else {
            spec["replicas"] = .integer(Int64(override.scale.least))
        }
        item.desired.object["spec"] = .object(spec)
        item.notes.append(
            "keeps the scale \(override.scale) that was set by hand; the manifest says \(wanted)"
        )
    }
}
