// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Glibc

/// The file in which a sandbox's state survives the end of its process, however sudden.
///
/// Every change is appended before anybody hears of it, so that the end of the process loses nothing. It reaches the
/// disk at the latest ``syncInterval`` later, which bounds what the end of the machine can lose. A compact state is
/// put in place whole: at the start, and whenever the appended lines have outgrown it.
///
/// A write that fails leaves the file as it was before: what was written of it is cut off again, at once or before the
/// next one.
///
/// Who uses the file holds it alone: it is locked for as long as a value of this type, or a copy of it, is there. The
/// lock is the system's and ends with the process.
struct StateFile: Sendable {
    /// How long a change may wait for the disk.
    static let syncInterval = Duration.milliseconds(100)
    /// Up to this size, appended lines are not worth a compaction; in bytes.
    static let smallestCompaction = 1 << 20

    /// How often a file that was put in place meanwhile is opened anew.
    private static let mostClaims = 100

    private let path: String
    private var file: LockedFile
    private var compactSize = 0
    private var appendedSize = 0
    /// From which size of the appended lines on the file is written anew; in bytes.
    private var mostAppended = Self.smallestCompaction
    /// Whether the remains of a write that failed may stand behind what counts.
    private var isTorn = false
    /// Whether the disk did not take what was written: only a new file can be trusted then.
    private(set) var isSuspect = false
    private var lastSync = ContinuousClock.now
    /// Whether something has been written that may not be on the disk yet.
    private(set) var isDirty = false

    /// Takes the file for oneself, and makes it if there is none; throws if somebody else has it.
    init(path: String) throws(SandboxStateError) {
        self.path = path
        file = try Self.claim(path)
    }

    /// The bytes of the file, none if it has just been made; to be asked before ``begin(with:)``.
    func load() throws(SandboxStateError) -> [UInt8] { try read(from: file.descriptor) }

    /// The bytes that were kept, without the remains of a write that failed.
    func kept() throws(SandboxStateError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("read") }
        defer { close(descriptor) }
        let bytes = try read(from: descriptor)
        guard bytes.count >= length else {
            throw SandboxStateError(message: "`\(path)` is shorter than what was written to it")
        }
        return Array(bytes[..<length])
    }

    /// How much of the file counts, in bytes.
    private var length: Int { compactSize + appendedSize }

    private func read(from descriptor: Int32) throws(SandboxStateError) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            if count < 0 { throw failure("read") }
            if count == 0 { return bytes }
            bytes += chunk[..<count]
        }
    }

    /// Whether the appended lines are more than twice the state that they lead to.
    var needsCompaction: Bool { appendedSize > mostAppended }

    /// Has the file grow on for a while: there is no place for a second one.
    mutating func postponeCompaction() { mostAppended = appendedSize + Self.smallestCompaction }

    /// Puts a compact state in place and goes on appending to it; if that fails, all stays as it was.
    mutating func begin(with snapshot: [UInt8]) throws(SandboxStateError) {
        let draft = path + ".new"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure("write") }
        let next = LockedFile(descriptor)
        // Before it takes the place of the other one, so that there is no moment in which nobody holds the file.
        guard next.lock() else { throw failure("lock") }
        do throws(SandboxStateError) {
            try write(snapshot, to: descriptor)
            guard fsync(descriptor) == 0, rename(draft, path) == 0 else { throw failure("write") }
        } catch {
            // Half a draft is no use to anybody, and takes what little room there may be.
            unlink(draft)
            throw error
        }
        syncFolder()
        file = next
        compactSize = snapshot.count
        appendedSize = 0
        mostAppended = max(Self.smallestCompaction, compactSize * 2)
        isDirty = false
        isTorn = false
        isSuspect = false
    }

    /// Appends lines, all of them or none; now and then they are forced to the disk.
    mutating func append(_ lines: [UInt8]) throws(SandboxStateError) {
        if isTorn { try cutBack() }
        do throws(SandboxStateError) {
            try write(lines, to: file.descriptor)
            isDirty = true
            if ContinuousClock.now - lastSync >= Self.syncInterval { try sync() }
        } catch {
            isTorn = true
            do throws(SandboxStateError) {
                try cutBack()
            } catch {
                // Then before the next lines.
            }
            throw error
        }
        appendedSize += lines.count
    }

    /// Whether so many bytes more would find room; they are cut off again.
    mutating func hasRoom(for count: Int) -> Bool {
        // Without a line break they count for nothing, even if the process ends here.
        let padding = [UInt8](repeating: UInt8(ascii: " "), count: count)
        isTorn = true
        var fits = true
        do throws(SandboxStateError) {
            try write(padding, to: file.descriptor)
        } catch {
            fits = false
        }
        do throws(SandboxStateError) {
            try cutBack()
        } catch {
            return false
        }
        return fits
    }

    private mutating func cutBack() throws(SandboxStateError) {
        guard ftruncate(file.descriptor, off_t(length)) == 0 else { throw failure("cut back") }
        isTorn = false
    }

    /// Forces what was appended to the disk.
    mutating func sync() throws(SandboxStateError) {
        guard isDirty else { return }
        guard fdatasync(file.descriptor) == 0 else {
            // The system tells of what it could not write once, and forgets it.
            isSuspect = true
            throw failure("write")
        }
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

    /// Opens the file of a path and locks it.
    ///
    /// Who holds it may put another one in its place between the two: then that one has to be locked.
    private static func claim(_ path: String) throws(SandboxStateError) -> LockedFile {
        for _ in 0..<mostClaims {
            try refuseWhatIsNoFile(path)
            let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { throw failure("open", path) }
            let file = LockedFile(descriptor)
            guard file.lock() else {
                guard errno == EAGAIN else { throw failure("lock", path) }
                throw SandboxStateError(message: "`\(path)` is in use", isInUse: true)
            }
            if file.isNamed(path) { return file }
        }
        throw SandboxStateError(message: "`\(path)` is in use", isInUse: true)
    }

    /// A state takes the place of what has its name: that of a device, such as `/dev/null`, would be gone for the whole
    /// machine, and a pipe would be waited for.
    private static func refuseWhatIsNoFile(_ path: String) throws(SandboxStateError) {
        var info = stat()
        guard stat(path, &info) == 0 else { return }
        let kind = info.st_mode & S_IFMT
        guard kind != S_IFREG else { return }
        // Which opening it says in the system's own words.
        guard kind != S_IFDIR else { return }
        throw SandboxStateError(
            message: "`\(path)` is a device, a pipe or a socket, and no file",
            isNoFile: true
        )
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

    private func failure(_ verb: String) -> SandboxStateError { Self.failure(verb, path) }

    private static func failure(_ verb: String, _ path: String) -> SandboxStateError {
        SandboxStateError(message: "cannot \(verb) `\(path)`: \(String(cString: strerror(errno)))")
    }
}

/// An open file that is closed, and so unlocked, when nobody has it any more.
private final class LockedFile: Sendable {
    let descriptor: Int32

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Locks it without waiting; `false`, and `errno`, if that is not possible now.
    func lock() -> Bool {
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EINTR else { return false }
        }
        return true
    }

    /// Whether a path leads to it still.
    func isNamed(_ path: String) -> Bool {
        var own = stat()
        var named = stat()
        guard fstat(descriptor, &own) == 0, stat(path, &named) == 0 else { return false }
        return own.st_dev == named.st_dev && own.st_ino == named.st_ino
    }
}
