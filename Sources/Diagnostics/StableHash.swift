// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// A 64-bit hash that is the same on every machine and in every run: FNV-1a with a final mix.
package struct StableHash: Sendable, Hashable {
    /// Offset basis of 64-bit FNV-1a.
    private var hash: UInt64 = 0xcbf2_9ce4_8422_2325

    /// Starts without content.
    package init() {}

    /// Hashes bytes.
    package init(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { add(byte) }
    }

    /// Takes one more byte in.
    package mutating func add(_ byte: UInt8) {
        hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
    }

    /// All 64 bits, behind the finaliser of MurmurHash3: FNV alone leaves the last bytes' influence in few bits.
    package var value: UInt64 {
        var bits = hash
        bits = (bits ^ bits >> 33) &* 0xff51_afd7_ed55_8ccd
        bits = (bits ^ bits >> 33) &* 0xc4ce_b9fe_1a85_ec53
        return bits ^ bits >> 33
    }

    /// Sixteen digits.
    package var hexadecimal: String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
