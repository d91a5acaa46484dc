// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics

/// An object that should exist in a cluster, with the user's text that each of its fields came from.
///
/// The origins let a failed deploy point at a manifest line although the deploy engine knows nothing of manifests.
package struct DesiredObject: Sendable, Hashable {
    /// What to apply: only the fields that are ours.
    package var object: KubernetesObject
    /// The service it belongs to; `nil` for what the whole system shares, such as its Namespace.
    package var service: String?
    /// JSON pointer of a field → the text that it follows from.
    package var origins: [String: SourceSpan]

    /// An object, and the texts behind its fields; a pointer that is not among them leads to what encloses it.
    package init(_ object: KubernetesObject, service: String?, origins: [String: SourceSpan] = [:]) {
        self.object = object
        self.service = service
        self.origins = origins
    }

    /// The text that the field at a JSON pointer came from: its own, else that of the nearest enclosing field.
    package func origin(of pointer: String) -> SourceSpan? {
        var path = pointer[...]
        while true {
            if let span = origins[String(path)] { return span }
            guard let slash = path.lastIndex(of: "/") else { return nil }
            path = path[..<slash]
        }
    }
}
