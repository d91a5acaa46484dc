// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// A path with wildcards: `*` and `?` within one name, `**` for any number of folders.
struct PathPattern: Sendable, Hashable {
    private let glob: PathGlob

    init(_ text: String) {
        let names = Self.names(text).map { $0 == Array("**".utf8) ? nil : Glob($0, hasClasses: false) }
        // What lies below a folder that is meant is meant, too.
        glob = PathGlob(names + [nil])
    }

    /// Whether a path, or a folder above it, is meant.
    func matches(_ path: String) -> Bool { glob.matches(Self.names(path)) }

    private static func names(_ path: String) -> [[UInt8]] {
        let bytes = path.utf8.starts(with: "./".utf8) ? path.utf8.dropFirst(2) : path.utf8[...]
        return bytes.split(separator: UInt8(ascii: "/")).map(Array.init)
    }
}
