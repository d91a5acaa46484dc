// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// The files that differ from a git revision, and those that git does not know yet.
enum ChangedFiles {
    /// The absolute paths of changed, added and untracked files.
    ///
    /// - Throws: ``CommandFailure`` when git cannot tell.
    static func since(
        _ revision: String,
        root: String,
        in context: CommandContext
    ) throws(CommandFailure) -> Set<String> {
        let top = try lines(["rev-parse", "--show-toplevel"], root, in: context).first ?? ""
        let changed = try lines(["diff", "--name-only", "--no-renames", revision, "--"], root, in: context)
        let untracked = try lines(
            ["ls-files", "--others", "--exclude-standard", "--full-name"],
            root,
            in: context
        )
        return Set((changed + untracked).map { Path.normalized(Path.join(top, $0)) })
    }

    private static func lines(
        _ arguments: [String],
        _ root: String,
        in context: CommandContext
    ) throws(CommandFailure) -> [String] {
        let isFile = root.hasSuffix(".yaml") || root.hasSuffix(".yml")
        let folder = context.absolute(isFile ? Path.parent(root) : root)
        let quoted = ["-C", folder, "-c", "core.quotePath=false"] + arguments
        guard let result = context.programs.run("git", quoted) else {
            throw CommandFailure(.usage, "`--since` needs git, which is not installed")
        }
        guard result.status == 0 else {
            throw CommandFailure(
                .usage,
                "git does not know what changed: `git \(arguments.joined(separator: " "))` ended with \(result.status)",
                hint: "name a branch, a tag or a commit of this repository"
            )
        }
        return result.output.split(separator: "\n").map(String.init)
    }
}
