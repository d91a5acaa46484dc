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
    var description: String {
        manifest.map { "\(scale) instead of \($0)" } ?? "\(scale)"
    }

    /// Reads the override of an object; `nil` if it has none.
    init?(of object: KubernetesObject) {
        guard let scale = object.annotations[Label.scaleOverride].flatMap(Bounds.init) else { return nil }
        self.scale = scale
        manifest = object.annotations[Label.scaleManifest].flatMap(Bounds.init)
    }

    /// Takes the override off an object; on one that has none it changes nothing.
    static func end(on object: ObjectReference, _ client: ClusterClient) async throws(ClusterError) {
        let annotations: JSONObject = [Label.scaleOverride: .null, Label.scaleManifest: .null]
        _ = try await client.patch(
            object,
            .merge(["metadata": ["annotations": .object(annotations)]]),
            options: WriteOptions(fieldManager: fieldManager, isRepeatable: true)
        )
    }

    /// Puts the override into what is applied, if the manifest still says what it said then; otherwise it ends.
    ///
    /// What the manifest says of a workload that an autoscaler governs is the autoscaler.
    static func adjust(_ item: inout Intention.Item) {
        guard let live = item.live, let override = ScaleOverride(of: live) else { return }
        guard let wanted = Bounds(of: item.desired.object), !item.isAutoscaled,
            var spec = item.desired.object["spec"]?.object
        else {
            item.endsOverride = item.isAutoscaled
            return
        }
        guard wanted == override.manifest else {
            item.endsOverride = true
            return
        }
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
