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
        if left.resource != right.resource { return left.resource < right.resource }
        if left.namespace == right.namespace { return left.name < right.name }
        return precedes(left.namespace, right.namespace)
    }

    /// The order of namespaces: that of a real server's keys, in which a slash ends them.
    ///
    /// `shop-test` comes before `shop` there. Pages rely on it: one goes on after the `namespace/name` where the last one ended.
    static func precedes(_ namespace: String, _ other: String) -> Bool { namespace + "/" < other + "/" }
}
