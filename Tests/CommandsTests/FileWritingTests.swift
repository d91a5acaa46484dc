// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Glibc
import Testing

@testable import Commands

/// What is left of files that are written anew.
@Suite struct FileWritingTests {
    private func mode(_ path: String) -> mode_t? {
        var info = stat()
        return lstat(path, &info) == 0 ? info.st_mode : nil
    }

    @Test func aLinkStaysALink() throws {
        let scratch = try Scratch()
        try scratch.write("real/a.yaml", "a: 1\n")
        scratch.link("link.yaml", to: "real/a.yaml")
        scratch.link("second.yaml", to: "\(scratch.directory)/link.yaml")
        let path = Path.join(scratch.directory, "second.yaml")
        try POSIXFileAccess().write(Array("a: 2\n".utf8), to: path)
        #expect(try scratch.read("real/a.yaml") == "a: 2\n")
        for name in ["link.yaml", "second.yaml"] {
            #expect(mode(Path.join(scratch.directory, name)).map { $0 & S_IFMT } == S_IFLNK)
        }
        let names = try POSIXFileAccess().entries(of: scratch.directory).map(\.name)
        #expect(names == ["link.yaml", "real", "second.yaml"], "nothing is left beside them")
    }

    @Test func theModeStays() throws {
        let scratch = try Scratch()
        try scratch.write("run.yaml", "a: 1\n")
        let path = Path.join(scratch.directory, "run.yaml")
        #expect(chmod(path, 0o640) == 0)
        try POSIXFileAccess().write(Array("a: 2\n".utf8), to: path)
        #expect(mode(path).map { $0 & 0o7777 } == 0o640)
        #expect(try scratch.read("run.yaml") == "a: 2\n")
    }

    /// As `--format sarif=/dev/null` must not make a file of `/dev/null`.
    @Test func aPipeIsWrittenInto() throws {
        let scratch = try Scratch()
        let path = Path.join(scratch.directory, "pipe")
        #expect(mkfifo(path, 0o600) == 0)
        // Open at both ends, so that neither side waits for the other.
        let reader = open(path, O_RDWR | O_NONBLOCK)
        defer { close(reader) }
        try POSIXFileAccess().write(Array("told".utf8), to: path)
        #expect(mode(path).map { $0 & S_IFMT } == S_IFIFO)
        var bytes = [UInt8](repeating: 0, count: 8)
        #expect(read(reader, &bytes, bytes.count) == 4)
        #expect(bytes.starts(with: "told".utf8))
        #expect(try POSIXFileAccess().entries(of: scratch.directory).map(\.name) == ["pipe"])
    }

    @Test func linksInACircleAreAnError() throws {
        let scratch = try Scratch()
        scratch.link("a", to: "b")
        scratch.link("b", to: "a")
        let error = #expect(throws: FileError.self) {
            try POSIXFileAccess().write([], to: Path.join(scratch.directory, "a"))
        }
        #expect(error?.reason == "the links go in a circle")
    }

    @Test func fixingKeepsBytesThatAreNoText() async throws {
        let scratch = try Scratch()
        // `é` of Latin-1 in a comment.
        let head = Array("FROM debian:12\n# caf".utf8) + [0xE9]
        try scratch.write("Dockerfile", bytes: head + Array("\nADD a /b/\nUSER 1000\n".utf8))
        _ = await scratch.run("lint", "--fix=all", ".")
        let bytes = try POSIXFileAccess().read(Path.join(scratch.directory, "Dockerfile"), limit: 1 << 20)
        #expect(bytes == head + Array("\nCOPY a /b/\nUSER 1000\n".utf8))
    }
}
