// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Base64 in fields of the format `byte`, as far as an API server reads it the same way twice.
enum CELBase64 {
    /// The bytes of a text; `nil` also when it has a sign that is no letter or digit.
    ///
    /// Of those a server takes `+` and `/` when it looks at the format, and `-` and `_` when it evaluates a rule.
    static func bytes(_ text: String) -> [UInt8]? {
        let body = text.utf8.prefix { $0 != UInt8(ascii: "=") }
        let padding = text.utf8[body.endIndex...]
        guard (body.count + padding.count) % 4 == 0, padding.count < 3,
            padding.allSatisfy({ $0 == UInt8(ascii: "=") })
        else { return nil }
        var bytes: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for sign in body {
            guard let digit = digit(sign) else { return nil }
            // What was taken off already is shifted out, or stays above the byte that is taken next.
            bits = bits << 6 | digit
            count += 6
            guard count >= 8 else { continue }
            count -= 8
            bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
        }
        return bytes
    }

    private static func digit(_ sign: UInt8) -> UInt32? {
        switch sign {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(sign - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(sign - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(sign - UInt8(ascii: "0")) + 52
        default: nil
        }
    }
}
