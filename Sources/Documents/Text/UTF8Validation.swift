// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Finds bytes that are not UTF-8.
package enum UTF8Validation {
    /// The first bytes that are not UTF-8; the range covers one maximal broken sequence, and is never empty.
    package static func firstInvalidRange(in bytes: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
        var index = 0
        while index < bytes.count {
            if bytes[index] < 0x80 {
                index += 1
                continue
            }
            guard let form = Form(lead: bytes[index]) else { return index..<index + 1 }
            for offset in 1..<form.length {
                let valid = offset == 1 ? form.second : 0x80...0xBF
                guard index + offset < bytes.count, valid.contains(bytes[index + offset]) else {
                    return index..<index + offset
                }
            }
            index += form.length
        }
        return nil
    }

    /// The first bytes that are not UTF-8.
    package static func firstInvalidRange(in bytes: [UInt8]) -> Range<Int>? {
        bytes.withUnsafeBufferPointer { firstInvalidRange(in: $0) }
    }

    /// The well-formed sequences that a lead byte can begin: table 3-7 of the Unicode standard.
    private struct Form {
        let length: Int
        let second: ClosedRange<UInt8>

        init?(lead: UInt8) {
            switch lead {
            case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
            case 0xE0: (length, second) = (3, 0xA0...0xBF)
            case 0xE1...0xEC, 0xEE...0xEF: (length, second) = (3, 0x80...0xBF)
            case 0xED: (length, second) = (3, 0x80...0x9F)
            case 0xF0: (length, second) = (4, 0x90...0xBF)
            case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
            case 0xF4: (length, second) = (4, 0x80...0x8F)
            default: return nil
            }
        }
    }
}
