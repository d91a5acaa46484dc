// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Glibc

/// The file in which a sandbox's state survives the end of its process, however sudden.
///
/// Every change is appended before anybody hears of it, so that the end of the process loses nothing. It reaches the
/// disk at the latest ``syncInterval`` later, which bounds what the end of the machine can lose. A compact state is
/// put in place whole: at the start, and whenever the appended lines have outgrown it.
struct StateFile: Sendable {
    /// How long a change may wait for the disk.
    static let syncInterval = Duration.milliseconds(100)
    /// Up to this size, appended lines are not worth a compaction; in bytes.
    static let smallestCompaction = 1 << 20

    private let path: String
    private var descriptor: Int32 = -1
    private var compactSize = 0
    private var appendedSize = 0
    private var lastSync = ContinuousClock.now
    /// Whether something has been written that may not be on the disk yet.
    private(set) var isDirty = false

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

    /// Whether the appended lines are more than twice the state that they lead to.
    var needsCompaction: Bool {
        appendedSize > max(Self.smallestCompaction, compactSize * 2)
    }

    /// Puts a compact state in place and goes on appending to it.
    mutating func begin(with snapshot: [UInt8]) throws(SandboxStateError) {
        let draft = path + ".new"
        let file = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw failure("write") }
        try write(snapshot, to: file)
        guard fsync(file) == 0, rename(draft, path) == 0 else { throw failure("write") }
        syncFolder()
        if descriptor >= 0 { close(descriptor) }
        descriptor = file
        compactSize = snapshot.count
        appendedSize = 0
        isDirty = false
    }

    /// Appends lines; now and then they are forced to the disk.
    mutating func append(_ lines: [UInt8]) throws(SandboxStateError) {
        guard descriptor >= 0 else { return }
        try write(lines, to: descriptor)
        appendedSize += lines.count
        isDirty = true
        if ContinuousClock.now - lastSync >= Self.syncInterval { try sync() }
    }

    /// Forces what was appended to the disk.
    mutating func sync() throws(SandboxStateError) {
        guard isDirty else { return }
        guard fdatasync(descriptor) == 0 else { throw failure("write") }
        isDirty = false
        lastSync = ContinuousClock.now
    }

    /// A rename is on the disk when its folder is.
    private func syncFolder() {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        let folder = parts.isEmpty ? "." : parts.count == 1 ? "/" : parts.joined(separator: "/")
        let handle = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard handle >= 0 else { return }
        fsync(handle)
        close(handle)
    }

    private func write(_ bytes: [UInt8], to file: Int32) throws(SandboxStateError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure("write") }
            rest = rest.dropFirst(count)
        }
    }

    private func failure(_ verb: String) -> SandboxStateError {
        SandboxStateError(message: "cannot \(verb) `\(path)`: \(String(cString: strerror(errno)))")
    }
}
