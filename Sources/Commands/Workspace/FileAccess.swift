// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Files and directories, by absolute path.
package protocol FileAccess: Sendable {
    /// What is at a path, after following links.
    func status(of path: String) throws(FileError) -> FileStatus
    /// What a directory holds, sorted by name, without following links.
    func entries(of directory: String) throws(FileError) -> [DirectoryEntry]
    /// Opens a file and reads at most `limit` bytes from its start.
    func contents(of path: String, limit: Int) throws(FileError) -> FileContents
    /// Replaces a file whole: a reader sees the old bytes or the new ones.
    func write(_ bytes: [UInt8], to path: String) throws(FileError)
    /// Makes a directory and those above it; an existing one is fine.
    func makeDirectory(_ path: String) throws(FileError)
    /// Removes a directory with everything in it; links are removed and not followed.
    func removeDirectory(_ path: String) throws(FileError)
}

extension FileAccess {
    /// Reads at most `limit` bytes from the start of a file.
    package func read(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
        try contents(of: path, limit: limit).bytes
    }
}

/// A file as it was when it was read.
package struct FileContents: Sendable, Hashable {
    /// What was opened, as it was then.
    package var status: FileStatus
    /// The bytes from the start of the file, cut at the limit.
    package var bytes: [UInt8]

    /// Pairs bytes with where they come from.
    package init(status: FileStatus, bytes: [UInt8]) {
        self.status = status
        self.bytes = bytes
    }
}

/// What is at a path.
package struct FileStatus: Sendable, Hashable {
    /// What kind of thing it is, links followed.
    package var kind: Kind
    /// Its length in bytes; of no meaning unless it is a regular file.
    package var size: Int
    /// Tells two paths to one directory apart from two directories.
    package var identity: Identity

    /// Describes a file.
    package init(kind: Kind, size: Int, identity: Identity) {
        self.kind = kind
        self.size = size
        self.identity = identity
    }

    /// What kind of thing is at a path.
    package enum Kind: Sendable, Hashable {
        case regular
        case directory
        /// Only ever seen when a link is not followed.
        case link
        /// A socket, device or pipe.
        case other
    }

    /// A device and a file number on it.
    package struct Identity: Sendable, Hashable {
        /// The number of the device.
        package var device: UInt64
        /// The number of the file on the device (its inode).
        package var number: UInt64

        /// Names a file on a device.
        package init(device: UInt64, number: UInt64) {
            self.device = device
            self.number = number
        }
    }
}

/// One name in a directory.
package struct DirectoryEntry: Sendable, Hashable {
    /// The name alone, without the directory.
    package var name: String
    /// What it is, links not followed.
    package var kind: FileStatus.Kind

    /// Names an entry.
    package init(name: String, kind: FileStatus.Kind) {
        self.name = name
        self.kind = kind
    }
}

/// Why a file could not be used.
package struct FileError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The path concerned, as given.
    package var path: String
    /// What is wrong, in the words of the system.
    package var reason: String
    /// Whether nothing is at the path.
    package var isMissing: Bool

    /// Makes an error.
    package init(path: String, reason: String, isMissing: Bool = false) {
        self.path = path
        self.reason = reason
        self.isMissing = isMissing
    }

    /// One sentence for the terminal.
    package var description: String { "`\(path)`: \(reason)" }
}

/// Reports every use; for tests of commands that touch no files.
struct FailingFileAccess: FileAccess {
    let report: @Sendable (String) -> Void

    private func refused(_ path: String) -> FileError {
        report("the file `\(path)` was touched; set `files`")
        return FileError(path: path, reason: "files are closed in this context")
    }

    func status(of path: String) throws(FileError) -> FileStatus { throw refused(path) }
    func entries(of directory: String) throws(FileError) -> [DirectoryEntry] { throw refused(directory) }
    func contents(of path: String, limit: Int) throws(FileError) -> FileContents { throw refused(path) }
    func write(_ bytes: [UInt8], to path: String) throws(FileError) { throw refused(path) }
    func makeDirectory(_ path: String) throws(FileError) { throw refused(path) }
    func removeDirectory(_ path: String) throws(FileError) { throw refused(path) }
}
