// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Cuts bytes that come in pieces into lines: pure.
struct LineSplitter: Sendable {
    private var pending: [UInt8] = []
    /// Where the unread part of `pending` starts, so that many short lines in one piece cost one pass.
    private var start = 0
    private var searched = 0

    /// Takes the next piece.
    mutating func take(_ piece: [UInt8]) {
        pending.removeFirst(start)
        start = 0
        searched = pending.count
        pending += piece
    }

    /// The next whole line without its line break; `nil` when more has to come first.
    mutating func next() -> [UInt8]? {
        guard let end = pending[searched...].firstIndex(of: UInt8(ascii: "\n")) else {
            searched = pending.count
            return nil
        }
        defer {
            start = end + 1
            searched = start
        }
        return Array(pending[start..<end])
    }

    /// How many bytes there are of a line whose end has not come.
    var unfinished: Int { pending.count - start }

    /// What there is of a line whose end has not come, as if it ended here, but not within a character.
    mutating func cut() -> [UInt8] {
        let last = pending[start...].suffix(4).lastIndex { $0 & 0xC0 != 0x80 }
        let end = last.map { pending[$0] >= 0xC0 && $0 > start ? $0 : pending.count } ?? pending.count
        defer {
            start = end
            searched = pending.count
        }
        return Array(pending[start..<end])
    }

    /// What stands after the last line break, at the end of everything; `nil` for nothing.
    mutating func end() -> [UInt8]? {
        defer {
            pending = []
            start = 0
            searched = 0
        }
        return start < pending.count ? Array(pending[start...]) : nil
    }
}
