// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Manifest

/// An earlier version of the same repository, which rules about changes compare with.
package struct LintBase: Sendable {
    /// What people call it, such as `origin/main`.
    package let name: String
    /// What its manifests say.
    package let manifests: ManifestSet
    /// The files that it holds.
    let files: ProjectFiles

    /// Holds what the caller has read.
    package init(name: String, manifests: ManifestSet, files: ProjectFiles) {
        self.name = name
        self.manifests = manifests
        self.files = files
    }
}

/// An earlier version, with its manifests resolved against each other.
struct BaseSystem: Sendable {
    /// What people call it.
    let name: String
    /// Its services and how they depend on each other.
    let system: ServiceSystem
    /// Its files.
    let files: ProjectFiles

    init(_ base: LintBase) {
        name = base.name
        files = base.files.atOneTime
        (system, _) = ServiceSystem.resolve(base.manifests, environment: nil, runtimes: [:])
    }
}
