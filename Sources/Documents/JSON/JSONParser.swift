// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// The recursive descent behind ``JSONReader``, over memory that outlives it.
struct JSONParser {
    /// Where the text stops being JSON, and why.
    struct Problem: Error {
        let offset: Int
        let message: String
    }

    let bytes: UnsafeBufferPointer<UInt8>
    var position = 0
    private var remainingDepth: Int
    private let depth: Int
    /// The strings that have come so far and may come again.
    var strings = JSONStringTable()
    /// What takes the elements of one member of the outermost object, and its name.
    private var listing: (name: String, take: (JSONValue) -> Void)?
    /// Names that came twice, when that is allowed; `nil` when it is not.
    private(set) var duplicates: [Duplicate]?
    /// The members and elements on the way here, kept only for ``duplicates``.
    private var path: [String] = []
    /// What has been read of the objects and arrays that are still open, the innermost last: a closed one is made at
    /// once in its size, where growing one by one would leave up to half of each empty.
    private var members: [JSONObject.Member] = []
    private var elements: [JSONValue] = []

    /// A name that came twice in one object.
    struct Duplicate {
        let offset: Int
        let path: String
    }

    /// Lets the later of two members of one name win, and remembers the name.
    mutating func allowDuplicates() { duplicates = [] }

    /// Hands over the elements of one member of the outermost object as they come, instead of keeping them.
    mutating func handOver(_ name: String, to take: @escaping (JSONValue) -> Void) { listing = (name, take) }

    init(_ bytes: UnsafeBufferPointer<UInt8>, depth: Int) {
        self.bytes = bytes
        self.depth = depth
        remainingDepth = depth
    }

    mutating func parseDocument() throws(Problem) -> JSONValue {
        // RFC 8259 §8.1 lets a reader ignore a byte order mark.
        if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { position = 3 }
        let value = try parseValue()
        skipWhitespace()
        if position < bytes.count { throw problem("unexpected text after the value") }
        return value
    }

    /// The next byte, or 0 at the end: a NUL is never valid where this is asked.
    var next: UInt8 { position < bytes.count ? bytes[position] : 0 }

    func problem(_ message: String, at offset: Int? = nil) -> Problem {
        Problem(offset: offset ?? position, message: message)
    }

    private mutating func skipWhitespace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return
            }
        }
    }

    private mutating func parseValue() throws(Problem) -> JSONValue {
        skipWhitespace()
        guard position < bytes.count else { throw problem("the text ends where a value is expected") }
        switch bytes[position] {
        case UInt8(ascii: "{"): return try nested { (parser) throws(Problem) in try parser.parseObject() }
        case UInt8(ascii: "["): return try nested { (parser) throws(Problem) in try parser.parseArray() }
        case UInt8(ascii: "\""): return .string(try parseString())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try parseNumber()
        case UInt8(ascii: "t"): return try parseWord("true", .bool(true))
        case UInt8(ascii: "f"): return try parseWord("false", .bool(false))
        case UInt8(ascii: "n"): return try parseWord("null", .null)
        default: throw problem("expected a value")
        }
    }

    private mutating func nested(
        _ parse: (inout JSONParser) throws(Problem) -> JSONValue
    ) throws(Problem) -> JSONValue {
        guard remainingDepth > 0 else { throw problem("arrays and objects are nested too deeply") }
        remainingDepth -= 1
        let value = try parse(&self)
        remainingDepth += 1
        return value
    }

    private mutating func parseWord(_ word: StaticString, _ value: JSONValue) throws(Problem) -> JSONValue {
        let matches =
            position + word.utf8CodeUnitCount <= bytes.count
            && (0..<word.utf8CodeUnitCount).allSatisfy { bytes[position + $0] == word.utf8Start[$0] }
        guard matches else { throw problem("expected a value") }
        position += word.utf8CodeUnitCount
        return value
    }

    /// Reads the value of a member, or hands its elements over if that was asked for.
    private mutating func parseMember(_ name: String) throws(Problem) -> JSONValue {
        guard let listing, remainingDepth == depth - 1, name == listing.name else { return try parseValue() }
        skipWhitespace()
        guard next == UInt8(ascii: "[") else { return try parseValue() }
        return try nested { (parser) throws(Problem) in try parser.parseArray(handingOverTo: listing.take) }
    }

    private mutating func parseArray(
        handingOverTo take: ((JSONValue) -> Void)? = nil
    ) throws(Problem) -> JSONValue {
        position += 1
        let first = elements.count
        skipWhitespace()
        if next == UInt8(ascii: "]") {
            position += 1
            return .array([])
        }
        while true {
            if duplicates != nil { path.append("[\(elements.count - first)]") }
            let element = try parseValue()
            if let take { take(element) } else { elements.append(element) }
            if duplicates != nil { path.removeLast() }
            skipWhitespace()
            switch next {
            case UInt8(ascii: ","): position += 1
            case UInt8(ascii: "]"):
                position += 1
                defer { elements.removeSubrange(first...) }
                return .array(Array(elements[first...]))
            default: throw problem("expected `,` or `]` after an array element")
            }
        }
    }

    private mutating func parseObject() throws(Problem) -> JSONValue {
        position += 1
        let first = members.count
        var names = JSONNameCheck()
        skipWhitespace()
        if next == UInt8(ascii: "}") {
            position += 1
            return .object(JSONObject())
        }
        while true {
            skipWhitespace()
            let start = position
            guard next == UInt8(ascii: "\"") else { throw problem("expected a name in double quotes") }
            let key = try parseKey()
            let isNew = names.insert(key, among: members[first...])
            guard isNew || duplicates != nil else {
                throw problem(
                    "the name \(JSONValue.string(key).text()) occurs twice in one object",
                    at: start
                )
            }
            skipWhitespace()
            guard next == UInt8(ascii: ":") else { throw problem("expected `:` after a name") }
            position += 1
            if duplicates != nil { path.append(path.isEmpty ? key : ".\(key)") }
            let value = try parseMember(key)
            if isNew {
                members.append((key, value))
            } else if let index = members[first...].firstIndex(where: { $0.key == key }) {
                members[index].value = value
                duplicates?.append(Duplicate(offset: start, path: path.joined()))
            }
            if duplicates != nil { path.removeLast() }
            skipWhitespace()
            switch next {
            case UInt8(ascii: ","): position += 1
            case UInt8(ascii: "}"):
                position += 1
                defer { members.removeSubrange(first...) }
                return .object(JSONObject(uniqueMembers: Array(members[first...])))
            default: throw problem("expected `,` or `}` after a member")
            }
        }
    }

    /// Reads a name; short plain ones are shared.
    private mutating func parseKey() throws(Problem) -> String {
        let start = position + 1
        var end = start
        while end < bytes.count, bytes[end] != UInt8(ascii: "\""), end - start <= JSONStringTable.longest {
            guard bytes[end] >= 0x20, bytes[end] < 0x80, bytes[end] != UInt8(ascii: "\\") else {
                return try parseString()
            }
            end += 1
        }
        guard end < bytes.count, bytes[end] == UInt8(ascii: "\"") else { return try parseString() }
        position = end + 1
        return strings.string(UnsafeBufferPointer(rebasing: bytes[start..<end]))
    }
}

/// Finds repeated names: by search in small objects, by a set in large ones.
private struct JSONNameCheck {
    private var names: Set<String>?

    mutating func insert(_ name: String, among members: ArraySlice<JSONObject.Member>) -> Bool {
        if names == nil, members.count > 12 { names = Set(members.map(\.key)) }
        if names != nil { return names?.insert(name).inserted ?? true }
        return !members.contains { $0.key == name }
    }
}
