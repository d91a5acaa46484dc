// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics
import Documents

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
    /// What was read so far.
    private let memory: ReadingMemory
    /// The contracts of one run; `nil` outside of a run.
    private var contracts: SeenContracts?
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
        self.init(kind: kind, read: read, list: list, repository: repository, memory: ReadingMemory())
    }

    private init(
        kind: @escaping @Sendable (String) -> Kind,
        read: @escaping @Sendable (String) -> SourceFile?,
        list: @escaping @Sendable (String) -> [String],
        repository: Repository?,
        memory: ReadingMemory
    ) {
        self.memory = memory
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

    /// A file as YAML, which JSON is, too; what has the same bytes as before is not taken apart again.
    func reading(of file: SourceFile) -> YAMLReading { memory.reading(of: file) }

    /// What a contract says; `nil` when there is no such file or it cannot be opened.
    func contract(at path: String) -> ContractFile? {
        guard let file = read(path) else { return nil }
        // What is kept must not hold on to what keeps it.
        var files = self
        files.contracts = nil
        func contract() -> ContractFile { memory.contract(of: file) ?? ContractFile(file, files: files) }
        return contracts?.contract(file, contract) ?? contract()
    }

    /// The same with other texts at some paths, such as those that are open in an editor.
    package func with(_ texts: [String: SourceFile]) -> ProjectFiles {
        guard !texts.isEmpty else { return self }
        let (kindAt, fileAt) = (kindAt, fileAt)
        return ProjectFiles(
            kind: { texts[$0] == nil ? kindAt($0) : .file },
            read: { texts[$0] ?? fileAt($0) },
            list: filesBelow,
            repository: repository,
            memory: memory
        )
    }

    /// The same, with every file looked at once: what one run of the linter sees.
    var atOneTime: ProjectFiles {
        let seen = SeenFiles()
        let (kindAt, fileAt) = (kindAt, fileAt)
        var files = ProjectFiles(
            kind: { path in seen.kind(at: path, kindAt) },
            read: { path in seen.file(at: path, fileAt) },
            list: filesBelow,
            repository: repository,
            memory: memory
        )
        files.contracts = SeenContracts()
        return files
    }
}
