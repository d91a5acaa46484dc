// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// A path with wildcards: `*` and `?` within one name, `**` for any number of folders.
struct PathPattern: Sendable, Hashable {
    private let parts: [[UInt8]]

    init(_ text: String) {
        let text = text.hasPrefix("./") ? String(text.dropFirst(2)) : text
        parts = text.split(separator: "/").map { Array($0.utf8) }
    }

    /// Whether a path, or a folder above it, is meant.
    func matches(_ path: String) -> Bool {
        let path = path.hasPrefix("./") ? String(path.dropFirst(2)) : path
        return matches(parts[...], path.split(separator: "/").map { Array($0.utf8) }[...])
    }

    private func matches(_ pattern: ArraySlice<[UInt8]>, _ names: ArraySlice<[UInt8]>) -> Bool {
        // What lies below a folder that is meant is meant, too.
        guard let first = pattern.first else { return true }
        if first == Array("**".utf8) {
            let rest = pattern.dropFirst()
            if rest.isEmpty { return true }
            return names.indices.contains { matches(rest, names[$0...]) }
        }
        guard let name = names.first, Self.matches(first[...], name[...]) else { return false }
        return matches(pattern.dropFirst(), names.dropFirst())
    }

    /// Goes back to the last `*` on a mismatch, so that the time is at most the product of both lengths.
    private static func matches(_ pattern: ArraySlice<UInt8>, _ name: ArraySlice<UInt8>) -> Bool {
        var (at, position) = (pattern.startIndex, name.startIndex)
        var star: (pattern: Int, name: Int)?
        while position < name.endIndex {
            if at < pattern.endIndex, pattern[at] == UInt8(ascii: "*") {
                star = (at, position)
                at += 1
            } else if at < pattern.endIndex, pattern[at] == UInt8(ascii: "?") || pattern[at] == name[position]
            {
                at += 1
                position += 1
            } else if let last = star {
                star = (last.pattern, last.name + 1)
                at = last.pattern + 1
                position = last.name + 1
            } else {
                return false
            }
        }
        return pattern[at...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
