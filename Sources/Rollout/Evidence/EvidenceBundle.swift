// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// What was seen of a failed service before anything was taken back, as files for somebody who looks into it later.
package struct EvidenceBundle: Sendable, Hashable {
    /// One file.
    package struct File: Sendable, Hashable {
        /// The path below the bundle's own directory, such as `pods/orders-abc.yaml`; never leads out of it.
        package var path: String
        /// The whole content, secrets removed.
        package var text: String

        /// Makes a file.
        package init(path: String, text: String) {
            self.path = path
            self.text = text
        }
    }

    /// The files, ordered by path.
    package var files: [File]

    /// Makes a bundle.
    package init(files: [File] = []) {
        self.files = files.sorted { $0.path < $1.path }
    }

    /// Whether nothing was collected.
    package var isEmpty: Bool { files.isEmpty }
}
