// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// What type an object is of: `apps/v1` `Deployment`.
package struct GroupVersionKind: Sendable, Hashable, Comparable {
    /// The API group; empty for the core group.
    package var group: String
    /// The version within the group, such as `v1` or `v2beta1`.
    package var version: String
    /// The kind as Kubernetes spells it, such as `Deployment`.
    package var kind: String

    /// A type by its parts; whether a server has it is another matter.
    package init(group: String, version: String, kind: String) {
        self.group = group
        self.version = version
        self.kind = kind
    }

    /// Names a type by `apiVersion` (`v1`, `apps/v1`) and `kind`.
    package init(apiVersion: String, kind: String) {
        let parts = apiVersion.split(separator: "/", maxSplits: 1)
        self.init(
            group: parts.count == 2 ? String(parts[0]) : "",
            version: String(parts.last ?? ""),
            kind: kind
        )
    }

    /// `v1` or `group/version`.
    package var apiVersion: String { group.isEmpty ? version : "\(group)/\(version)" }

    /// Orders by group, version and kind.
    package static func < (left: GroupVersionKind, right: GroupVersionKind) -> Bool {
        (left.group, left.version, left.kind) < (right.group, right.version, right.kind)
    }
}
