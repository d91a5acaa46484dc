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

    /// Whether a text is base64; line breaks are allowed, as Go's decoder ignores them.
    static func isValid(_ text: String) -> Bool {
        let bytes = text.utf8.filter { $0 != 10 && $0 != 13 }
        guard bytes.count % 4 == 0 else { return false }
        let body = bytes.prefix { $0 != UInt8(ascii: "=") }
        let padding = bytes.count - body.count
        guard padding <= 2, bytes.suffix(padding).allSatisfy({ $0 == UInt8(ascii: "=") }) else {
            return false
        }
        return body.allSatisfy { alphabet.contains($0) }
    }

    /// How many bytes a text stands for, without its padding and line breaks.
    static func decodedSize(_ text: String) -> Int {
        text.utf8.count { $0 != 10 && $0 != 13 && $0 != UInt8(ascii: "=") } * 3 / 4
    }

    /// Where the first text of some members stops being base64, counted in bytes; `nil` when all of them are.
    static func firstMisfit(in members: JSONValue?) -> Int? {
        for member in members?.members ?? [:] {
            guard let text = member.value.string, !isValid(text) else { continue }
            return text.utf8.enumerated().first { !alphabet.contains($0.element) }?.offset ?? text.utf8.count
        }
        return nil
    }
}
