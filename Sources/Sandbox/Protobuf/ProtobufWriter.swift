// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Writes the wire format of protocol buffers, as far as messages of texts and other messages need it.
struct ProtobufWriter: Sendable {
    private(set) var bytes: [UInt8] = []

    /// A message as a field of the one around it.
    mutating func message(_ number: Int, _ write: (inout ProtobufWriter) -> Void) {
        var inner = ProtobufWriter()
        write(&inner)
        field(number, inner.bytes)
    }

    mutating func text(_ number: Int, _ text: String) { field(number, Array(text.utf8)) }

    private mutating func field(_ number: Int, _ content: [UInt8]) {
        // What has a length is of wire type 2.
        varint(UInt64(number) << 3 | 2)
        varint(UInt64(content.count))
        bytes += content
    }

    private mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}
