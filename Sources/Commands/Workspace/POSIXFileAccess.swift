// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Glibc

/// The file system of the machine.
package struct POSIXFileAccess: FileAccess {
    /// Opens nothing yet.
    package init() {}

    /// Follows links, so that a link to a directory is a directory.
    package func status(of path: String) throws(FileError) -> FileStatus {
        var info = stat()
        guard stat(path, &info) == 0 else { throw FileError(path: path, errno: errno) }
        return FileStatus(info)
    }

    /// Sorted, so that the order of a walk does not depend on the file system.
    package func entries(of directory: String) throws(FileError) -> [DirectoryEntry] {
        guard let handle = opendir(directory) else { throw FileError(path: directory, errno: errno) }
        defer { closedir(handle) }
        var entries: [DirectoryEntry] = []
        while let pointer = readdir(handle) {
            let name = withUnsafePointer(to: &pointer.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard name != ".", name != ".." else { continue }
            entries.append(DirectoryEntry(name: name, kind: kind(of: pointer, under: directory, name: name)))
        }
        return entries.sorted { $0.name < $1.name }
    }

    /// Opens without waiting, so that a pipe with no writer cannot hang the run.
    package func contents(of path: String, limit: Int) throws(FileError) -> FileContents {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw FileError(path: path, errno: errno) }
        defer { close(descriptor) }
        var info = stat()
        guard fstat(descriptor, &info) == 0 else { throw FileError(path: path, errno: errno) }
        let status = FileStatus(info)
        guard status.kind == .regular else {
            throw FileError(path: path, errno: status.kind == .directory ? EISDIR : EINVAL)
        }
        // One byte more than the file has: a shorter answer is its end. Files of /proc say that they are empty, and are not.
        var capacity = min(limit, max(status.size, 0) + 1)
        var bytes = try [UInt8].reading(descriptor, capacity, path)
        while bytes.count < limit, bytes.count >= capacity || status.size == 0 {
            capacity = bytes.count + min(limit - bytes.count, 65_536)
            let chunk = try [UInt8].reading(descriptor, capacity - bytes.count, path)
            if chunk.isEmpty { break }
            bytes += chunk
        }
        return FileContents(status: status, bytes: bytes)
    }

    /// Writes beside the target and renames, so that an interrupted run leaves no half file.
    ///
    /// A link stays one: what it leads to is replaced. A file that is there keeps its mode.
    package func write(_ bytes: [UInt8], to path: String) throws(FileError) {
        let target = try resolved(path)
        var info = stat()
        let existing = stat(target, &info) == 0 ? FileStatus(info) : nil
        // What is no file, such as /dev/null or a pipe, is written into; a rename would put a file in its place.
        let isReplaced = existing.map { $0.kind == .regular } ?? true
        let written = isReplaced ? "\(target).\(getpid()).tmp" : target
        let creation = isReplaced ? O_CREAT | O_TRUNC : 0
        let descriptor = open(written, O_WRONLY | O_CLOEXEC | creation, 0o644)
        guard descriptor >= 0 else { throw FileError(path: path, errno: errno) }
        var problem: Int32 = 0
        if isReplaced, existing != nil, fchmod(descriptor, info.st_mode & 0o7777) != 0 { problem = errno }
        if problem == 0 { problem = Self.write(bytes, into: descriptor) }
        if close(descriptor) != 0, problem == 0 { problem = errno }
        if isReplaced, problem == 0, rename(written, target) != 0 { problem = errno }
        guard problem == 0 else {
            if isReplaced { unlink(written) }
            throw FileError(path: path, errno: problem)
        }
    }

    /// Writes everything; the error number, or 0.
    private static func write(_ bytes: [UInt8], into descriptor: Int32) -> Int32 {
        bytes.withUnsafeBytes { buffer in
            var offset = 0
            while offset < buffer.count {
                let count = Glibc.write(
                    descriptor,
                    buffer.baseAddress.map { $0 + offset },
                    buffer.count - offset
                )
                if count >= 0 { offset += count } else if errno != EINTR { return errno }
            }
            return 0
        }
    }

    /// Where a path leads once its last links are followed; the file there need not exist.
    private func resolved(_ path: String) throws(FileError) -> String {
        var path = path
        // As many as the kernel follows.
        for _ in 0..<40 {
            var info = stat()
            guard lstat(path, &info) == 0, FileStatus(info).kind == .link else { return path }
            let target = [UInt8](unsafeUninitializedCapacity: Int(PATH_MAX)) { buffer, count in
                let length = buffer.withMemoryRebound(to: CChar.self) { text in
                    text.baseAddress.map { readlink(path, $0, text.count) } ?? -1
                }
                count = max(length, 0)
            }
            guard !target.isEmpty else { throw FileError(path: path, errno: errno) }
            let text = String(decoding: target, as: UTF8.self)
            path = text.hasPrefix("/") ? text : Path.join(Path.parent(path), text)
        }
        throw FileError(path: path, errno: ELOOP)
    }

    /// Like `mkdir -p`.
    package func makeDirectory(_ path: String) throws(FileError) {
        if mkdir(path, 0o755) == 0 || errno == EEXIST { return }
        guard errno == ENOENT, path != "/", Path.parent(path) != path else {
            throw FileError(path: path, errno: errno)
        }
        try makeDirectory(Path.parent(path))
        guard mkdir(path, 0o755) == 0 || errno == EEXIST else { throw FileError(path: path, errno: errno) }
    }

    /// Like `rm -r`.
    package func removeDirectory(_ path: String) throws(FileError) {
        for entry in try entries(of: path) {
            let inner = Path.join(path, entry.name)
            if entry.kind == .directory {
                try removeDirectory(inner)
            } else if unlink(inner) != 0 {
                throw FileError(path: inner, errno: errno)
            }
        }
        guard rmdir(path) == 0 else { throw FileError(path: path, errno: errno) }
    }

    private func kind(
        of entry: UnsafeMutablePointer<dirent>,
        under directory: String,
        name: String
    ) -> FileStatus.Kind {
        switch Int(entry.pointee.d_type) {
        case DT_REG: return .regular
        case DT_DIR: return .directory
        case DT_LNK: return .link
        case DT_UNKNOWN:
            // Some file systems do not tell the type in the listing.
            var info = stat()
            return lstat(Path.join(directory, name), &info) == 0 ? FileStatus(info).kind : .other
        default: return .other
        }
    }
}

