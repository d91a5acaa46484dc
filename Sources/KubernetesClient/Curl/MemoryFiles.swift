// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import CCurl
import Glibc

/// Files for what libcurl takes only as such: without a name and in memory, so that no key comes to a disk.
///
/// libcurl tells by the path whether a connection was made with another certificate (C4.6). So a path stands for the same
/// bytes as long as this lives, and a file is not closed before.
final class MemoryFiles {
    private var files: [[UInt8]: Int32] = [:]

    deinit {
        for file in files.values { close(file) }
    }

    /// The path of a file with these bytes; `nil` where there can be none.
    func path(of bytes: [UInt8]) -> String? {
        if let file = files[bytes] { return Self.path(file) }
        let file = ccurl_memory_file("msctl")
        guard file >= 0 else { return nil }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                close(file)
                return nil
            }
            rest = rest.dropFirst(count)
        }
        files[bytes] = file
        return Self.path(file)
    }

    /// Whoever opens it reads from the start.
    private static func path(_ file: Int32) -> String { "/proc/self/fd/\(file)" }
}
