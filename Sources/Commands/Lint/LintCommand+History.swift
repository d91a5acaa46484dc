// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Lint
import Manifest

extension LintCommand {
    /// Looks at what `--since` and `--base` name: what has changed since then, and what was there.
    ///
    /// - Throws: ``CommandFailure`` when git is missing, or does not know a revision.
    func compare(with system: LoadedSystem, _ options: inout LintOptions, in context: CommandContext)
        throws(CommandFailure)
    {
        guard let revision = base ?? since else { return }
        let repository = try GitRepository(
            around: paths.roots.first ?? ".",
            for: base == nil ? "`--since`" : "`--base`",
            in: context
        )
        let commit = try repository.branchingPoint(from: revision)
        let changed = try repository.changes(since: commit)
        if let since {
            options.focus = focus(
                on: since == revision
                    ? changed : try repository.changes(since: repository.branchingPoint(from: since)),
                in: context
            )
        }
        let tree = try GitTree(commit, of: repository, changed: changed)
        options.base = LintBase(
            name: revision,
            manifests: ManifestReader.read(
                try tree.manifests(below: paths.roots, current: system.files)
            ),
            files: tree.projectFiles
        )
    }

    private func focus(on changed: Set<String>, in context: CommandContext) -> LintFocus {
        LintFocus(
            file: { changed.contains(Path.normalized(context.absolute($0))) },
            folder: { folder in
                let prefix = Path.normalized(context.absolute(folder)) + "/"
                return changed.contains { $0.hasPrefix(prefix) }
            }
        )
    }
}
