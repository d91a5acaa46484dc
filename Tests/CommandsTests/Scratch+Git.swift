// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Testing

@testable import Commands

extension Scratch {
    /// Runs git in the directory, as nobody in particular.
    func git(_ arguments: String...) throws {
        let settings = [
            "-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "init.defaultBranch=main",
        ]
        let result = PosixSpawnRunner().run("git", ["-C", directory] + settings + arguments)
        try #require(result?.status == 0, "git \(arguments): \(result?.output ?? "no git")")
    }

    /// Makes a repository of the directory, with one commit of everything on `main`.
    func commitAll() throws {
        try git("init", "-q")
        try git("add", ".")
        try git("commit", "-q", "-m", "first")
    }
}
