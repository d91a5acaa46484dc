// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes

extension Cluster {
    /// The resource with this group and plural, built in or defined.
    func type(group: String, version: String, plural: String) -> ResourceType? {
        if let known = ResourceType.named(group: group, plural: plural) {
            return known.type.version == version ? known : nil
        }
        if let absent = ResourceType.absent.first(where: { $0.type.group == group && $0.plural == plural }) {
            return absent.type.version == version ? absent : nil
        }
        return definitions.type(group: group, version: version, plural: plural)
    }

    /// Every resource whose objects are stored.
    var types: [ResourceType] { ResourceType.all + definitions.types }

    /// Every resource that the server offers, in all its versions; of each the preferred one comes first.
    var servedTypes: [ResourceType] {
        ResourceType.all + ResourceType.absent + ConvertedVersion.all.map(\.served) + definitions.types
    }

    /// The resource of a kind.
    func type(of kind: GroupVersionKind) -> ResourceType? {
        ResourceType.named(kind) ?? definitions.types.first { $0.type == kind }
    }

    /// The type of a resource's objects.
    func type(of resource: GroupResource) -> ResourceType? {
        Self.builtIn[resource] ?? definitions.types.first { $0.qualifiedPlural == resource.text }
    }

    private static let builtIn = Dictionary(
        ResourceType.all.map { (GroupResource($0), $0) },
        uniquingKeysWith: { first, _ in first }
    )
}

extension ResourceType {
    /// Whether a real server knows the resource by a definition only.
    var isCustom: Bool {
        if type.group == "gateway.networking.k8s.io" { return true }
        if case .record = ShapeIndex.builtIn.shape(of: type) { return false }
        return true
    }
}
