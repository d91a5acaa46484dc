// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

/// What the columns of positions count; editors and servers agree on one at the start.
package enum PositionEncoding: String, Sendable, Hashable {
    case utf8 = "utf-8"
    case utf16 = "utf-16"
    case utf32 = "utf-32"

    /// The one to use: UTF-8 where the editor offers it, because offsets are bytes here; UTF-16 is what all know.
    static func negotiated(_ offered: [String]) -> PositionEncoding {
        offered.contains(utf8.rawValue) ? .utf8 : .utf16
    }

    /// How many units a scalar takes that begins with a byte; continuation bytes take none.
    private func units(leading byte: UInt8) -> Int {
        switch self {
        case .utf8: 1
        case .utf16: byte & 0xC0 == 0x80 ? 0 : byte >= 0xF0 ? 2 : 1
        case .utf32: byte & 0xC0 == 0x80 ? 0 : 1
        }
    }

    /// The position of a byte offset: both numbers from 0.
    func position(of offset: Int, in file: SourceFile) -> JSONValue {
        let clamped = min(max(offset, 0), file.bytes.count)
        let line = file.lineIndex(at: clamped)
        let column = file.bytes[file.lineStarts[line]..<clamped].reduce(0) { $0 + units(leading: $1) }
        return ["line": .integer(Int64(line)), "character": .integer(Int64(column))]
    }

    /// Both ends of a piece of text.
    func range(of range: Range<Int>, in file: SourceFile) -> JSONValue {
        [
            "start": position(of: range.lowerBound, in: file),
            "end": position(of: range.upperBound, in: file),
        ]
    }

    /// The byte offset of a position; beyond the end of a line or of the text, that end.
    ///
    /// It is `nil` when there is no position.
    func offset(of position: JSONValue?, in file: SourceFile) -> Int? {
        guard let line = position?["line"]?.integer, let column = position?["character"]?.integer, line >= 0,
            column >= 0
        else { return nil }
        guard line < file.lineStarts.count else { return file.bytes.count }
        var rest = column
        let bytes = file.line(Int(line))
        for (index, byte) in zip(bytes.indices, bytes) {
            let isStart = byte & 0xC0 != 0x80
            if isStart, rest <= 0 { return index }
            rest -= Int64(units(leading: byte))
        }
        return bytes.endIndex
    }

    /// The byte range of two positions; `nil` when they are none.
    func range(of range: JSONValue?, in file: SourceFile) -> Range<Int>? {
        guard let start = offset(of: range?["start"], in: file), let end = offset(of: range?["end"], in: file)
        else { return nil }
        return min(start, end)..<max(start, end)
    }
}
