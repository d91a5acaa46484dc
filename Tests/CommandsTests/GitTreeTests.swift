// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import NIOConcurrencyHelpers
import Testing

@testable import Commands
@testable import Lint

/// What git is asked, and what becomes of its answers.
@Suite struct GitTreeTests {
    /// Runs programs, and counts them.
    private final class CountingRunner: ProgramRunner {
        private let words = NIOLockedValueBox<[String]>([])

        /// The verbs that git was given.
        var verbs: [String] { words.withLockedValue { $0 } }

        func run(_ program: String, _ arguments: [String], input: [UInt8]) -> ProgramResult? {
            words.withLockedValue { $0.append(arguments.count > 2 ? arguments[2] : "") }
            return PosixSpawnRunner().run(program, arguments, input: input)
        }
    }

    private struct NoPrograms: ProgramRunner {
        func run(_ program: String, _ arguments: [String], input: [UInt8]) -> ProgramResult? { nil }
    }

    private func context(
        _ scratch: Scratch,
        at folder: String = "",
        _ programs: any ProgramRunner = PosixSpawnRunner()
    )
        -> CommandContext
    {
        scratch.context {
            $0.programs = programs
            $0.workingDirectory = Path.join(scratch.directory, folder)
        }
    }

    private func repository(_ scratch: Scratch, at folder: String = "") throws -> GitRepository {
        try GitRepository(around: ".", for: "`--since`", in: context(scratch, at: folder))
    }

    private func failure(_ body: () throws -> Void) -> String {
        do {
            try body()
            return "nothing"
        } catch {
            return (error as? CommandFailure)?.headline ?? "\(error)"
        }
    }

    /// Line feeds, quotes, tabs, letters of other scripts, and what git takes for a pattern or an option.
    @Test func anyNameIsAPath() throws {
        let names = [
            "a b.yaml", "ä\u{308}ü.yaml", "new\nline.yaml", "tab\tquote\".yaml", ":(top)x.yaml", "-q.yaml",
            "*.yaml",
        ]
        let scratch = try Scratch()
        for name in names { try scratch.write("k/\(name)", "name: old\n") }
        try scratch.commitAll()
        for name in names { try scratch.write("k/\(name)", "name: new\n") }
        try scratch.write("k/untracked\n.yaml", "name: new\n")
        let repository = try repository(scratch)
        let commit = try repository.branchingPoint(from: "main")
        let changed = try repository.changes(since: commit)
        #expect(changed == Set((names + ["untracked\n.yaml"]).map { scratch.directory + "/k/" + $0 }))
        let tree = try GitTree(commit, of: repository, changed: changed)
        let files = try tree.manifests(below: ["k"])
        #expect(Set(files.map(\.path)) == Set(names.map { "k/" + $0 }))
        #expect(files.allSatisfy { String(decoding: $0.bytes, as: UTF8.self) == "name: old\n" })
    }

