// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// The files that differ from a git revision, and those that git does not know yet.
enum ChangedFiles {
    /// The absolute paths of changed, added and untracked files.
    ///
    /// - Throws: ``CommandFailure`` when git cannot tell.
    static func since(_ commit: String, git: Git) throws(CommandFailure) -> Set<String> {
        let top = try git.top()
        let changed = try git.lines(["diff", "--name-only", "--no-renames", commit, "--"])
        let untracked = try git.lines(["ls-files", "--others", "--exclude-standard", "--full-name"])
        return Set((changed + untracked).map { Path.normalized(Path.join(top, $0)) })
    }
}
