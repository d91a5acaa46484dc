// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// One line of a `.gitignore`, as gitignore(5) describes it.
///
/// Understood: comments, `!`, a leading or inner `/` that anchors, a trailing `/` for directories, `*`, `?`,
/// `[a-z]` and `[!a-z]`, `**` as a whole segment, and `\` before a special character.
struct IgnorePattern: Sendable, Hashable {
    /// Whether a match takes the path back in.
    let isNegated: Bool
    /// Whether only directories match.
    let isDirectoryOnly: Bool
    private let segments: [Segment]

    private enum Segment: Sendable, Hashable {
        /// `**`: any number of segments, none included.
        case anything
        case glob([UInt8])
    }

    /// Reads one line; `nil` for blank lines and comments.
    init?(line: some StringProtocol) {
        var bytes = Array(line.utf8)
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        while bytes.last == UInt8(ascii: " "), bytes.dropLast().last != UInt8(ascii: "\\") {
            bytes.removeLast()
        }
        guard let first = bytes.first, first != UInt8(ascii: "#") else { return nil }
        isNegated = first == UInt8(ascii: "!")
        if isNegated { bytes.removeFirst() }
        isDirectoryOnly = bytes.last == UInt8(ascii: "/")
        if isDirectoryOnly { bytes.removeLast() }
        guard !bytes.isEmpty else { return nil }
        let isAnchored = bytes.contains(UInt8(ascii: "/"))
        var segments: [Segment] = isAnchored ? [] : [.anything]
        for part in bytes.split(separator: UInt8(ascii: "/")) {
            segments.append(Array(part) == Array("**".utf8) ? .anything : .glob(Array(part)))
        }
        // `dir/**` means what is in `dir`, not `dir` itself.
        if segments.count > 1, segments.last == .anything { segments.append(.glob([UInt8(ascii: "*")])) }
        self.segments = segments
    }

    /// Whether the pattern is about a path, given as segments below the directory of the `.gitignore`.
    func matches(_ path: ArraySlice<[UInt8]>, isDirectory: Bool) -> Bool {
        (isDirectory || !isDirectoryOnly) && Self.matches(path, segments[...])
    }

    private static func matches(_ path: ArraySlice<[UInt8]>, _ pattern: ArraySlice<Segment>) -> Bool {
        guard let first = pattern.first else { return path.isEmpty }
        switch first {
        case .anything:
            let rest = pattern.dropFirst()
            return (path.startIndex...path.endIndex).contains { matches(path[$0...], rest) }
        case .glob(let glob):
            guard let name = path.first, Glob.matches(name[...], glob[...]) else { return false }
            return matches(path.dropFirst(), pattern.dropFirst())
        }
    }
}

/// Matches one path segment against `*`, `?`, `[…]` and `\`.
enum Glob {
    /// Whether the whole name matches the whole pattern.
    static func matches(_ name: ArraySlice<UInt8>, _ pattern: ArraySlice<UInt8>) -> Bool {
        var name = name
        var pattern = pattern
        while let symbol = pattern.first {
            switch symbol {
            case UInt8(ascii: "*"):
                let rest = pattern.drop { $0 == UInt8(ascii: "*") }
                return rest.isEmpty
                    || (name.startIndex...name.endIndex).contains { matches(name[$0...], rest) }
            case UInt8(ascii: "["):
                guard let byte = name.first, let end = classEnd(pattern) else { return false }
                guard isMember(byte, of: pattern[(pattern.startIndex + 1)..<end]) else { return false }
                pattern = pattern[(end + 1)...]
            case UInt8(ascii: "?"):
                guard !name.isEmpty else { return false }
                pattern = pattern.dropFirst()
            default:
                if symbol == UInt8(ascii: "\\"), pattern.count > 1 { pattern = pattern.dropFirst() }
                guard name.first == pattern.first else { return false }
                pattern = pattern.dropFirst()
            }
            name = name.dropFirst()
        }
        return name.isEmpty
    }

    private static func classEnd(_ pattern: ArraySlice<UInt8>) -> Int? {
        // A `]` that comes first, or first after `!`, is a member of the class.
        let body = pattern.dropFirst(pattern.dropFirst().first.map(isNegation) == true ? 3 : 2)
        return body.firstIndex(of: UInt8(ascii: "]"))
    }

    private static func isNegation(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "!") || byte == UInt8(ascii: "^")
    }

    private static func isMember(_ byte: UInt8, of members: ArraySlice<UInt8>) -> Bool {
        let isNegated = members.first.map(isNegation) == true
        var rest = isNegated ? members.dropFirst() : members
        var isFound = false
        while let low = rest.first {
            let range = rest.prefix(3)
            if range.count == 3, range[range.startIndex + 1] == UInt8(ascii: "-"), let high = range.last {
                if low <= byte, byte <= high { isFound = true }
                rest = rest.dropFirst(3)
            } else {
                if low == byte { isFound = true }
                rest = rest.dropFirst()
            }
        }
        return isFound != isNegated
    }
}
