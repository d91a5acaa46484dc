// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// A piece of a source text: half-open, in UTF-8 bytes.
package struct SourceSpan: Sendable, Hashable, CustomStringConvertible {
    /// The text pointed into.
    package let file: SourceFile
    // Half the size of a `Range<Int>`: a system of ten thousand services holds millions of spans.
    private let lower: UInt32
    private let upper: UInt32

    /// The byte range pointed at.
    package var range: Range<Int> { Int(lower)..<Int(upper) }

    /// Points at a byte range of a file; files end below 4 GiB.
    package init(file: SourceFile, range: Range<Int>) {
        self.file = file
        lower = UInt32(clamping: range.lowerBound)
        upper = UInt32(clamping: range.upperBound)
    }

    /// Where the span starts, as people count.
    package var start: SourceFile.Location { file.location(at: range.lowerBound) }

    /// Where the span ends (exclusive), as people count.
    package var end: SourceFile.Location { file.location(at: range.upperBound) }

    /// `path:line:column`, the form that editors and terminals make clickable.
    package var description: String { "\(file.path):\(start.line):\(start.column)" }

    /// The text under the span.
    package var text: String {
        let clamped = range.clamped(to: 0..<file.bytes.count)
        return String(decoding: file.bytes[clamped], as: UTF8.self)
    }
}

/// A value and the text that it was read from.
package struct Located<Value> {
    /// The decoded value.
    package var value: Value
    /// The text it came from.
    package var span: SourceSpan

    /// Pairs a value with its text.
    package init(_ value: Value, at span: SourceSpan) {
        self.value = value
        self.span = span
    }

    /// Keeps the span and changes the value.
    package func map<Other>(_ transform: (Value) throws -> Other) rethrows -> Located<Other> {
        Located<Other>(try transform(value), at: span)
    }
}

extension Located: Sendable where Value: Sendable {}
extension Located: Equatable where Value: Equatable {}
extension Located: Hashable where Value: Hashable {}
