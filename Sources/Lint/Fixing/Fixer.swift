// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics
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
        for _ in 0..<mostRounds {
            let findings = Linter.lint(
                ManifestReader.read(current.filter { !isDockerfile.contains($0.path) }),
                dockerfiles: current.filter { isDockerfile.contains($0.path) },
                options: options
            ).findings
            let fixes = findings.compactMap(\.fix).filter { includingReview || $0.applicability == .safe }
            let chosen = compatible(fixes, in: Set(current.map(\.path)))
            let (edited, applied) = apply(chosen, to: current)
            guard edited != current, seen.insert(edited).inserted else { break }
            for fix in applied {
                for path in Set(fix.edits.map(\.span.file.path)) {
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
        return FixedFiles(changes: changes, count: count)
    }

    /// The fixes that can be made together, the first of those that overlap; each text of equal fixes once.
    private static func compatible(_ fixes: [Diagnostic.Fix], in paths: Set<String>) -> [Diagnostic.Fix] {
        var taken: [String: [Range<Int>]] = [:]
        var edits: Set<Diagnostic.Edit> = []
        return fixes.filter { fix in
            guard fix.edits.allSatisfy({ paths.contains($0.span.file.path) }),
                !fix.edits.allSatisfy(edits.contains)
            else { return false }
            let isFree = fix.edits.allSatisfy { edit in
                !(taken[edit.span.file.path] ?? []).contains { touches($0, edit.span.range) }
            }
            guard isFree else { return false }
            for edit in fix.edits {
                taken[edit.span.file.path, default: []].append(edit.span.range)
                edits.insert(edit)
            }
            return true
        }
    }

    /// Whether two edits are about the same text; two insertions at one place are, because their order would matter.
    private static func touches(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
        left.overlaps(right)
            || (left.isEmpty || right.isEmpty) && left.lowerBound <= right.upperBound
                && right.lowerBound <= left.upperBound
    }

    private static func apply(
        _ fixes: [Diagnostic.Fix],
        to files: [SourceFile]
    ) -> ([SourceFile], [Diagnostic.Fix]) {
        var broken: Set<String> = []
        var applied = fixes
        while true {
            let edits = applied.flatMap(\.edits)
            let edited = files.map { file -> SourceFile in
                let ours = edits.filter { $0.span.file.path == file.path }
                guard !ours.isEmpty, let text = try? Diagnostic.Edit.apply(ours, to: file) else {
                    return file
                }
                let fixed = SourceFile(path: file.path, text: text)
                if !isReadable(fixed, as: file) { broken.insert(file.path) }
                return fixed
            }
            let bad = applied.filter { fix in fix.edits.contains { broken.contains($0.span.file.path) } }
            if bad.isEmpty { return (edited, applied) }
            applied.removeAll(where: bad.contains)
        }
    }

    /// Whether a file can be read at least as well as before.
    private static func isReadable(_ fixed: SourceFile, as original: SourceFile) -> Bool {
        func unreadable(_ file: SourceFile) -> Int {
            ManifestReader.read([file]).diagnostics.count { $0.id.hasPrefix("yaml-") }
        }
        return unreadable(fixed) <= unreadable(original)
    }
}
