// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// The git repository around a folder, and the questions that msctl asks it: one process for each.
struct GitRepository: Sendable {
    /// The absolute path of its top.
    let top: String
    let context: CommandContext
    /// What needs it, for messages: `--since` in backticks.
    private let purpose: String

    /// Finds the repository around a manifest or a folder.
    ///
    /// - Throws: ``CommandFailure`` when git is missing, or there is no repository.
    init(around root: String, for purpose: String, in context: CommandContext) throws(CommandFailure) {
        self.context = context
        self.purpose = purpose
        let isFile = root.hasSuffix(".yaml") || root.hasSuffix(".yml")
        let absolute = context.absolute(root)
        let folder = Path.normalized(isFile ? Path.parent(absolute) : absolute)
        let answer = try Self.run(
            ["rev-parse", "--show-prefix", "--show-toplevel"],
            at: folder,
            for: purpose,
            in: context
        )
        let lines = answer.output.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        guard answer.status == 0, lines.count == 2 else {
            throw CommandFailure(
                .usage,
                "\(purpose) needs a git repository, and `\(folder)` is in none",
                hint:
                    "git also refuses a checkout that belongs to somebody else: see `safe.directory` in `git help config`"
            )
        }
        // Git names the top with all links resolved, and people name their paths with links in them.
        let below = "/" + lines[0].dropLast()
        if lines[0].isEmpty {
            top = folder
        } else if folder.hasSuffix(below) {
            top = folder == below ? "/" : String(folder.dropLast(below.count))
        } else {
            top = String(lines[1].dropLast())
        }
    }

    /// The commit in which the present state and a revision still were the same; the revision where they have no such commit.
    ///
    /// What others have changed on a branch since then is no change of this side.
    ///
    /// - Throws: ``CommandFailure`` when git does not know the revision.
    func branchingPoint(from revision: String) throws(CommandFailure) -> String {
        try Self.check(revision)
        let common = try run(["merge-base", revision, "HEAD"])
        if common.status == 0, let commit = common.output.split(separator: "\n").first {
            return String(commit)
        }
        let known = try run(["rev-parse", "--verify", "--quiet", revision + "^{commit}"])
        guard known.status == 0, let commit = known.output.split(separator: "\n").first else {
            throw unknown(revision)
        }
        context.error(
            "warning: `\(revision)` and the checkout have no commit in common here, so that all their differences count as changes"
        )
        return String(commit)
    }

    /// The absolute paths of what differs from a commit, and of what git does not know yet.
    ///
    /// - Throws: ``CommandFailure`` when git cannot tell.
    func changes(since commit: String) throws(CommandFailure) -> Set<String> {
        let changed = try list([
            "diff", "--name-only", "--no-renames", "--no-relative", "--no-ext-diff", "-z", commit, "--",
        ])
        let untracked = try list(["ls-files", "--others", "--exclude-standard", "-z"])
        return Set((changed + untracked).map { Path.join(top, $0) })
    }

    /// The objects of all files of a revision, by path as seen from the top; links and modules are no files.
    ///
    /// - Throws: ``CommandFailure`` when git does not know the revision.
    func blobs(of revision: String) throws(CommandFailure) -> [String: String] {
        try Self.check(revision)
        let answer = try run(["ls-tree", "-r", "-z", "--full-tree", revision + "^{commit}"])
        guard answer.status == 0 else { throw unknown(revision) }
        var blobs: [String: String] = [:]
        for entry in answer.bytes.split(separator: 0) {
            // 100644 blob 8ab686eafeb1f44702738c8b0f24f2567c36da6d<tab>path
            let parts = entry.split(separator: UInt8(ascii: "\t"), maxSplits: 1)
            let facts = parts.first?.split(separator: UInt8(ascii: " ")) ?? []
            guard parts.count == 2, facts.count == 3, facts[0].starts(with: "100".utf8) else { continue }
            blobs[String(decoding: parts[1], as: UTF8.self)] = String(decoding: facts[2], as: UTF8.self)
        }
        return blobs
    }

    /// The contents of objects, in their order.
    ///
    /// - Throws: ``CommandFailure`` when git does not give one of them.
    func contents(of objects: [String]) throws(CommandFailure) -> [[UInt8]] {
        guard !objects.isEmpty else { return [] }
        let answer = try run(
            ["cat-file", "--batch"],
            input: Array(objects.map { $0 + "\n" }.joined().utf8)
        )
        var contents: [[UInt8]] = []
        var rest = answer.bytes[...]
        for object in objects {
            // A line with id, type and size, the content, a line end.
            let line = rest.prefix { $0 != UInt8(ascii: "\n") }
            let words = String(decoding: line, as: UTF8.self).split(separator: " ")
            guard words.count == 3, let size = Int(words[2]), size < rest.count - line.count else {
                throw CommandFailure(.inputRefused, "git does not give the object `\(object)` of `\(top)`")
            }
            contents.append(Array(rest.dropFirst(line.count + 1).prefix(size)))
            rest = rest.dropFirst(line.count + size + 2)
        }
        return contents
    }

    /// Refuses what git would take for an option.
    private static func check(_ revision: String) throws(CommandFailure) {
        guard !revision.isEmpty, !revision.hasPrefix("-") else {
            throw CommandFailure(.usage, "`\(revision)` is no revision")
        }
    }

    private func unknown(_ revision: String) -> CommandFailure {
        CommandFailure(
            .usage,
            "git knows no revision `\(revision)` in `\(top)`",
            hint:
                "name a branch, a tag or a commit; a shallow clone has only the newest commits: see `git fetch --unshallow`"
        )
    }

    private func list(_ arguments: [String]) throws(CommandFailure) -> [String] {
        let answer = try run(arguments)
        guard answer.status == 0 else {
            throw CommandFailure(
                .usage,
                "git does not know what changed: `git \(arguments.joined(separator: " "))` ended with \(answer.status)"
            )
        }
        return answer.bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }

    private func run(_ arguments: [String], input: [UInt8] = []) throws(CommandFailure) -> ProgramResult {
        try Self.run(arguments, input: input, at: top, for: purpose, in: context)
    }

    private static func run(
        _ arguments: [String],
        input: [UInt8] = [],
        at folder: String,
        for purpose: String,
        in context: CommandContext
    ) throws(CommandFailure) -> ProgramResult {
        guard let result = context.programs.run("git", ["-C", folder] + arguments, input: input) else {
            throw CommandFailure(.usage, "\(purpose) needs git, which is not installed")
        }
        return result
    }
}
