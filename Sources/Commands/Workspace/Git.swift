// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Asks the git repository around a folder.
struct Git {
    /// The option that needs git, for messages.
    let option: String
    /// The absolute folder that git is asked in.
    let folder: String
    let context: CommandContext

    /// Asks in the folder of a manifest, or in a folder.
    init(for option: String, root: String, in context: CommandContext) {
        self.option = option
        self.context = context
        let isFile = root.hasSuffix(".yaml") || root.hasSuffix(".yml")
        folder = Path.normalized(context.absolute(isFile ? Path.parent(root) : root))
    }

    /// What git prints; `nil` when it ends with an error.
    ///
    /// - Throws: ``CommandFailure`` when there is no git.
    func output(_ arguments: [String]) throws(CommandFailure) -> String? {
        guard let result = run(arguments) else {
            throw CommandFailure(.usage, "`\(option)` needs git, which is not installed")
        }
        return result.status == 0 ? result.output : nil
    }

    /// What git prints, by line.
    ///
    /// - Throws: ``CommandFailure`` when git cannot tell.
    func lines(_ arguments: [String]) throws(CommandFailure) -> [String] {
        try answer(arguments).split(separator: "\n").map(String.init)
    }

    /// What git prints.
    ///
    /// - Throws: ``CommandFailure`` when git cannot tell.
    func answer(_ arguments: [String]) throws(CommandFailure) -> String {
        guard let result = run(arguments) else {
            throw CommandFailure(.usage, "`\(option)` needs git, which is not installed")
        }
        guard result.status == 0 else {
            throw CommandFailure(
                .usage,
                "git does not know what changed: `git \(arguments.joined(separator: " "))` ended with \(result.status)",
                hint: "name a branch, a tag or a commit of this repository"
            )
        }
        return result.output
    }

    /// The absolute path of the top of the repository.
    ///
    /// - Throws: ``CommandFailure`` when there is no repository.
    func top() throws(CommandFailure) -> String {
        try lines(["rev-parse", "--show-toplevel"]).first ?? folder
    }

    /// The commit in which the present state and a revision still were the same; the revision where they have no such commit.
    ///
    /// What others have changed on a branch since then is no change of this side.
    ///
    /// - Throws: ``CommandFailure`` when git does not know the revision.
    func branchingPoint(from revision: String) throws(CommandFailure) -> String {
        if let common = try output(["merge-base", revision, "HEAD"])?.split(separator: "\n").first {
            return String(common)
        }
        return try lines(["rev-parse", "--verify", "--quiet", revision + "^{commit}"]).first ?? revision
    }

    private func run(_ arguments: [String]) -> ProgramResult? {
        context.programs.run("git", ["-C", folder, "-c", "core.quotePath=false"] + arguments)
    }
}
