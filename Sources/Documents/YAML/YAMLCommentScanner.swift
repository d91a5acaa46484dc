// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

/// Finds comments, which libyaml drops, between the scalars that it reports.
///
/// What lies outside scalars is only indentation, indicators, anchors, tags and comments: so there is no second
/// scanner that could disagree with libyaml about quotes and block scalars.
struct YAMLCommentScanner {
    private let file: SourceFile
    private var position = 0
    private(set) var found: [SourceSpan] = []

    init(file: SourceFile) {
        self.file = file
    }

    /// Looks for comments up to an offset.
    mutating func reach(_ end: Int) {
        while position < end {
            if file.bytes[position] == UInt8(ascii: "#"), startsComment(position) {
                let start = position
                while position < file.bytes.count, file.bytes[position] != UInt8(ascii: "\n") {
                    position += 1
                }
                var last = position
                if last > start, file.bytes[last - 1] == UInt8(ascii: "\r") { last -= 1 }
                found.append(SourceSpan(file: file, range: start..<last))
            } else {
                position += 1
            }
        }
    }

    /// Looks for comments before a scalar, and goes on behind it.
    mutating func skip(_ scalar: Range<Int>, style: YAMLScalar.Style) {
        reach(scalar.lowerBound)
        if style == .literal || style == .folded {
            // A comment may follow the `|` on its own line.
            let lineEnd = file.bytes[scalar].firstIndex(of: UInt8(ascii: "\n")) ?? scalar.upperBound
            reach(lineEnd)
        }
        position = max(position, scalar.upperBound)
    }

    /// Looks for comments in the rest of the file.
    mutating func finish() {
        reach(file.bytes.count)
    }

    /// A `#` inside an anchor or a tag is a letter like any other.
    private func startsComment(_ index: Int) -> Bool {
        guard index > 0 else { return true }
        switch file.bytes[index - 1] {
        case ...0x20,
            0xBF where index == 3:
            return true
        case UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"),
            UInt8(ascii: "\""), UInt8(ascii: "'"):
            return true
        default: return false
        }
    }
}
