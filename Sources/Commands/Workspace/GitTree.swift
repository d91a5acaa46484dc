// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

/// The YAML texts below some paths, as a git revision has them.
struct GitTree {
    private let revision: String
    private let context: CommandContext

    /// Looks at a revision: a branch, a tag, or a commit.
    init(revision: String, in context: CommandContext) {
        self.revision = revision
        self.context = context
    }

    /// The texts below the roots, named as a walk over the disk names them; hidden and build folders are left out.
    ///
    /// - Throws: ``CommandFailure`` when git is missing, or does not know the revision or a path.
    func files(below roots: [String]) throws(CommandFailure) -> [SourceFile] {
        var found: [SourceFile] = []
        for root in roots { found += try files(below: root) }
        return found
    }

    private func files(below root: String) throws(CommandFailure) -> [SourceFile] {
        let isFile = root.hasSuffix(".yaml") || root.hasSuffix(".yml")
        let folder = isFile ? Path.parent(context.absolute(root)) : context.absolute(root)
        let listing = try git(folder, ["ls-tree", "-r", "-z", "\(revision)", "--", "."], input: [])
        let entries = listing.split(separator: 0).compactMap(Entry.init).filter { entry in
            isFile ? entry.path == Path.lastComponent(root) : entry.isManifestLike
        }
        guard !entries.isEmpty else { return [] }
        let wanted = Array(entries.map { $0.id + "\n" }.joined().utf8)
        var contents = BatchReader(try git(folder, ["cat-file", "--batch"], input: wanted))
        var files: [SourceFile] = []
        for entry in entries {
            guard let bytes = contents.next() else {
                throw CommandFailure(
                    .inputRefused,
                    "git does not give the content of `\(entry.path)` at `\(revision)`"
                )
            }
            let shown = isFile ? root : root == "." ? entry.path : Path.join(root, entry.path)
            let isText = bytes.count <= Workspace.sizeLimit && !bytes.prefix(8_000).contains(0)
            if isText { files.append(SourceFile(path: shown, bytes: bytes)) }
        }
        return files
    }

    private func git(_ folder: String, _ words: [String], input: [UInt8]) throws(CommandFailure) -> [UInt8] {
        guard let result = context.programs.run("git", ["-C", folder] + words, input: input) else {
            throw CommandFailure(.usage, "comparing with `\(revision)` needs git, which is not installed")
        }
        guard result.status == 0 else {
            throw CommandFailure(
                .usage,
                "git has no `\(revision)` for `\(folder)`",
                notes: ["`git \(words.joined(separator: " "))` ended with \(result.status)"],
                hint: "name a branch, a tag or a commit of the repository that holds the manifests"
            )
        }
        return result.bytes
    }

    /// One line of `git ls-tree -z`: mode, type and id, a tab, the path.
    private struct Entry {
        let id: String
        let path: String

        init?(_ line: ArraySlice<UInt8>) {
            let text = String(decoding: line, as: UTF8.self)
            guard let tab = text.firstIndex(of: "\t") else { return nil }
            let words = text[..<tab].split(separator: " ")
            // A link's content is a path, and a module is no file.
            guard words.count == 3, words[1] == "blob", words[0] != "120000" else { return nil }
            id = String(words[2])
            path = String(text[text.index(after: tab)...])
        }

        var isManifestLike: Bool {
            guard path.hasSuffix(".yaml") || path.hasSuffix(".yml") else { return false }
            return path.split(separator: "/").allSatisfy {
                !$0.hasPrefix(".") && !WorkspaceWalk.buildFolders.contains(String($0))
            }
        }
    }

    /// What `git cat-file --batch` prints: a line with id, type and size, the content, a line end.
    private struct BatchReader {
        private let bytes: [UInt8]
        private var position = 0

        init(_ bytes: [UInt8]) { self.bytes = bytes }

        mutating func next() -> [UInt8]? {
            guard let end = bytes[position...].firstIndex(of: UInt8(ascii: "\n")) else { return nil }
            let words = String(decoding: bytes[position..<end], as: UTF8.self).split(separator: " ")
            guard words.count == 3, let size = Int(words[2]), end + 1 + size <= bytes.count else {
                return nil
            }
            position = min(end + size + 2, bytes.count)
            return Array(bytes[(end + 1)..<(end + 1 + size)])
        }
    }
}
