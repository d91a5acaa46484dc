// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Glibc
import Kubernetes

extension SystemAccess {
    /// The machine that we run on; programs share our standard error.
    package static var live: SystemAccess { machine(hearing: nil) }

    /// The machine that we run on; `hear` takes the lines that a program writes to standard error, unless it may talk to a
    /// person: then it has ours.
    package static func machine(hearing hear: (@Sendable (_ line: String) -> Void)?) -> SystemAccess {
        SystemAccess(
            readFile: { readWhole($0) },
            keepFile: { keepWhole($0, $1) },
            environment: processEnvironment(),
            isInteractive: isatty(STDIN_FILENO) == 1,
            now: {
                var time = timespec()
                clock_gettime(CLOCK_REALTIME, &time)
                return Timestamp(seconds: Int64(time.tv_sec), nanoseconds: Int32(time.tv_nsec))
            },
            run: { (run) async throws(CredentialError) in
                try await ChildProcess.output(of: run, hearing: hear)
            }
        )
    }

    private static func readWhole(_ path: String) -> FileContent {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            let code = errno
            return code == ENOENT || code == ENOTDIR ? .missing : .unreadable(String(cString: strerror(code)))
        }
        defer { close(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(file, &buffer, buffer.count)
            guard count >= 0 else {
                if errno == EINTR { continue }
                return .unreadable(String(cString: strerror(errno)))
            }
            guard count > 0 else { return .content(bytes) }
            bytes += buffer[..<count]
        }
    }

    /// Writes beside the target and renames, so that nobody reads half a file.
    private static func keepWhole(_ path: String, _ content: [UInt8]) {
        guard let folder = parent(of: path), makeFolder(folder) else { return }
        let draft = "\(path).\(getpid())"
        let file = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { return }
        var rest = content[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            rest = rest.dropFirst(count)
        }
        let isClosed = close(file) == 0
        guard rest.isEmpty, isClosed, rename(draft, path) == 0 else {
            unlink(draft)
            return
        }
    }

    private static func makeFolder(_ path: String) -> Bool {
        if mkdir(path, 0o700) == 0 || errno == EEXIST { return true }
        guard errno == ENOENT, let folder = parent(of: path), makeFolder(folder) else { return false }
        return mkdir(path, 0o700) == 0 || errno == EEXIST
    }

    private static func parent(of path: String) -> String? {
        path.lastIndex(of: "/").flatMap { $0 == path.startIndex ? nil : String(path[..<$0]) }
    }

    private static func processEnvironment() -> [String: String] {
        var result: [String: String] = [:]
        var entry = environ
        while let text = entry.pointee {
            let parts = String(cString: text).split(
                separator: "=",
                maxSplits: 1,
                omittingEmptySubsequences: false
            )
            if parts.count == 2 { result[String(parts[0])] = String(parts[1]) }
            entry += 1
        }
        return result
    }
}
