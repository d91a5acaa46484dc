// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics

/// The files of the repository that manifests name, as far as the caller lets the linter see them.
///
/// The linter itself opens no file; without this it says nothing about what is in the repository.
package struct ProjectFiles: Sendable {
    /// What is at a path.
    package enum Kind: Sendable, Hashable {
        case missing
        case file
        case folder
        case emptyFolder
    }

    private let kindAt: @Sendable (String) -> Kind
    private let fileAt: @Sendable (String) -> SourceFile?

    /// Looks through the eyes of the caller; paths are as manifests are named, joined with what they say.
    package init(
        kind: @escaping @Sendable (String) -> Kind,
        read: @escaping @Sendable (String) -> SourceFile?
    ) {
        kindAt = kind
        fileAt = read
    }

    /// What is at a path.
    func kind(at path: String) -> Kind { kindAt(path) }
    /// The text of a file; `nil` when it cannot be read.
    func read(_ path: String) -> SourceFile? { fileAt(path) }
}
