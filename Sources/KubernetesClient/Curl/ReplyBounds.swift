// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Keeps a reply from filling the memory: a small one may unpack to anything, and a head may go on for ever.
struct ReplyBounds: Sendable {
    private static let longestHead = 1 << 20

    /// How many bytes the body may have, unpacked.
    private let largest: Int
    private var head = 0
    private var body = 0
    /// What there is too much of.
    private(set) var excess: String?

    init(largest: Int) {
        self.largest = largest
    }

    /// Counts a part of the head; false when there is too much.
    mutating func takesHead(_ count: Int) -> Bool {
        head += count
        if head > Self.longestHead {
            excess = "the head of the reply is larger than \(Self.longestHead >> 10) KiB"
        }
        return excess == nil
    }

    /// Whether a piece of the body fits.
    mutating func fitsBody(_ count: Int) -> Bool {
        if body + count > largest { excess = "the reply is larger than \(largest >> 20) MiB" }
        return excess == nil
    }

    /// Counts a piece of the body that was taken.
    mutating func takeBody(_ count: Int) { body += count }
}
