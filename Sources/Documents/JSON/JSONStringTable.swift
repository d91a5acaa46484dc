// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Shares strings that repeat: API lists and watches have thousands of objects with the same few names, times, images and
/// owners.
///
/// Each slot holds the last string that fell into it, so that what does not repeat costs one comparison and is forgotten.
package struct JSONStringTable: Sendable {
    /// Longer strings are messages, which seldom repeat.
    static let longest = 64

    private static let slotCount = 1024
    private var slots: [String?] = []

    /// Makes a table; it takes memory once it is used.
    package init() {}

    /// The string for some text in ASCII without escapes.
    mutating func string(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        // Small strings live inside the value: sharing them would gain nothing.
        if bytes.count <= 15 { return String(decoding: bytes, as: UTF8.self) }
        if slots.isEmpty { slots = Array(repeating: nil, count: Self.slotCount) }
        var hash: UInt32 = 2_166_136_261
        for byte in bytes { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        let slot = Int(hash ^ hash >> 15) & (Self.slotCount - 1)
        if let known = slots[slot], known.utf8.count == bytes.count, known.utf8.elementsEqual(bytes) {
            return known
        }
        let string = String(decoding: bytes, as: UTF8.self)
        slots[slot] = string
        return string
    }
}
