// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// What the objects of a system depend on besides its manifests.
package struct KubernetesOptions: Sendable {
    /// The tag of the images that the system builds itself.
    package var tag: String?
    /// Digests of pushed images by service, as `sha256:…`.
    package var digests: [String: String]
    /// The texts of the files that `run.config` names, by path.
    package var files: [String: String]
    /// The namespace instead of the Environment's; `nil` for that.
    package var namespace: String?

    /// Depends on nothing unless told otherwise.
    package init(
        tag: String? = nil,
        digests: [String: String] = [:],
        files: [String: String] = [:],
        namespace: String? = nil
    ) {
        self.tag = tag
        self.digests = digests
        self.files = files
        self.namespace = namespace
    }
}
