// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// Base64 as RFC 4648 §4 defines it, with padding.
enum Base64 {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8
    )

    static func encode(_ bytes: [UInt8]) -> String {
        var output: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let chunk = bytes[start..<min(start + 3, bytes.count)]
            let word = chunk.enumerated().reduce(UInt32(0)) {
                $0 | UInt32($1.element) << (16 - 8 * $1.offset)
            }
            for position in 0..<4 {
                let digit = alphabet[Int(word >> (18 - 6 * position) & 63)]
                output.append(position <= chunk.count ? digit : UInt8(ascii: "="))
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    private static let isDigit: [Bool] = {
        var digits = [Bool](repeating: false, count: 256)
        for digit in alphabet { digits[Int(digit)] = true }
        return digits
    }()

    private static func isBreak(_ byte: UInt8) -> Bool { byte == 10 || byte == 13 }

    /// Where Go's decoder says that a text stops being base64, counted in bytes; `nil` for one that is.
    ///
    /// Line breaks count for nothing. A group of four that is not full is blamed on its first digit.
    static func misfit(of text: String) -> Int? {
        let bytes = Array(text.utf8)
        let padding = UInt8(ascii: "=")
        var digits = 0
        for (place, byte) in bytes.enumerated() where !isBreak(byte) {
            if isDigit[Int(byte)] {
                digits = (digits + 1) % 4
                continue
            }
            guard byte == padding, digits >= 2 else { return place }
            var rest = bytes[(place + 1)...].drop(while: isBreak)
            if digits == 2 {
                guard let second = rest.first else { return bytes.count }
                guard second == padding else { return rest.startIndex - 1 }
                rest = rest.dropFirst().drop(while: isBreak)
            }
            return rest.isEmpty ? nil : rest.startIndex
        }
        return digits == 0 ? nil : bytes.count - digits
    }

    /// How many bytes a text stands for, without its padding and line breaks.
    static func decodedSize(_ text: String) -> Int {
        text.utf8.count { $0 != 10 && $0 != 13 && $0 != UInt8(ascii: "=") } * 3 / 4
    }

    /// Where the first text of some members that is no base64 stops being it; `nil` when all of them are.
    static func firstMisfit(in members: JSONValue?) -> Int? {
        for member in members?.members ?? [:] {
            if let text = member.value.string, let place = misfit(of: text) { return place }
        }
        return nil
    }

    /// The bytes that a text stands for; `nil` for one that is no base64.
    static func decode(_ text: String) -> [UInt8]? {
        guard misfit(of: text) == nil else { return nil }
        var output: [UInt8] = []
        var (word, bits) = (UInt32(0), 0)
        for digit in text.utf8 where isDigit[Int(digit)] {
            word = word << 6 | UInt32(alphabet.firstIndex(of: digit) ?? 0)
            bits += 6
            guard bits >= 8 else { continue }
            bits -= 8
            output.append(UInt8(truncatingIfNeeded: word >> UInt32(bits)))
        }
        return output
    }
}
