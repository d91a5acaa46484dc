// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// The members of a JSON object in the order they were written; two objects with the same members are equal.
package struct JSONObject: Sendable {
    /// One name and its value.
    package typealias Member = (key: String, value: JSONValue)

    /// The members in order, with unique names.
    package private(set) var members: [Member]
    /// Positions by name, kept only for large objects, where a linear search would cost more.
    private var positions: [String: Int]?

    private static let indexingThreshold = 16

    /// An empty object.
    package init() {
        members = []
    }

    /// An empty object with room for so many members: many objects are kept, and growing leaves up to half of each empty.
    package init(capacity: Int) {
        members = []
        members.reserveCapacity(capacity)
    }

    /// Takes members in order; a later one with the same name replaces the earlier.
    package init(_ members: some Sequence<(String, JSONValue)>) {
        self.init(capacity: members.underestimatedCount)
        for (key, value) in members { self[key] = value }
    }

    /// Takes the members that have a value: `nil` is absence, never `null`.
    package init(present members: [(String, JSONValue?)]) {
        self.init(capacity: members.count { $0.1 != nil })
        for (key, value) in members { if let value { self[key] = value } }
    }

    /// Takes members whose names are known to be unique, such as those of a reader that has checked.
    package init(uniqueMembers: [Member]) {
        members = uniqueMembers
        reindex()
    }

    /// The number of members.
    package var count: Int { members.count }
    /// Whether there are no members.
    package var isEmpty: Bool { members.isEmpty }
    /// The names in order.
    package var keys: [String] { members.map(\.key) }

    /// A member's value; setting keeps its place or appends, and setting `nil` removes.
    package subscript(key: String) -> JSONValue? {
        get { position(of: key).map { members[$0].value } }
        set {
            switch (position(of: key), newValue) {
            case (let index?, let value?): members[index].value = value
            case (let index?, nil):
                members.remove(at: index)
                reindex()
            case (nil, let value?):
                members.append((key, value))
                if positions != nil { positions?[key] = members.count - 1 } else { reindex() }
            case (nil, nil): break
            }
        }
    }

    private func position(of key: String) -> Int? {
        if let positions { return positions[key] }
        return members.firstIndex { $0.key == key }
    }

    private mutating func reindex() {
        guard members.count > Self.indexingThreshold else {
            positions = nil
            return
        }
        var index: [String: Int] = [:]
        index.reserveCapacity(members.count * 2)
        for (position, member) in members.enumerated() { index[member.key] = position }
        positions = index
    }
}

extension JSONObject: Hashable {
    /// Same names with same values, in any order.
    package static func == (left: JSONObject, right: JSONObject) -> Bool {
        guard left.count == right.count else { return false }
        // Most that are compared are copies or of one origin, and in one order.
        return left.sharesMembers(with: right)
            || left.members.indices.allSatisfy { index in
                let (one, other) = (left.members[index], right.members[index])
                return one.key == other.key ? one.value == other.value : right[one.key] == one.value
            }
    }

    private func sharesMembers(with other: JSONObject) -> Bool {
        members.withUnsafeBufferPointer { own in
            other.members.withUnsafeBufferPointer { own.baseAddress == $0.baseAddress }
        }
    }

    /// Order-independent.
    package func hash(into hasher: inout Hasher) {
        var combined = 0
        for member in members {
            var inner = Hasher()
            inner.combine(member.key)
            inner.combine(member.value)
            combined ^= inner.finalize()
        }
        hasher.combine(combined)
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// Members in the order written; `nil` values are left out, so that absence needs no branching.
    package init(dictionaryLiteral elements: (String, JSONValue?)...) {
        self.init(present: elements)
    }
}

extension JSONObject: Sequence {
    /// Iterates over the members in order.
    package func makeIterator() -> IndexingIterator<[Member]> { members.makeIterator() }
}
