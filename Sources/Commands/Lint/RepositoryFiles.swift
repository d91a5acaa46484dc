// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Lint

/// The files of the repository, as the linter may see them.
enum RepositoryFiles {
    /// The largest contract that is read, in bytes.
    private static let sizeLimit = 8 << 20

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
            }
        )
    }
}
