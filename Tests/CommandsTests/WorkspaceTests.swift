// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Glibc
import Testing

@testable import Commands

@Suite struct WorkspaceTests {
    @Test func readsYAMLFilesInOrderAndSkipsWhatNobodyWroteByHand() throws {
        let scratch = try Scratch()
        for path in [
            "b/msctl.yaml", "a/msctl.yml", "top.yaml", ".hidden/x.yaml", "node_modules/x/x.yaml",
            "a/.secret.yaml",
            "a/readme.md", "gen/x.yaml", "a/local.yaml",
        ] { try scratch.write(path, "a: 1\n") }
        try scratch.write(".gitignore", "/gen\n")
        try scratch.write("a/.gitignore", "local.*\n")
        let workspace = Workspace.load(["."], in: scratch.context())
        #expect(workspace.files.map(\.path) == ["a/msctl.yml", "b/msctl.yaml", "top.yaml"])
        #expect(workspace.diagnostics.isEmpty)
    }

    @Test func obeysTheIgnoreFilesAboveARootUpToTheRepository() throws {
        let scratch = try Scratch()
        try scratch.write(".git/HEAD", "")
        try scratch.write(".gitignore", "*.local.yaml\n")
        try scratch.write("services/a/msctl.yaml", "a: 1\n")
        try scratch.write("services/a/my.local.yaml", "a: 1\n")
        let workspace = Workspace.load(["services/a/"], in: scratch.context())
        #expect(workspace.files.map(\.path) == ["services/a/msctl.yaml"])
    }

    @Test func readsANamedFileWhateverItsNameAndOnlyOnce() throws {
        let scratch = try Scratch()
        try scratch.write("a/one.yaml", "a: 1\n")
        try scratch.write("a/notes.txt", "a: 1\n")
        let workspace = Workspace.load(["a/notes.txt", "a", "a/one.yaml"], in: scratch.context())
        #expect(workspace.files.map(\.path) == ["a/notes.txt", "a/one.yaml"])
    }

    @Test func linksThatGoInACircleEnd() throws {
        let scratch = try Scratch()
        try scratch.write("a/one.yaml", "a: 1\n")
        scratch.link("a/up", to: "..")
        scratch.link("a/self.yaml", to: "self.yaml")
        scratch.link("again", to: "a")
        let workspace = Workspace.load(["."], in: scratch.context())
        #expect(workspace.files.map(\.path) == ["a/one.yaml"])
        #expect(
            workspace.diagnostics.map(\.headline) == [
                "`a/self.yaml` cannot be read: the links go in a circle"
            ]
        )
    }

    @Test func sizeLimitIsExact() throws {
        let scratch = try Scratch()
        try scratch.write("fits.yaml", bytes: Array(repeating: UInt8(ascii: "#"), count: Workspace.sizeLimit))
        try scratch.write(
            "over.yaml",
            bytes: Array(repeating: UInt8(ascii: "#"), count: Workspace.sizeLimit + 1)
        )
        let workspace = Workspace.load(["."], in: scratch.context())
        #expect(workspace.files.map(\.path) == ["fits.yaml"])
        #expect(workspace.diagnostics.map(\.severity) == [.warning])
        #expect(workspace.diagnostics.first?.headline == "`over.yaml` has 4 MiB; at most 4 MiB are read")
    }

    @Test func binaryFilesPipesAndMissingFilesAreErrorsWhenNamed() throws {
        let scratch = try Scratch()
        try scratch.write("binary.yaml", bytes: [0x7F, 0x45, 0x4C, 0x46, 0, 1])
        #expect(mkfifo(Path.join(scratch.directory, "pipe.yaml"), 0o600) == 0)
        let workspace = Workspace.load(["binary.yaml", "pipe.yaml", "missing.yaml"], in: scratch.context())
        #expect(workspace.files.isEmpty)
        #expect(
            workspace.diagnostics.map(\.headline) == [
                "`binary.yaml` is not a text file", "`pipe.yaml` is not a regular file",
                "`missing.yaml` cannot be read: no such file or directory",
            ]
        )
        #expect(workspace.diagnostics.allSatisfy { $0.severity == .error })
    }

    @Test func aManifestThatCannotBeReadIsAnErrorWhereverItLies() throws {
        let scratch = try Scratch()
        try scratch.write("a/msctl.yaml", bytes: [0x7F, 0x45, 0x4C, 0x46, 0, 1])
        try scratch.write("a/other.yaml", bytes: [0x7F, 0x45, 0x4C, 0x46, 0, 1])
        let workspace = Workspace.load(["."], in: scratch.context())
        #expect(workspace.diagnostics.map(\.severity) == [.error, .warning])
    }

    @Test func anEmptyPathIsNotTheCurrentDirectory() throws {
        let scratch = try Scratch()
        try scratch.write("msctl.yaml", bytes: [])
        let workspace = Workspace.load([""], in: scratch.context())
        #expect(workspace.files.isEmpty)
        #expect(workspace.diagnostics.map(\.severity) == [.error])
    }

    @Test func aPipeBelowADirectoryIsPassedOver() throws {
        let scratch = try Scratch()
        #expect(mkfifo(Path.join(scratch.directory, "pipe.yaml"), 0o600) == 0)
        let workspace = Workspace.load(["."], in: scratch.context())
        #expect(workspace.files.isEmpty && workspace.diagnostics.isEmpty)
    }

    @Test func stopsAtTheDepthLimit() throws {
        let scratch = try Scratch()
        let deep = Array(repeating: "d", count: Workspace.depthLimit + 1).joined(separator: "/")
        try scratch.write("\(deep)/x.yaml", "a: 1\n")
        let workspace = Workspace.load(["."], in: scratch.context())
        #expect(workspace.files.isEmpty)
        #expect(workspace.diagnostics.count == 1)
        #expect(Workspace.load([deep], in: scratch.context()).files.count == 1)
    }
}
