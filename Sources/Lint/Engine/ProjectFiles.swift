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
    private let filesBelow: @Sendable (String) -> [String]
    /// Where the repository is; `nil` when nothing is known about one.
    let repository: Repository?

    /// Where a repository begins, as seen from where paths are named from.
    package struct Repository: Sendable, Hashable {
        /// The way up to the top of the repository: `../..`, or nothing.
        package var top: String
        /// The way down from the top to where paths are named from: `services/cart`, or nothing.
        package var here: String

        /// Describes a place in a repository.
        package init(top: String, here: String) {
            self.top = top
            self.here = here
        }
    }

    /// Looks through the eyes of the caller; paths are as manifests are named, joined with what they say.
    ///
    /// `list` names the files below a folder at any depth, as paths of the same kind, without what version control ignores.
    package init(
        kind: @escaping @Sendable (String) -> Kind,
        read: @escaping @Sendable (String) -> SourceFile?,
        list: @escaping @Sendable (String) -> [String] = { _ in [] },
        repository: Repository? = nil
    ) {
        self.repository = repository
        kindAt = kind
        fileAt = read
        filesBelow = list
    }

    /// What is at a path.
    func kind(at path: String) -> Kind { kindAt(path) }
    /// The text of a file; `nil` when it cannot be read.
    func read(_ path: String) -> SourceFile? { fileAt(path) }
    /// The files below a folder at any depth, sorted by path.
    func list(_ folder: String) -> [String] { filesBelow(folder).sorted() }
}
