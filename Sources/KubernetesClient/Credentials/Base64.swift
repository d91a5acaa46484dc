// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Base64 of RFC 4648 §4, as kubeconfig's `*-data` fields and basic authentication use it.
package enum Base64 {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8
    )

    /// The text of some bytes, padded.
    package static func encode(_ bytes: [UInt8]) -> String {
        var output: [UInt8] = []
        output.reserveCapacity((bytes.count + 2) / 3 * 4)
        func append(_ bits: UInt32, _ count: Int) {
            for position in 0..<4 {
                let index = Int(bits >> UInt32(18 - 6 * position)) & 0x3F
                output.append(position <= count ? alphabet[index] : UInt8(ascii: "="))
            }
        }
        let whole = bytes.count - bytes.count % 3
        for start in stride(from: 0, to: whole, by: 3) {
            append(UInt32(bytes[start]) << 16 | UInt32(bytes[start + 1]) << 8 | UInt32(bytes[start + 2]), 3)
        }
        if whole < bytes.count {
            let last = whole + 1 < bytes.count ? UInt32(bytes[whole + 1]) << 8 : 0
            append(UInt32(bytes[whole]) << 16 | last, bytes.count - whole)
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// The bytes of a text; line breaks and spaces are skipped, anything else that does not belong makes it `nil`.
    package static func decode(_ text: String) -> [UInt8]? {
        var output: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        var padding = 0
        for byte in text.utf8 where ![0x0A, 0x0D, 0x20].contains(byte) {
            if byte == UInt8(ascii: "=") {
                padding += 1
                continue
            }
            guard padding == 0, let value = value(of: byte) else { return nil }
            bits = bits << 6 | value
            count += 1
            guard count % 4 == 0 else { continue }
            output += [
                UInt8(truncatingIfNeeded: bits >> 16), UInt8(truncatingIfNeeded: bits >> 8),
                UInt8(truncatingIfNeeded: bits),
            ]
            bits = 0
        }
        switch (count % 4, padding) {
        case (0, 0): return output
        case (2, 2): return output + [UInt8(truncatingIfNeeded: bits >> 4)]
        case (3, 1):
            return output + [UInt8(truncatingIfNeeded: bits >> 10), UInt8(truncatingIfNeeded: bits >> 2)]
        default: return nil
        }
    }

    private static func value(of byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
