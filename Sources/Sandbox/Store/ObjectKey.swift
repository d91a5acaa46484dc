// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Where an object lives in the store: versions of one resource share a place.
struct ObjectKey: Sendable, Hashable, Comparable {
    /// What the object is one of.
    var resource: GroupResource
    /// The namespace; empty for cluster-scoped objects.
    var namespace: String
    /// The name.
    var name: String

    /// The order of a list: namespace, then name.
    static func < (left: ObjectKey, right: ObjectKey) -> Bool {
        (left.resource, left.namespace, left.name) < (right.resource, right.namespace, right.name)
    }
}
