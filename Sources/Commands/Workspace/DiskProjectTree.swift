// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Generation

/// The build context of a service on disk, for the detection of its runtime.
struct DiskProjectTree: ProjectTree {
    let paths: [String]
    private let root: String
    private let files: any FileAccess

    /// The largest project file that is looked into; lock files and entry points are far smaller.
    private static let sizeLimit = 4 << 20
    /// How many files are listed: detection needs the shape of a project, not each of its assets.
    private static let countLimit = 20_000

    /// Lists a folder without hidden folders, build products and what git ignores.
    init(root: String, in context: CommandContext) throws(FileError) {
        files = context.files
        self.root = Path.normalized(context.absolute(root))
        var listing = Listing(files: context.files, root: self.root)
        try listing.visit("", IgnoreRules())
        paths = listing.paths
    }

    func contents(of path: String) -> [UInt8]? {
        // The protocol's `nil` covers "cannot be read": detection then goes by names, and says what it looked at.
        try? files.read(Path.join(root, path), limit: Self.sizeLimit)
    }

    private struct Listing {
        let files: any FileAccess
        let root: String
        var paths: [String] = []
        var depth = 0

        mutating func visit(_ folder: String, _ outer: IgnoreRules) throws(FileError) {
            let absolute = Path.join(root, folder)
            let entries = try files.entries(of: absolute)
            var rules = outer
            if entries.contains(where: { $0.name == ".gitignore" }),
                let bytes = try? files.read(Path.join(absolute, ".gitignore"), limit: 1 << 20)
            {
                rules.add(String(decoding: bytes, as: UTF8.self), in: absolute)
            }
            for entry in entries where paths.count < DiskProjectTree.countLimit {
                let path = folder.isEmpty ? entry.name : Path.join(folder, entry.name)
                let isDirectory = entry.kind == .directory
                guard !rules.ignores(Path.join(root, path), isDirectory: isDirectory) else { continue }
                switch entry.kind {
                case .directory:
                    guard isWalked(entry.name) else { continue }
                    depth += 1
                    defer { depth -= 1 }
                    try visit(path, rules)
                case .regular: paths.append(path)
                case .link, .other: break
                }
            }
        }

        private func isWalked(_ name: String) -> Bool {
            depth < Workspace.depthLimit && (!name.hasPrefix(".") || name == ".mvn")
                && !WorkspaceWalk.buildFolders.contains(name)
        }
    }
}
