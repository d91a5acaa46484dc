// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// The ConfigMaps and Secrets that are known to be in place, with their keys.
///
/// A kubelet tries again every ten to fifteen seconds. Until then a pod goes on saying that something is missing, though it
/// has been made since.
struct ProvidedConfiguration: Sendable, Hashable {
    private struct Name: Sendable, Hashable {
        let isSecret: Bool
        let name: String
    }

    private struct Content: Sendable, Hashable {
        /// `nil` where they are not known: a recorded Secret is without its values.
        let keys: Set<String>?
    }

    private var contents: [Name: Content] = [:]

    init() {}

    /// Those among the objects of a plan that are there once it is carried out so far.
    init(of items: [ResolvedPlan.Item], _ applied: [ObjectApplier.Applied]) {
        let written = Set(applied.map(\.object.reference))
        for item in items {
            let object = item.desired.object
            guard item.live != nil || written.contains(object.reference) else { continue }
            add(object)
        }
    }

    /// Adds an object that is in place; anything but a ConfigMap or a Secret is passed over.
    ///
    /// Returns whether that was not known.
    @discardableResult
    mutating func add(_ object: KubernetesObject) -> Bool {
        guard ["ConfigMap", "Secret"].contains(object.kind) else { return false }
        let values = ["data", "stringData", "binaryData"].compactMap { object[$0]?.object }
        let isUnknown = object.kind == "Secret" && values.isEmpty
        let keys = isUnknown ? nil : Set(values.flatMap { $0.map(\.key) })
        let name = Name(isSecret: object.kind == "Secret", name: object.name)
        let content = Content(keys: keys)
        return contents.updateValue(content, forKey: name) != content
    }

    /// Whether what a kubelet has missed is there.
    func provides(_ missing: MissingReference) -> Bool {
        guard let content = contents[Name(isSecret: missing.isSecret, name: missing.name)] else {
            return false
        }
        guard let key = missing.key, let keys = content.keys else { return true }
        return keys.contains(key)
    }
}