extension FileStatus {
    fileprivate init(_ info: stat) {
        let kind: Kind =
            switch info.st_mode & S_IFMT {
            case S_IFREG: .regular
            case S_IFDIR: .directory
            case S_IFLNK: .link
            default: .other
            }
        self.init(
            kind: kind,
            size: Int(info.st_size),
            identity: .init(device: UInt64(info.st_dev), number: UInt64(info.st_ino))
        )
    }
}

extension FileError {
    fileprivate init(path: String, errno code: Int32) {
        let reason =
            switch code {
            case ENOENT: "no such file or directory"
            case EACCES, EPERM: "permission denied"
            case EISDIR: "is a directory"
            case EINVAL: "is not a regular file"
            case ENOTDIR: "a part of the path is not a directory"
            case ELOOP: "the links go in a circle"
            default: String(cString: strerror(code))
            }
        self.init(path: path, reason: reason, isMissing: code == ENOENT || code == ENOTDIR)
    }
}

extension [UInt8] {
    fileprivate static func reading(
        _ descriptor: Int32,
        _ capacity: Int,
        _ path: String
    ) throws(FileError) -> [UInt8] {
        var problem: Int32 = 0
        let chunk = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            var got = Glibc.read(descriptor, buffer.baseAddress, capacity)
            while got < 0, errno == EINTR { got = Glibc.read(descriptor, buffer.baseAddress, capacity) }
            if got < 0 { problem = errno }
            count = Swift.max(got, 0)
        }
        guard problem == 0 else { throw FileError(path: path, errno: problem) }
        return chunk
    }
}
