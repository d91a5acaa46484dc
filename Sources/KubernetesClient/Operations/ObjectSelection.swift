// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Kubernetes

/// Which objects of one type a list or a watch is about.
package struct ObjectSelection: Sendable, Hashable {
    /// The type.
    package var type: GroupVersionKind
    /// The namespace; `nil` for all, and for cluster-scoped types.
    package var namespace: String?
    /// A label selector in the API's syntax.
    package var labelSelector: String?
    /// A field selector in the API's syntax.
    package var fieldSelector: String?

    /// Selects objects.
    package init(
        _ type: GroupVersionKind,
        namespace: String? = nil,
        labelSelector: String? = nil,
        fieldSelector: String? = nil
    ) {
        self.type = type
        self.namespace = namespace
        self.labelSelector = labelSelector
        self.fieldSelector = fieldSelector
    }

    /// Selects one object by name, which works with rights to that name only (C3.9).
    package init(of reference: ObjectReference) {
        self.init(
            reference.type,
            namespace: reference.namespace,
            fieldSelector: "metadata.name=\(reference.name)"
        )
    }

    /// `Pod in shop` or `Node`, for errors.
    var phrase: String { namespace.map { "\(type.kind) in \($0)" } ?? type.kind }

    var query: [ClusterRequest.QueryItem] {
        var items: [ClusterRequest.QueryItem] = []
        if let labelSelector { items.append(("labelSelector", labelSelector)) }
        if let fieldSelector { items.append(("fieldSelector", fieldSelector)) }
        return items
    }
}

/// The objects of a list, and the moment that it shows.
package struct ObjectList: Sendable, Hashable {
    /// The objects, in the server's order.
    package var items: [KubernetesObject]
    /// The resource version of the list: opaque, to start a watch from.
    package var resourceVersion: String

    /// Makes a list.
    package init(items: [KubernetesObject], resourceVersion: String) {
        self.items = items
        self.resourceVersion = resourceVersion
    }
}

/// How old a list may be.
package enum ListFreshness: Sendable, Hashable {
    /// What the server's store holds now; needed for reading back a write.
    case latest
    /// Whatever the server has cached, possibly stale (C3.5).
    case cached
    /// Not older than a resource version seen before.
    case notOlderThan(String)

    var query: [ClusterRequest.QueryItem] {
        switch self {
        case .latest: []
        case .cached: [("resourceVersion", "0")]
        case .notOlderThan(let version):
            [("resourceVersion", version), ("resourceVersionMatch", "NotOlderThan")]
        }
    }
}
