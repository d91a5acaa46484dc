// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Lint
import NIOConcurrencyHelpers

/// The files of a revision, named as on the disk.
///
/// What is known not to have changed since is taken from the disk, so that git is asked about changed files only.
struct GitTree: Sendable {
    private let repository: GitRepository
    /// The objects of all files, by path as seen from the top.
    private let blobs: [String: String]
    /// The paths, sorted.
    private let paths: [String]
    /// The absolute paths of what has changed since; `nil` when nobody has asked.
    private let changed: Set<String>?
    /// Contents that were asked for, by object: several rules look at one contract.
    private let known = NIOLockedValueBox<[String: [UInt8]]>([:])

    /// Lists the files of a revision.
    ///
    /// - Throws: ``CommandFailure`` when git does not know it.
    init(
        _ revision: String,
        of repository: GitRepository,
        changed: Set<String>? = nil
    ) throws(CommandFailure) {
        self.repository = repository
        self.changed = changed
        blobs = try repository.blobs(of: revision)
        paths = blobs.keys.sorted()
    }

    /// The YAML texts below some roots, by the rules of the walk over the disk and named as it names them.
    ///
    /// `current` are texts of the disk, which stand for files that have not changed.
    ///
    /// - Throws: ``CommandFailure`` when a root is outside of the repository, or git does not give a text.
    func manifests(below roots: [String], current: [SourceFile] = []) throws(CommandFailure) -> [SourceFile] {
        let disk = Dictionary(current.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
        var files: [SourceFile] = []
        var wanted: [(path: String, object: String)] = []
        var seen: Set<String> = []
        for root in roots {
            for path in try manifestPaths(below: root) where seen.insert(absolute(path)).inserted {
                if !hasChanged(path), let file = disk[path] {
                    files.append(file)
                } else if let object = place(of: path).flatMap({ blobs[$0] }) {
                    wanted.append((path, object))
                }
            }
        }
        let contents = try repository.contents(of: wanted.map(\.object))
        for (bytes, wish) in zip(contents, wanted)
        where bytes.count <= Workspace.sizeLimit && !bytes.prefix(8_000).contains(0) {
            files.append(SourceFile(path: wish.path, bytes: bytes))
        }
        return files
    }

    /// The files, as rules may see them.
    var projectFiles: ProjectFiles { ProjectFiles(kind: kind, read: read, list: list) }

    private func manifestPaths(below root: String) throws(CommandFailure) -> [String] {
        let shown = root == "." ? "" : root.hasSuffix("/") && root.count > 1 ? String(root.dropLast()) : root
        guard let place = place(of: shown) else {
            throw CommandFailure(
                .usage,
                "`\(root)` is not in the git repository `\(repository.top)`",
                hint: "compare one repository at a time"
            )
        }
        if blobs[place] != nil { return [shown] }
        return list(shown).filter { path in
            guard path.hasSuffix(".yaml") || path.hasSuffix(".yml") else { return false }
            let below = shown.isEmpty ? path : String(path.dropFirst(shown.count + 1))
            let parts = below.split(separator: "/")
            return !parts.contains { $0.hasPrefix(".") }
                && !parts.dropLast().contains { WorkspaceWalk.buildFolders.contains(String($0)) }
        }
    }

    private func kind(_ path: String) -> ProjectFiles.Kind {
        guard let place = place(of: path) else { return .missing }
        if blobs[place] != nil { return .file }
        return list(path).isEmpty ? .missing : .folder
    }

    private func read(_ path: String) -> SourceFile? {
        guard let object = place(of: path).flatMap({ blobs[$0] }) else { return nil }
        if !hasChanged(path),
            let bytes = try? repository.context.files.read(absolute(path), limit: RepositoryFiles.sizeLimit)
        {
            return SourceFile(path: path, bytes: bytes)
        }
        if let bytes = known.withLockedValue({ $0[object] }) { return SourceFile(path: path, bytes: bytes) }
        guard let bytes = (try? repository.contents(of: [object]))?.first else { return nil }
        known.withLockedValue { $0[object] = bytes }
        return SourceFile(path: path, bytes: bytes)
    }

    /// The files below a folder, named from where the folder is named from.
    private func list(_ folder: String) -> [String] {
        guard let place = place(of: folder) else { return [] }
        let prefix = place.isEmpty ? "" : place + "/"
        var low = paths.startIndex
        var high = paths.endIndex
        while low < high {
            let middle = (low + high) / 2
            if paths[middle] < prefix { low = middle + 1 } else { high = middle }
        }
        let found = paths[low...].prefix { $0.hasPrefix(prefix) }
        return found.map { Path.join(folder, String($0.dropFirst(prefix.count))) }
    }

    private func hasChanged(_ path: String) -> Bool { changed?.contains(absolute(path)) ?? true }

    private func absolute(_ path: String) -> String { Path.normalized(repository.context.absolute(path)) }

    /// A path as seen from the top; `nil` outside of the repository.
    private func place(of path: String) -> String? {
        let absolute = absolute(path)
        if absolute == repository.top { return "" }
        let top = repository.top == "/" ? "/" : repository.top + "/"
        return absolute.hasPrefix(top) ? String(absolute.dropFirst(top.count)) : nil
    }
}
