// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Lint

/// The files of the repository, as the linter may see them.
enum RepositoryFiles {
    /// The largest file that is read, in bytes.
    static let sizeLimit = 8 << 20

    static func seen(in context: CommandContext) -> ProjectFiles {
        ProjectFiles(
            kind: { path in
                let absolute = context.absolute(path)
                // What cannot be looked at cannot be used either.
                guard let status = try? context.files.status(of: absolute) else { return .missing }
                switch status.kind {
                case .regular: return .file
                case .directory:
                    let entries = (try? context.files.entries(of: absolute)) ?? []
                    return entries.isEmpty ? .emptyFolder : .folder
                case .link, .other: return .missing
                }
            },
            read: { path in
                let bytes = try? context.files.read(context.absolute(path), limit: sizeLimit)
                return bytes.map { SourceFile(path: path, bytes: $0) }
            },
            list: { folder in
                // A folder that cannot be listed holds nothing that can be looked at.
                let tree = try? DiskProjectTree(root: folder, in: context)
                return tree?.paths.map { Path.join(folder, $0) } ?? []
            },
            repository: place(in: context)
        )
    }

    /// Where the repository around the working directory begins: the nearest folder above with a `.git`.
    private static func place(in context: CommandContext) -> ProjectFiles.Repository? {
        var top = Path.normalized(context.workingDirectory)
        var up: [String] = []
        var below: [String] = []
        while (try? context.files.status(of: Path.join(top, ".git"))) == nil {
            guard top != "/" else { return nil }
            below.insert(Path.lastComponent(top), at: 0)
            up.append("..")
            top = Path.parent(top)
        }
        return ProjectFiles.Repository(top: up.joined(separator: "/"), here: below.joined(separator: "/"))
    }
}
