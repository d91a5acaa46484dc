// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// The wire format of protocol buffers: tagged fields, one after the other.
struct ProtobufReader: Sendable {
    /// Why bytes are no message.
    struct Malformed: Error, Hashable {
        var offset: Int
    }

    /// The content of one field.
    enum Value: Sendable, Hashable {
        case number(UInt64)
        case bytes(ArraySlice<UInt8>)
    }

    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        rest = bytes
    }

    /// The next field; `nil` at the end.
    mutating func next() throws(Malformed) -> (number: Int, value: Value)? {
        guard !rest.isEmpty else { return nil }
        let tag = try varint()
        let number = Int(truncatingIfNeeded: tag >> 3)
        switch tag & 7 {
        case 0: return (number, .number(try varint()))
        case 1: return (number, .number(try fixed(8)))
        case 2:
            let length = try varint()
            guard length <= UInt64(rest.count) else { throw Malformed(offset: rest.startIndex) }
            let bytes = rest.prefix(Int(length))
            rest = rest.dropFirst(Int(length))
            return (number, .bytes(bytes))
        case 5: return (number, .number(try fixed(4)))
        default: throw Malformed(offset: rest.startIndex)
        }
    }

    private mutating func varint() throws(Malformed) -> UInt64 {
        var result: UInt64 = 0
        for shift in stride(from: 0, to: 70, by: 7) {
            guard let byte = rest.popFirst() else { throw Malformed(offset: rest.startIndex) }
            if shift < 64 { result |= UInt64(byte & 0x7F) << UInt64(shift) }
            if byte < 0x80 { return result }
        }
        throw Malformed(offset: rest.startIndex)
    }

    private mutating func fixed(_ count: Int) throws(Malformed) -> UInt64 {
        guard rest.count >= count else { throw Malformed(offset: rest.startIndex) }
        let value = rest.prefix(count).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        rest = rest.dropFirst(count)
        return value
    }
}
