// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes

extension ResourceType {
    /// Kinds that clients list unasked, as `kubectl apply --prune` does, and of which the sandbox never has an object.
    static let absent: [ResourceType] = [
        ResourceType(
            GroupVersionKind(group: "", version: "v1", kind: "PersistentVolume"),
            plural: "persistentvolumes",
            shortNames: ["pv"],
            isNamespaced: false,
            verbs: readingVerbs
        ),
        ResourceType(
            GroupVersionKind(group: "", version: "v1", kind: "ReplicationController"),
            plural: "replicationcontrollers",
            shortNames: ["rc"],
            categories: ["all"],
            verbs: readingVerbs
        ),
    ]

    private static let readingVerbs = ["get", "list", "watch"]
}

extension StatusFailure {
    /// 405 for an object of a kind that the sandbox does not have.
    static func absent(_ type: ResourceType) -> StatusFailure {
        var failure = methodNotAllowed
        failure.message =
            "no \(type.type.kind) can be written: the sandbox serves this kind to those who list it, and has none"
        return failure
    }

    /// 405 for a way into a container, of which there is only the outside.
    static func unreachable(_ type: ResourceType, _ name: String, by subresource: String) -> StatusFailure {
        var failure = methodNotAllowed
        failure.message =
            "\(type.plural) \"\(name)\" cannot be reached by \(subresource): in a sandbox no containers run, it only "
            + "shows what they would be; their logs can be read"
        return failure
    }
}
