// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Lint
import Manifest

/// An earlier version of the manifests and of the files that they name, read out of git.
///
/// What has not changed since is taken from the disk, so that git is asked about changed files only.
struct GitBase: Sendable {
    /// The revision, as the user names it.
    let revision: String
    private let git: Git
    private let top: String
    /// The object of every file of the commit, by path as seen from the top.
    private let objects: [String: String]
    /// The paths, sorted.
    private let paths: [String]
    /// The absolute paths of what has changed since.
    private let changed: Set<String>

    /// Lists the files of a commit.
    ///
    /// - Throws: ``CommandFailure`` when git cannot tell.
    init(_ revision: String, commit: String, changed: Set<String>, git: Git) throws(CommandFailure) {
        self.revision = revision
        self.git = git
        self.changed = changed
        top = try git.top()
        var objects: [String: String] = [:]
        for entry in try git.answer(["ls-tree", "-r", "-z", "--full-tree", commit]).split(separator: "\0") {
            // 100644 blob 8ab686eafeb1f44702738c8b0f24f2567c36da6d<tab>path
            let parts = entry.split(separator: "\t", maxSplits: 1)
            let facts = parts.first?.split(separator: " ") ?? []
            guard parts.count == 2, facts.count == 3, facts[0].hasPrefix("100") else { continue }
            objects[String(parts[1])] = String(facts[2])
        }
        self.objects = objects
        paths = objects.keys.sorted()
    }

    /// The manifests below the roots and the files around them, as they were.
    func snapshot(roots: [String], current: [SourceFile]) -> LintBase {
        let known = Dictionary(current.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
        var files: [SourceFile] = []
        var seen: Set<String> = []
        for root in roots {
            for path in manifests(below: root) where seen.insert(absolute(path)).inserted {
                let unchanged = changed.contains(absolute(path)) ? nil : known[path]
                if let file = unchanged ?? read(path) { files.append(file) }
            }
        }
        return LintBase(
            name: revision,
            manifests: ManifestReader.read(files),
            files: ProjectFiles(kind: kind, read: read, list: list)
        )
    }

    /// The YAML files below a root by the rules of the walk over the disk, named as the walk names them.
    private func manifests(below root: String) -> [String] {
        let shown = root == "." ? "" : root.hasSuffix("/") && root.count > 1 ? String(root.dropLast()) : root
        if inTree(absolute(root)).map({ objects[$0] != nil }) == true { return [shown] }
        return list(shown).filter { path in
            guard path.hasSuffix(".yaml") || path.hasSuffix(".yml") else { return false }
            let below = shown.isEmpty ? path : String(path.dropFirst(shown.count + 1))
            let parts = below.split(separator: "/")
            return !parts.contains { $0.hasPrefix(".") }
                && !parts.dropLast().contains { WorkspaceWalk.buildFolders.contains(String($0)) }
        }
    }

    private func kind(_ path: String) -> ProjectFiles.Kind {
        guard let place = inTree(absolute(path)) else { return .missing }
        if objects[place] != nil { return .file }
        return list(path).isEmpty ? .missing : .folder
    }

    private func read(_ path: String) -> SourceFile? {
        let absolute = absolute(path)
        guard let place = inTree(absolute), let object = objects[place] else { return nil }
        if !changed.contains(absolute),
            let bytes = try? git.context.files.read(absolute, limit: RepositoryFiles.sizeLimit)
        {
            return SourceFile(path: path, bytes: bytes)
        }
        let text = (try? git.output(["cat-file", "blob", object])) ?? nil
        return text.map { SourceFile(path: path, text: $0) }
    }

    /// The files below a folder, named from where the folder is named from.
    private func list(_ folder: String) -> [String] {
        guard let place = inTree(absolute(folder)) else { return [] }
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

    private func absolute(_ path: String) -> String { Path.normalized(git.context.absolute(path)) }

    /// An absolute path as seen from the top; `nil` outside of the repository.
    private func inTree(_ absolute: String) -> String? {
        if absolute == top { return "" }
        return absolute.hasPrefix(top + "/") ? String(absolute.dropFirst(top.count + 1)) : nil
    }
}
