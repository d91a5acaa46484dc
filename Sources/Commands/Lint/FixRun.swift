// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser
import Diagnostics
import Lint
import Manifest

/// Which fixes `msctl lint --fix` makes.
enum FixLevel: String, ExpressibleByArgument, CaseIterable, Sendable {
    /// Those that can never change what a manifest means otherwise than the finding asks for.
    case safe
    /// Also those that want a look.
    case all
}

/// Makes the fixes of findings, or shows them as a difference.
struct FixRun {
    let level: FixLevel
    let showsDifference: Bool
    let context: CommandContext

    /// Writes the fixed files, or prints what would change; the number of files that changed.
    ///
    /// - Throws: ``FileError`` when a file cannot be written.
    func run(
        _ files: [SourceFile],
        _ dockerfiles: [SourceFile],
        _ options: LintOptions
    ) throws(FileError) -> Int {
        let fixed = Fixer.fix(
            files,
            dockerfiles: dockerfiles,
            includingReview: level == .all,
            options: options
        )
        for change in fixed.changes {
            if showsDifference {
                let old = String(decoding: change.original.bytes, as: UTF8.self)
                let new = String(decoding: change.fixed.bytes, as: UTF8.self)
                context.standardOutput(UnifiedDiff(path: change.fixed.path, from: old, to: new).text)
            } else {
                try context.files.write(change.fixed.bytes, to: context.absolute(change.fixed.path))
            }
        }
        if !showsDifference {
            for change in fixed.changes {
                for title in change.titles { context.error("\(change.fixed.path): \(title)") }
            }
            let files = "\(fixed.changes.count) file\(fixed.changes.count == 1 ? "" : "s")"
            context.error("\(fixed.count) fix\(fixed.count == 1 ? "" : "es") in \(files)")
        }
        for entry in fixed.leftOut {
            context.error("\(entry.path): left out: \(entry.title), because \(Self.text(entry.reason))")
        }
        return fixed.changes.count
    }

    private static func text(_ reason: FixedFiles.LeftOut.Reason) -> String {
        switch reason {
        case .clash(let other): "it clashes with another fix, \(other); choose one of them"
        case .unreadable: "the file could not be read any more"
        case .undone: "another fix undoes it"
        }
    }
}
