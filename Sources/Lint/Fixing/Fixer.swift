// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics
import Documents
import Manifest

/// Files after the edits of fixes.
package struct FixedFiles: Sendable {
    /// A file before and after.
    package struct Change: Sendable {
        /// The file as it was read.
        package var original: SourceFile
        /// The file as it should be.
        package var fixed: SourceFile
        /// Which cures were applied to it, in the order made.
        package var titles: [String]
    }

    /// The files that change, by path.
    package var changes: [Change]
    /// How many fixes were applied.
    package var count: Int
    /// The fixes that are still wanted and were not made, in display order.
    package var leftOut: [LeftOut] = []

    /// A fix that was not made.
    package struct LeftOut: Sendable, Hashable {
        /// The file that it would edit.
        package var path: String
        /// What it would do.
        package var title: String
        /// Why it was not made.
        package var reason: Reason

        /// Why a fix is not made.
        package enum Reason: Sendable, Hashable {
            /// It edits the same text as another one, named by its title.
            case clash(String)
            /// The file could not be read any more.
            case unreadable
            /// Other fixes would undo it, so that there is no end.
            case undone
        }
    }
}

/// Applies the fixes of findings until nothing is left that can be applied.
package enum Fixer {
    /// A fix can bring another rule to speak; more rounds than this mean that two fixes undo each other.
    private static let mostRounds = 20

    /// Lints and edits until a run brings no further fix; the same files give the same result, and a second run changes nothing.
    ///
    /// Of two fixes whose edits overlap only the first is made, the other one in the next round if it is still wanted. A fix
    /// is made whole or not at all. A file that would not be readable any more stays as it is.
    package static func fix(
        _ files: [SourceFile],
        dockerfiles: [SourceFile] = [],
        includingReview: Bool,
        options: LintOptions
    ) -> FixedFiles {
        let all = files + dockerfiles
        let isDockerfile = Set(dockerfiles.map(\.path))
        var current = all.sorted { $0.path < $1.path }
        var titles: [String: [String]] = [:]
        var count = 0
        var seen: Set<[SourceFile]> = [current]
        var leftOut: [FixedFiles.LeftOut] = []
        // Those that would leave a file unreadable as it stands; what clashes with them gets its turn.
        var refused: [Diagnostic.Fix] = []
        for round in 1...mostRounds {
            let findings = Linter.lint(
                ManifestReader.read(current.filter { !isDockerfile.contains($0.path) }),
                dockerfiles: current.filter { isDockerfile.contains($0.path) },
                options: options
            ).findings
            let fixes = findings.compactMap(\.fix).filter { includingReview || $0.applicability == .safe }
            let known = Set(current.map(\.path))
            let choice = FixChoice(
                among: fixes.filter { $0.paths.isSubset(of: known) && !refused.contains($0) }
            )
            let chosen = choice.made
            let byPath = Dictionary(current.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
            let (changed, applied) = apply(chosen, to: byPath, isDockerfile)
            let edited = current.map { changed[$0.path] ?? $0 }
            if edited == current, !choice.clashes.isEmpty {
                refused += chosen.filter { !applied.contains($0) }
                continue
            }
            // A last look: what is still wanted after the last round undoes what others do.
            let isLast = round == mostRounds
            guard edited != current, !isLast, seen.insert(edited).inserted else {
                leftOut = Self.leftOut(choice, applied, refused, changes: edited != current)
                break
            }
            for fix in applied {
                for path in fix.paths {
                    titles[path, default: []].append(fix.title)
                }
            }
            count += applied.count
            current = edited
        }
        let before = Dictionary(all.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
        let changes = current.compactMap { file -> FixedFiles.Change? in
            guard let original = before[file.path], original.bytes != file.bytes else { return nil }
            return FixedFiles.Change(original: original, fixed: file, titles: titles[file.path] ?? [])
        }
        return FixedFiles(changes: changes, count: count, leftOut: leftOut)
    }

    /// The fixes of a round that is not made: it changes nothing, or brings back what was there before.
    static func leftOut(
        _ choice: FixChoice,
        _ applied: [Diagnostic.Fix],
        _ refused: [Diagnostic.Fix],
        changes: Bool
    ) -> [FixedFiles.LeftOut] {
        func entry(_ fix: Diagnostic.Fix, _ reason: FixedFiles.LeftOut.Reason) -> FixedFiles.LeftOut? {
            fix.edits.first.map { .init(path: $0.span.file.path, title: fix.title, reason: reason) }
        }
        let unreadable = (refused + choice.made.filter { !applied.contains($0) }).map {
            entry($0, .unreadable)
        }
        let undone = changes ? applied.map { entry($0, .undone) } : []
        let clashing = choice.clashes.map { entry($0.fix, .clash($0.with.title)) }
        return (unreadable + undone + clashing).compactMap(\.self)
    }

    /// Makes fixes together; where a file would become less readable, only those of its fixes that leave it as it is.
    ///
    /// One fix that breaks a file must not keep the others from being made: the next round would choose the same ones again.
    static func apply(
        _ fixes: [Diagnostic.Fix],
        to files: [String: SourceFile],
        _ isDockerfile: Set<String>
    ) -> ([String: SourceFile], [Diagnostic.Fix]) {
        /// The files after some fixes, and which of them cannot be read any more.
        func result(of fixes: [Diagnostic.Fix], in paths: Set<String>? = nil)
            -> (files: [String: SourceFile], broken: Set<String>)
        {
            var edited: [String: SourceFile] = [:]
            var broken: Set<String> = []
            let edits = Dictionary(grouping: fixes.flatMap(\.edits), by: \.span.file.path)
            for (path, edits) in edits where paths?.contains(path) ?? true {
                guard let file = files[path], let bytes = try? Diagnostic.Edit.apply(edits, to: file) else {
                    broken.insert(path)
                    continue
                }
                let fixed = SourceFile(path: path, bytes: bytes)
                edited[path] = fixed
                if !isReadable(fixed, as: file, isDockerfile.contains(path)) { broken.insert(path) }
            }
            return (edited, broken)
        }
        var (edited, broken) = result(of: fixes)
        if broken.isEmpty { return (edited, fixes) }
        var made = fixes.filter { broken.isDisjoint(with: $0.paths) }
        for fix in fixes where !broken.isDisjoint(with: fix.paths) {
            if result(of: made + [fix], in: fix.paths).broken.isEmpty { made.append(fix) }
        }
        (edited, broken) = result(of: made)
        guard !broken.isEmpty else { return (edited, made) }
        // What is readable only together with a fix that could not be made stays as it is, too.
        made.removeAll { !broken.isDisjoint(with: $0.paths) }
        return (result(of: made).files, made)
    }

    /// Whether a file can be read at least as well as before.
    private static func isReadable(_ fixed: SourceFile, as original: SourceFile, _ isDockerfile: Bool) -> Bool
    {
        func unreadable(_ file: SourceFile) -> Int {
            if isDockerfile { return DockerfileDocument(file).diagnostics.count }
            let set = ManifestReader.read([file])
            return (set.diagnostics + set.kubernetesDiagnostics).count { $0.id.hasPrefix("yaml-") }
        }
        return unreadable(fixed) <= unreadable(original)
    }
}

extension Diagnostic.Fix {
    /// The files that it edits.
    fileprivate var paths: Set<String> { Set(edits.map(\.span.file.path)) }
}
