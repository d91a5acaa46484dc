// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Glibc
import Testing

/// A file of its own that goes with the test.
final class StateScratch: Sendable {
    let path: String

    init() {
        var template = Array("/tmp/msctl-state-XXXXXX".utf8CString)
        template.withUnsafeMutableBufferPointer { buffer in
            if let base = buffer.baseAddress { close(mkstemp(base)) }
        }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { unlink(path) }

    var bytes: [UInt8] {
        guard let file = fopen(path, "r") else { return [] }
        defer { fclose(file) }
        var result: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while case let count = fread(&chunk, 1, chunk.count, file), count > 0 {
            result += chunk[..<count]
        }
        return result
    }

    /// Which file it is; another one after each compaction.
    var inode: UInt64 {
        var info = stat()
        return stat(path, &info) == 0 ? UInt64(info.st_ino) : 0
    }

    func write(_ bytes: [UInt8]) {
        guard let file = fopen(path, "w") else { return }
        fwrite(bytes, 1, bytes.count, file)
        fclose(file)
    }

    /// Which place of the process's table of open files the sandbox has this file in.
    private var place: Int32? {
        (3..<1024).first { candidate in
            var info = stat()
            return fstat(candidate, &info) == 0 && UInt64(info.st_ino) == inode
                && info.st_mode & S_IFMT == S_IFREG
        }
    }

    /// Has every write to the open file fail from now on, as on a full disk, until the work is done.
    func whileFull(_ work: () async throws -> Void) async throws {
        let place = try #require(place)
        let (full, kept) = (open("/dev/full", O_RDWR | O_CLOEXEC), dup(place))
        try #require(full >= 0 && kept >= 0 && dup2(full, place) == place)
        defer {
            #expect(dup2(kept, place) == place)
            close(full)
            close(kept)
        }
        try await work()
    }
}