    @Test func whatHasNotChangedIsNotAskedFor() throws {
        let scratch = try Scratch()
        try scratch.write("a.yaml", "a: 1\n")
        try scratch.write("b.yaml", "b: 1\n")
        try scratch.write("c.yaml", "c: 1\n")
        try scratch.commitAll()
        try scratch.write("b.yaml", "b: 2\n")
        try scratch.write("c.yaml", "c: 2\n")
        let runner = CountingRunner()
        let repository = try GitRepository(around: ".", for: "`--base`", in: context(scratch, runner))
        let commit = try repository.branchingPoint(from: "main")
        let tree = try GitTree(commit, of: repository, changed: try repository.changes(since: commit))
        let current = ["a", "b", "c"].map { SourceFile(path: "\($0).yaml", text: "current") }
        let files = try tree.manifests(below: ["."], current: current)
        #expect(
            files.map { "\($0.path): \(String(decoding: $0.bytes, as: UTF8.self))" } == [
                "a.yaml: current", "b.yaml: b: 1\n", "c.yaml: c: 1\n",
            ]
        )
        #expect(runner.verbs == ["rev-parse", "merge-base", "diff", "ls-files", "ls-tree", "cat-file"])
    }

    /// From a folder below the top, and from one behind a link.
    @Test(arguments: ["services/cart", "linked/services/cart"])
    func pathsAreSeenFromWherePeopleAre(folder: String) throws {
        let scratch = try Scratch()
        try scratch.write("real/services/cart/msctl.yaml", "a: old\n")
        try scratch.write("real/services/orders/msctl.yaml", "a: old\n")
        try scratch.write("real/api.yaml", "a: old\n")
        scratch.link("linked", to: "real")
        let real = scratch.directory + "/real"
        for words in [
            ["init", "-q"], ["add", "."],
            ["-c", "user.name=t", "-c", "user.email=t@e", "commit", "-qm", "a"],
        ] {
            _ = PosixSpawnRunner().run("git", ["-C", real] + words)
        }
        try scratch.write("real/services/cart/msctl.yaml", "a: new\n")
        try scratch.write("real/new.txt", "")
        let place = folder.hasPrefix("linked") ? folder : "real/" + folder
        let repository = try repository(scratch, at: place)
        let top = place.split(separator: "/")[0]
        #expect(repository.top == scratch.directory + "/" + top)
        let changed = try repository.changes(since: "HEAD")
        #expect(changed == Set(["services/cart/msctl.yaml", "new.txt"].map { "\(repository.top)/\($0)" }))
        let tree = try GitTree("HEAD", of: repository)
        #expect(try tree.manifests(below: ["."]).map(\.path) == ["msctl.yaml"])
        #expect(try tree.manifests(below: ["../orders/"]).map(\.path) == ["../orders/msctl.yaml"])
        #expect(try tree.manifests(below: ["../../api.yaml"]).map(\.path) == ["../../api.yaml"])
        #expect(try tree.manifests(below: ["../nowhere"]).isEmpty)
        #expect(tree.projectFiles.read("../../api.yaml")?.bytes == Array("a: old\n".utf8))
        #expect(tree.projectFiles.kind(at: "..") == .folder)
        #expect(tree.projectFiles.list("..") == ["../cart/msctl.yaml", "../orders/msctl.yaml"])
        #expect(
            failure { _ = try tree.manifests(below: ["../../../.."]) }
                .contains("is not in the git repository `\(repository.top)`")
        )
    }

    @Test func bytesLinksAndLargeFilesAreKeptApart() throws {
        let scratch = try Scratch()
        try scratch.write("a.yaml", bytes: Array("a: ".utf8) + [0xFF, 0x0A])
        try scratch.write("binary.yaml", bytes: [0, 1, 2])
        try scratch.write("empty.yaml", "")
        scratch.link("link.yaml", to: "a.yaml")
        try scratch.commitAll()
        let tree = try GitTree("HEAD", of: try repository(scratch))
        let files = try tree.manifests(below: ["."])
        #expect(files.map(\.path) == ["a.yaml", "empty.yaml"])
        #expect(files.first?.bytes == Array("a: ".utf8) + [0xFF, 0x0A])
    }

    @Test func whatGitCannotTellIsSaidPlainly() throws {
        let scratch = try Scratch()
        try scratch.write("a.yaml", "a: 1\n")
        #expect(
            failure {
                _ = try GitRepository(around: ".", for: "`--since`", in: context(scratch, NoPrograms()))
            }
                == "`--since` needs git, which is not installed"
        )
        #expect(
            failure { _ = try repository(scratch) }
                == "`--since` needs a git repository, and `\(scratch.directory)` is in none"
        )
        try scratch.commitAll()
        let known = try repository(scratch)
        let unknown = "git knows no revision `nope` in `\(scratch.directory)`"
        #expect(failure { _ = try known.branchingPoint(from: "nope") } == unknown)
        #expect(failure { _ = try GitTree("nope", of: known) } == unknown)
        // A folder of a revision is none.
        #expect(failure { _ = try GitTree("HEAD:k", of: known) }.hasPrefix("git knows no revision"))
        for option in ["--output=/tmp/x", "-h", ""] {
            #expect(failure { _ = try known.branchingPoint(from: option) } == "`\(option)` is no revision")
            #expect(failure { _ = try GitTree(option, of: known) } == "`\(option)` is no revision")
        }
    }

    @Test func historiesWithoutACommonCommitAreComparedWhole() throws {
        let scratch = try Scratch()
        try scratch.write("a.yaml", "a: 1\n")
        try scratch.commitAll()
        try scratch.git("checkout", "-q", "--orphan", "other")
        try scratch.git("commit", "-q", "-m", "other")
        let warnings = Capture()
        let context = scratch.context {
            $0.programs = PosixSpawnRunner()
            $0.standardError = { warnings.append($0) }
        }
        let repository = try GitRepository(around: ".", for: "`--since`", in: context)
        let commit = try repository.branchingPoint(from: "main")
        #expect(commit.count == 40)
        #expect(warnings.text.contains("`main` and the checkout have no commit in common here"))
    }
}
