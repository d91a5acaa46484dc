// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// A tree as one run of bytes, for what is kept by the thousand and seldom read: some tenth of the memory.
///
/// It is no text, so that everything that can be in a tree comes back as it was, and reading it cannot fail. A string that
/// repeats is there once, and shared by what is read.
package struct PackedJSON: Sendable {
    /// Texts that many trees have, so that each of them need not.
    package final class Vocabulary: Sendable {
        /// The texts, in the order given.
        package let words: [String]
        fileprivate let places: [String: Int]

        /// Makes a vocabulary; the first sixty-four take the least room.
        package init(_ words: [String]) {
            self.words = words
            places = Dictionary(zip(words, 0...), uniquingKeysWith: { first, _ in first })
        }
    }

    private let bytes: [UInt8]
    private let vocabulary: Vocabulary

    /// Packs a tree.
    package init(_ value: JSONValue, with vocabulary: Vocabulary = Vocabulary([])) {
        self.vocabulary = vocabulary
        var packer = JSONPacker(vocabulary: vocabulary)
        packer.add(value)
        // A copy of the right size: what has grown is up to half empty.
        bytes = [UInt8](unsafeUninitializedCapacity: packer.bytes.count) { copy, count in
            count = copy.initialize(fromContentsOf: packer.bytes)
        }
    }

    /// The tree, made anew each time.
    package var value: JSONValue {
        bytes.withUnsafeBufferPointer { bytes in
            var unpacker = JSONUnpacker(bytes: bytes, vocabulary: vocabulary)
            return unpacker.value()
        }
    }

    /// How many bytes it takes.
    package var count: Int { bytes.count }
}

/// What the next value is.
private enum Tag: UInt8 {
    case null, no, yes, integer, decimal, string, array, object
}

/// Writes trees as bytes: a tag, then numbers of seven bits to a byte, texts, and members in order.
private struct JSONPacker {
    var bytes: [UInt8] = []
    private let vocabulary: PackedJSON.Vocabulary
    /// The texts so far that are not in the vocabulary.
    private var texts: [String] = []
    private var places: [String: Int] = [:]

    init(vocabulary: PackedJSON.Vocabulary) { self.vocabulary = vocabulary }

    mutating func add(_ value: JSONValue) {
        switch value {
        case .null: add(Tag.null)
        case .bool(let value): add(value ? Tag.yes : Tag.no)
        case .integer(let value):
            add(Tag.integer)
            // Small ones of either sign are short.
            add(UInt64(bitPattern: value << 1 ^ value >> 63))
        case .decimal(let literal):
            add(Tag.decimal)
            add(literal)
        case .string(let value):
            add(Tag.string)
            add(value)
        case .array(let elements):
            add(Tag.array)
            add(UInt64(elements.count))
            for element in elements { add(element) }
        case .object(let members):
            add(Tag.object)
            add(UInt64(members.count))
            for member in members {
                add(member.key)
                add(member.value)
            }
        }
    }

    private mutating func add(_ tag: Tag) { bytes.append(tag.rawValue) }

    private mutating func add(_ number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// The place of a text that was there before, or its length and itself.
    private mutating func add(_ text: String) {
        let utf8 = text.utf8
        // Strings are equal that are written in different bytes, such as letters with accents, or a K and the sign for kelvin.
        if let place = vocabulary.places[text], utf8.elementsEqual(vocabulary.words[place].utf8) {
            return add(UInt64(place) << 1 | 1)
        }
        if let place = places[text], utf8.elementsEqual(texts[place].utf8) {
            return add(UInt64(vocabulary.words.count + place) << 1 | 1)
        }
        add(UInt64(utf8.count) << 1)
        bytes.append(contentsOf: utf8)
        places[text] = texts.count
        texts.append(text)
    }
}

/// Reads what a packer has written.
private struct JSONUnpacker {
    let bytes: UnsafeBufferPointer<UInt8>
    private let vocabulary: PackedJSON.Vocabulary
    private var position = 0
    private var texts: [String] = []

    init(bytes: UnsafeBufferPointer<UInt8>, vocabulary: PackedJSON.Vocabulary) {
        self.bytes = bytes
        self.vocabulary = vocabulary
    }

    mutating func value() -> JSONValue {
        switch tag() {
        case .null: return .null
        case .no: return .bool(false)
        case .yes: return .bool(true)
        case .integer:
            let number = number()
            return .integer(Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1))
        case .decimal: return .decimal(text())
        case .string: return .string(text())
        case .array:
            let count = Int(number())
            var elements: [JSONValue] = []
            elements.reserveCapacity(count)
            for _ in 0..<count { elements.append(value()) }
            return .array(elements)
        case .object:
            let count = Int(number())
            var members: [JSONObject.Member] = []
            members.reserveCapacity(count)
            for _ in 0..<count { members.append((text(), value())) }
            return .object(JSONObject(uniqueMembers: members))
        }
    }

    private mutating func tag() -> Tag {
        guard let tag = Tag(rawValue: byte()) else { preconditionFailure("not written by a packer") }
        return tag
    }

    private mutating func byte() -> UInt8 {
        defer { position += 1 }
        return bytes[position]
    }

    private mutating func number() -> UInt64 {
        var number: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let byte = byte()
            number |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return number }
            shift += 7
        }
    }

    private mutating func text() -> String {
        let head = number()
        if head & 1 == 1 {
            let place = Int(head >> 1)
            let known = vocabulary.words
            return place < known.count ? known[place] : texts[place - known.count]
        }
        let end = position + Int(head >> 1)
        defer { position = end }
        let text = String(decoding: bytes[position..<end], as: UTF8.self)
        texts.append(text)
        return text
    }
}
