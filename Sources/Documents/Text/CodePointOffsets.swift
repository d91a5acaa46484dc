// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Finds the byte offset of a code point: libyaml's marks count code points, everything of ours counts bytes.
struct CodePointOffsets {
    private static let stride = 128

    private let bytes: UnsafeBufferPointer<UInt8>
    /// The byte offset of every 128th code point; empty for a text in ASCII, where both counts agree.
    private let samples: [Int]

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
        guard bytes.contains(where: { $0 >= 0x80 }) else {
            samples = []
            return
        }
        var samples: [Int] = []
        var codePoint = 0
        for index in bytes.indices where bytes[index] & 0xC0 != 0x80 {
            if codePoint.isMultiple(of: Self.stride) { samples.append(index) }
            codePoint += 1
        }
        self.samples = samples
    }

    /// The byte offset where a code point starts; the end of the text for all beyond it.
    func byteOffset(of codePoint: Int) -> Int {
        guard !samples.isEmpty else { return min(codePoint, bytes.count) }
        let slot = codePoint / Self.stride
        guard slot < samples.count else { return bytes.count }
        var offset = samples[slot]
        var remaining = codePoint % Self.stride
        while remaining > 0, offset < bytes.count {
            offset += 1
            while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
            remaining -= 1
        }
        return offset
    }
}
