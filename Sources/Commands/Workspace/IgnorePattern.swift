// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// One line of a `.gitignore`, as gitignore(5) describes it.
///
/// Understood: comments, `!`, a leading or inner `/` that anchors, a trailing `/` for directories, `*`, `?`,
/// `[a-z]` and `[!a-z]`, `**` as a whole segment, and `\` before a special character.
struct IgnorePattern: Sendable, Hashable {
    /// Whether a match takes the path back in.
    let isNegated: Bool
    /// Whether only directories match.
    let isDirectoryOnly: Bool
    private let glob: PathGlob

    /// Reads one line; `nil` for blank lines and comments.
    init?(line: some StringProtocol) {
        var bytes = Array(line.utf8)
        while bytes.last == UInt8(ascii: " "), bytes.dropLast().last != UInt8(ascii: "\\") {
            bytes.removeLast()
        }
        guard let first = bytes.first, first != UInt8(ascii: "#") else { return nil }
        isNegated = first == UInt8(ascii: "!")
        if isNegated { bytes.removeFirst() }
        isDirectoryOnly = bytes.last == UInt8(ascii: "/")
        if isDirectoryOnly { bytes.removeLast() }
        guard !bytes.isEmpty else { return nil }
        let isAnchored = bytes.contains(UInt8(ascii: "/"))
        var segments: [Glob?] = isAnchored ? [] : [nil]
        for part in bytes.split(separator: UInt8(ascii: "/")) {
            segments.append(part.elementsEqual("**".utf8) ? nil : Glob(part, hasClasses: true))
        }
        // `dir/**` means what is in `dir`, not `dir` itself.
        if segments.count > 1, segments.last == .some(nil) {
            segments.append(Glob("*".utf8, hasClasses: false))
        }
        glob = PathGlob(segments)
    }

    /// Whether the pattern is about a path, given as segments below the directory of the `.gitignore`.
    func matches(_ path: ArraySlice<[UInt8]>, isDirectory: Bool) -> Bool {
        (isDirectory || !isDirectoryOnly) && glob.matches(path)
    }
}
