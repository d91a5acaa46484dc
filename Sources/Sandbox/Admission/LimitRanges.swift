// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// What the LimitRanges of a namespace give to pods, and hold pods and claims to.
///
/// They are gone through by name, of which a server promises nothing.
struct LimitRanges {
    private let ranges: [[JSONValue]]

    init(_ ranges: [StoredObject]) {
        self.ranges = ranges.map { $0.spec["limits"]?.elements ?? [] }
    }

    /// Gives the containers of a new pod what they say nothing of.
    ///
    /// The first range that has something for a resource decides; the last one that gives anything is noted at the pod.
    func fill(_ pod: inout JSONValue) {
        if ranges.isEmpty { return }
        for items in ranges { Self.fill(&pod, from: items) }
        let quality = Preparation.qualityOfService(pod["spec"] ?? [:])
        pod["status"]?["qosClass"] = .string(quality)
    }

    private static func fill(_ pod: inout JSONValue, from items: [JSONValue]) {
        let items = items.filter { $0["type"]?.string == "Container" }
        let defaults = [
            ("requests", "request", amounts("defaultRequest", of: items)),
            ("limits", "limit", amounts("default", of: items)),
        ]
        var notes: [String] = []
        for (list, kind) in [("containers", "container"), ("initContainers", "init container")] {
            pod["spec"]?.update(list) { containers in
                containers = .array(
                    containers.elements.map { container in
                        var container = container
                        for (group, word, amounts) in defaults {
                            let added = fill(&container, group, from: amounts)
                            if added.isEmpty { continue }
                            let name = container["name"]?.string ?? ""
                            notes.append("\(added.joined(separator: ", ")) \(word) for \(kind) \(name)")
                        }
                        return container
                    }
                )
            }
        }
        guard !notes.isEmpty else { return }
        var annotations = pod[path: "metadata", "annotations"] ?? [:]
        let note = "LimitRanger plugin set: \(notes.joined(separator: "; "))"
        annotations["kubernetes.io/limit-ranger"] = .string(note)
        pod["metadata"]?["annotations"] = annotations
    }

    private static func amounts(_ member: String, of items: [JSONValue]) -> [(String, JSONValue)] {
        var result: [String: JSONValue] = [:]
        for item in items {
            for amount in item[member]?.members ?? [:] { result[amount.key] = amount.value }
        }
        return result.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// Adds the amounts that a container does not have, and says which.
    private static func fill(
        _ container: inout JSONValue,
        _ group: String,
        from amounts: [(String, JSONValue)]
    ) -> [String] {
        var resources = container["resources"] ?? [:]
        var given = resources[group] ?? [:]
        let missing = amounts.filter { given[$0.0] == nil }
        if missing.isEmpty { return [] }
        for (name, amount) in missing { given[name] = amount }
        resources[group] = given
        container["resources"] = resources
        return missing.map(\.0)
    }

    /// Why a pod or a claim is refused, by the first range that it breaks; `nil` where it is not.
    func objection(to object: JSONValue, _ type: ResourceType) -> String? {
        for items in ranges {
            let objections = items.flatMap { item in
                Self.objections(of: LimitRangeItem(item), to: object["spec"] ?? [:], type)
            }
            // What several containers have in common is said once.
            var texts: [String] = []
            for text in objections where !texts.contains(text) { texts.append(text) }
            guard let first = texts.first else { continue }
            return texts.count == 1 ? first : "[\(texts.joined(separator: ", "))]"
        }
        return nil
    }

    private static func objections(of item: LimitRangeItem, to spec: JSONValue, _ type: ResourceType)
        -> [String]
    {
        switch (type, item.type) {
        case (.pods, "Container"):
            ["containers", "initContainers"].flatMap { spec[$0]?.elements ?? [] }
                .flatMap { item.objections(to: ResourceDemand(of: $0["resources"])) }
        case (.pods, "Pod"): item.objections(to: ResourceDemand(ofPod: spec))
        case (.persistentVolumeClaims, "PersistentVolumeClaim"):
            item.objections(toClaim: ResourceDemand(of: spec["resources"]))
        default: []
        }
    }
}

extension Cluster {
    /// What holds for new pods and claims of a namespace.
    func limitRanges(in namespace: String) -> LimitRanges {
        LimitRanges(store.list(.limitRanges, namespace: namespace))
    }

    /// Refuses a pod or a claim that a LimitRange of the namespace does not allow.
    func checkLimits(_ object: JSONValue, at key: ObjectKey, _ type: ResourceType) throws(StatusFailure) {
        guard type == .pods || type == .persistentVolumeClaims else { return }
        guard let why = limitRanges(in: key.namespace).objection(to: object, type) else { return }
        throw .forbidden(type, key.name, why)
    }
}
