// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Glibc

/// The file in which a sandbox's state survives the end of its process, however sudden.
///
/// Every change is appended before anybody hears of it; a new start begins with a compact state, put in place whole.
struct StateFile: Sendable {
    private let path: String
    private var descriptor: Int32 = -1

    init(path: String) {
        self.path = path
    }

    /// The bytes of the file; `nil` when there is none.
    func load() throws(SandboxStateError) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        if file < 0, errno == ENOENT { return nil }
        guard file >= 0 else { throw failure("read") }
        defer { close(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(file, &chunk, chunk.count)
            if count < 0 { throw failure("read") }
            if count == 0 { return bytes }
            bytes += chunk[..<count]
        }
    }

    /// Puts a compact state in place and goes on appending to it.
    mutating func begin(with snapshot: [UInt8]) throws(SandboxStateError) {
        let draft = path + ".new"
        let file = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw failure("write") }
        try write(snapshot, to: file)
        guard fsync(file) == 0, rename(draft, path) == 0 else { throw failure("write") }
        descriptor = file
    }

    /// Appends lines.
    func append(_ lines: [UInt8]) throws(SandboxStateError) {
        if descriptor >= 0 { try write(lines, to: descriptor) }
    }

    private func write(_ bytes: [UInt8], to file: Int32) throws(SandboxStateError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            guard count > 0 else { throw failure("write") }
            rest = rest.dropFirst(count)
        }
    }

    private func failure(_ verb: String) -> SandboxStateError {
        SandboxStateError(message: "cannot \(verb) `\(path)`: \(String(cString: strerror(errno)))")
    }
}
