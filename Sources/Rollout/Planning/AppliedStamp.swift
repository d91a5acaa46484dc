// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// Tells from a listed object alone that applying it again would change nothing.
///
/// Each write leaves a fingerprint of what was applied, as an annotation. If the fingerprint is that of what would be
/// applied now, no field of ours has gone away since; if besides every desired field still has its value, nobody
/// has changed one either. In doubt (a value that the server writes differently, a list with additions) the answer is
/// no, and the server is asked.
enum AppliedStamp {
    /// The fingerprint of what is applied, without the annotations that say who wrote it when.
    ///
    /// The replicas of what an autoscaler governs do not count: whether they are sent changes with who owns them.
    static func of(_ item: ResolvedPlan.Item) -> String {
        var object = bare(item.desired.object)
        if item.isAutoscaled, var spec = object["spec"]?.object {
            spec["replicas"] = nil
            object["spec"] = .object(spec)
        }
        return ContentHash(.object(object.json)).description
    }

    /// Whether a live object is exactly what our last write of the desired one has made it.
    static func isCurrent(_ item: ResolvedPlan.Item, live: KubernetesObject) -> Bool {
        guard live.annotation(Label.applied) == of(item), isOurs(live) else { return false }
        let shape = FieldTable.builtIn.shape(of: live.type)
        return holds(
            .object(bare(item.desired.object).json),
            in: .object(live.json),
            shape.map { .object($0.name) }
        )
    }

    private static func bare(_ object: KubernetesObject) -> KubernetesObject {
        var object = object
        guard var annotations = object[metadata: "annotations"]?.object else { return object }
        annotations[Label.applied] = nil
        annotations[Label.revision] = nil
        object[metadata: "annotations"] = annotations.isEmpty ? nil : .object(annotations)
        return object
    }

    /// Whether the fingerprint is one that we applied, rather than one that came with a copy.
    private static func isOurs(_ live: KubernetesObject) -> Bool {
        (live[metadata: "managedFields"]?.array ?? []).contains { entry in
            FieldManager.isOurApply(entry)
                && entry[path: "fieldsV1", "f:metadata", "f:annotations"]?["f:\(Label.applied)"] != nil
        }
    }

    /// Whether what is desired is all there; what is owned as a whole, such as the selector of a Service, has to be the same.
    private static func holds(
        _ desired: JSONValue,
        in live: JSONValue,
        _ type: FieldType?,
        isWhole: Bool = false
    ) -> Bool {
        switch (desired, live) {
        case (.object(let desired), .object(let live)):
            let (isAtomic, member) = members(of: type)
            let isWhole = isWhole || isAtomic
            return (!isWhole || desired.count == live.count)
                && desired.allSatisfy { name, value in
                    live[name].map { holds(value, in: $0, member(name), isWhole: isWhole) } ?? false
                }
        case (.array(let desired), .array(let live)):
            var element: FieldType?
            if case .list(let type, _) = type { element = type }
            return desired.count == live.count
                && zip(desired, live).allSatisfy { holds($0, in: $1, element, isWhole: isWhole) }
        default: return desired == live
        }
    }

    /// Whether an object is owned as a whole, without anything that a server adds by itself, and what its members may hold.
    private static func members(of type: FieldType?) -> (isAtomic: Bool, of: (String) -> FieldType?) {
        switch type {
        case .map(let value, let isAtomic): return (isAtomic, { _ in value })
        case .object(let name):
            let shape = FieldTable.builtIn.shape(named: name)
            // Of the types that are owned as a whole, most are references, which get defaults.
            return (name == "apis.meta.v1.LabelSelector", { shape?.fields[$0]?.type })
        default: return (false, { _ in nil })
        }
    }
}
