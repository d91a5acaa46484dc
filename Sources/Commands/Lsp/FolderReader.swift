// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import LanguageServer
import Lint
import Manifest

/// Reads a folder of an editor's workspace as `msctl lint` started there would.
struct FolderReader {
    private let folder: String
    private let context: CommandContext

    init(folder: String, context: CommandContext) {
        self.folder = folder
        var context = context
        context.workingDirectory = folder
        self.context = context
    }

    func contents() -> WorkspaceContents {
        let workspace = Workspace.load(["."], in: context)
        let name = ".msctl.yaml"
        let settings = try? context.files.read(context.absolute(name), limit: 1 << 20)
        let context = context
        return WorkspaceContents(
            folder: folder,
            files: workspace.files,
            problems: workspace.diagnostics,
            settings: settings.map { SourceFile(path: name, bytes: $0) },
            repository: RepositoryFiles.seen(in: context),
            runtime: { DetectedRuntimes.of([$0], in: context)[$0.name] }
        )
    }
}
