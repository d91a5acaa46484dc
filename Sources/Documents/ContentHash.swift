// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

/// A stable 64-bit fingerprint of content, for names that change when the content does.
///
/// It answers "is this the same text that we generated?", never "did someone tamper with it?": whoever could forge a
/// collision can as well edit the object itself. So no cryptography is needed; FNV-1a with a final mix spreads well
/// enough that two revisions of one object collide about once in 2^50 at the ten characters shown.
package struct ContentHash: Sendable, Hashable, CustomStringConvertible {
    /// All 64 bits.
    package let value: UInt64

    /// Fingerprints bytes.
    package init(_ bytes: some Sequence<UInt8>) {
        var state = State()
        for byte in bytes { state.add(byte) }
        value = state.mixed
    }

    /// Fingerprints a text by its UTF-8.
    package init(_ text: String) {
        self.init(text.utf8)
    }

    /// Fingerprints a tree; the order of members does not count, as it does not count for equality.
    package init(_ json: JSONValue) {
        var state = State()
        state.add(json)
        value = state.mixed
    }

    /// Ten lower-case letters and digits (Crockford's base 32), safe at the end of a Kubernetes name.
    package var description: String {
        let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
        let characters = (0..<10).map { alphabet[Int(value >> (5 * UInt64(9 - $0)) & 31)] }
        return String(decoding: characters, as: UTF8.self)
    }

    private struct State {
        private var hash = StableHash()

        var mixed: UInt64 { hash.value }

        mutating func add(_ byte: UInt8) { hash.add(byte) }

        /// Adds a kind and a length before the content, so that neighbouring texts cannot run together.
        private mutating func add(_ kind: Unicode.Scalar, _ text: String) {
            add(UInt8(ascii: kind))
            addCount(text.utf8.count)
            var text = text
            text.withUTF8 { bytes in
                for byte in bytes { add(byte) }
            }
        }

        private mutating func addCount(_ count: Int) {
            for shift in stride(from: 0, to: 32, by: 8) { add(UInt8(truncatingIfNeeded: count >> shift)) }
        }

        mutating func add(_ json: JSONValue) {
            switch json {
            case .null: add(UInt8(ascii: "n"))
            case .bool(let value): add(UInt8(ascii: value ? "t" : "f"))
            case .integer(let value): add("#", String(value))
            case .decimal(let literal): add("#", literal)
            case .string(let text): add("s", text)
            case .array(let elements):
                add(UInt8(ascii: "a"))
                addCount(elements.count)
                for element in elements { add(element) }
            case .object(let object):
                add(UInt8(ascii: "o"))
                addCount(object.count)
                let sorted = object.members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
                for member in sorted {
                    add("k", member.key)
                    add(member.value)
                }
            }
        }
    }
}
