// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics

/// What is left of several lines once they are joined, with the place in the file of every byte.
package struct JoinedText: Sendable, Hashable {
    /// The file that it comes from.
    package let file: SourceFile
    /// The joined bytes.
    package private(set) var bytes: [UInt8] = []
    private var offsets: [Int] = []
    /// Where the text would stand when it is empty.
    private let start: Int

    /// Begins empty at a place in a file.
    package init(file: SourceFile, start: Int) {
        self.file = file
        self.start = start
    }

    /// Appends bytes of the file.
    mutating func append(_ range: Range<Int>) {
        bytes += file.bytes[range]
        offsets += range
    }

    /// The text, decoded.
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The text of a range, decoded.
    package func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    /// The part of the file between the first and the last byte of a range, what was joined away included.
    package func span(_ range: Range<Int>) -> SourceSpan {
        guard let first = range.first, let last = range.last, last < offsets.count else {
            let place =
                range.lowerBound < offsets.count ? offsets[range.lowerBound] : (offsets.last ?? start - 1) + 1
            return SourceSpan(file: file, range: place..<place)
        }
        return SourceSpan(file: file, range: offsets[first]..<offsets[last] + 1)
    }

    /// The whole text's place.
    package var span: SourceSpan { span(bytes.indices) }

    /// A part of the text that remembers its places.
    func slice(_ range: Range<Int>) -> JoinedText {
        var part = JoinedText(file: file, start: span(range).range.lowerBound)
        part.bytes = Array(bytes[range])
        part.offsets = Array(offsets[range])
        return part
    }
}
