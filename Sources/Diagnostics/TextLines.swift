// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Swift takes CR LF for one character, so that `split(separator: "\n")` never finds the lines of a file from Windows: texts that
/// come from files are split here, or by ``SourceFile``.
extension StringProtocol {
    /// The lines without their ends: LF, CR LF or a lone CR; behind the last end stands a line more, often an empty one.
    package var textLines: [SubSequence] {
        split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
    }

    /// The same text with every CR LF as LF, to compare it with what msctl would write.
    package var withoutReturns: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(utf8.count)
        for byte in utf8 {
            if byte == UInt8(ascii: "\n"), bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension SourceFile {
    /// What ends the first line, so that edits end theirs alike; LF where there is only one line.
    package var lineBreak: String {
        guard lineStarts.count > 1 else { return "\n" }
        let end = lineStarts[1]
        if bytes[end - 1] == UInt8(ascii: "\r") { return "\r" }
        return end > 1 && bytes[end - 2] == UInt8(ascii: "\r") ? "\r\n" : "\n"
    }
}
