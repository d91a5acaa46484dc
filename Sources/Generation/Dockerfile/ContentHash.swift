// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// A short digest that tells edited text from generated text.
///
/// FNV-1a with 64 bits (draft-eastlake-fnv): it finds accidents, and nobody gains anything by forging it.
enum ContentHash {
    /// The hash of a text as 16 hexadecimal digits.
    static func of(_ text: some StringProtocol) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 {
            hash ^= UInt64(byte)
            hash = hash &* 0x100_0000_01b3
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
