// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// A text that diagnostics can point into: its name as the user knows it, its bytes, and where its lines begin.
///
/// Offsets are UTF-8 byte offsets everywhere; lines and columns are computed only when something is shown.
package final class SourceFile: Sendable {
    /// The path as the user wrote it, or as found below the directory that they named.
    package let path: String
    /// The whole text, exactly as read.
    package let bytes: [UInt8]
    /// The byte offset of the first byte of every line; never empty.
    ///
    /// Lines end with LF, CR LF or a lone CR, as YAML and the Language Server Protocol count them.
    package let lineStarts: [Int]

    /// Wraps the bytes of a file.
    package init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
        var starts = [0]
        bytes.withUnsafeBufferPointer { buffer in
            for index in buffer.indices where buffer[index] == UInt8(ascii: "\n") {
                starts.append(index + 1)
            }
            // Almost no file has a carriage return, so that looking twice costs less than two comparisons a byte.
            guard buffer.contains(UInt8(ascii: "\r")) else { return }
            starts = [0]
            for index in buffer.indices {
                let isLoneReturn =
                    buffer[index] == UInt8(ascii: "\r")
                    && (index + 1 == buffer.count || buffer[index + 1] != UInt8(ascii: "\n"))
                if isLoneReturn || buffer[index] == UInt8(ascii: "\n") { starts.append(index + 1) }
            }
        }
        lineStarts = starts
    }

    /// Wraps a text that is already decoded.
    package convenience init(path: String, text: String) {
        self.init(path: path, bytes: Array(text.utf8))
    }

    /// A position as people count: both numbers from 1, the column in Unicode scalars.
    package struct Location: Sendable, Hashable {
        /// The line, from 1.
        package let line: Int
        /// The column, from 1, counted in Unicode scalars.
        package let column: Int
    }

    /// The index into `lineStarts` of the line that holds `offset`.
    package func lineIndex(at offset: Int) -> Int {
        var low = 0
        var high = lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        return low
    }

    /// The position of a byte offset.
    package func location(at offset: Int) -> Location {
        let clamped = min(max(offset, 0), bytes.count)
        let index = lineIndex(at: clamped)
        let scalars = bytes[lineStarts[index]..<clamped].reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
        return Location(line: index + 1, column: scalars + 1)
    }

    /// The bytes of a line (index from 0) without its line ending.
    package func line(_ index: Int) -> ArraySlice<UInt8> {
        let start = lineStarts[index]
        var end = index + 1 < lineStarts.count ? lineStarts[index + 1] - 1 : bytes.count
        if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        return bytes[start..<max(start, end)]
    }

    /// The same text with asterisks over some byte ranges; every other offset, line and column of it stays.
    func masking(_ ranges: [Range<Int>]) -> SourceFile {
        var masked = bytes
        for index in ranges.flatMap({ $0.clamped(to: 0..<masked.count) }) where masked[index] >= 0x20 {
            masked[index] = UInt8(ascii: "*")
        }
        return SourceFile(path: path, bytes: masked)
    }
}

extension SourceFile: Hashable {
    /// Two files are the same when they have the same path and bytes.
    package static func == (left: SourceFile, right: SourceFile) -> Bool {
        left === right || (left.path == right.path && left.bytes == right.bytes)
    }

    /// Hashes the path only: bytes are compared on collision.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(path)
    }
}
