// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Reads JSON strictly (RFC 8259): UTF-8, surrogates, number grammar, control characters and unique names are checked.
package enum JSONReader {
    /// How much a text may ask of the reader.
    package struct Limits: Sendable, Hashable {
        /// How deeply arrays and objects may be nested.
        package var depth: Int

        /// Sets the limits.
        package init(depth: Int) {
            self.depth = depth
        }

        /// 512 levels: far beyond any Kubernetes object, far below the stack.
        package static let standard = Limits(depth: 512)
    }

    /// Why a text is not JSON, and where.
    package struct Failure: Error, Sendable, Hashable, CustomStringConvertible {
        /// The byte offset of the first byte that cannot be right.
        package let offset: Int
        /// The line, from 1.
        package let line: Int
        /// The column, from 1, in Unicode scalars.
        package let column: Int
        /// What is wrong there: lower case, no full stop.
        package let message: String

        /// The message with its position.
        package var description: String { "\(message) at line \(line), column \(column)" }
    }

    /// Reads one value and nothing after it.
    package static func read(
        _ bytes: [UInt8],
        limits: Limits = .standard
    ) throws(Failure) -> JSONValue {
        try parse(bytes, limits) { (parser) throws(JSONParser.Problem) in try parser.parseDocument() }
    }

    /// Reads one value and nothing after it, as one of many that have strings in common.
    package static func read(
        _ bytes: [UInt8],
        sharing strings: inout JSONStringTable
    ) throws(Failure) -> JSONValue {
        try parse(bytes, .standard) { (parser) throws(JSONParser.Problem) in
            // Moved there and back: a copy would be made as soon as one of the two is changed.
            swap(&parser.strings, &strings)
            defer { swap(&parser.strings, &strings) }
            return try parser.parseDocument()
        }
    }

    /// Reads one object and nothing after it; if the member of it that is named is an array, its elements are handed over as
    /// they come, and the member of the result is an empty array.
    package static func read(
        _ bytes: [UInt8],
        handingOver name: String,
        to take: @escaping (JSONValue) -> Void
    ) throws(Failure) -> JSONValue {
        try parse(bytes, .standard) { (parser) throws(JSONParser.Problem) in
            parser.handOver(name, to: take)
            return try parser.parseDocument()
        }
    }

    /// Reads one value and nothing after it.
    package static func read(
        _ text: String,
        limits: Limits = .standard
    ) throws(Failure) -> JSONValue {
        try read(Array(text.utf8), limits: limits)
    }

    /// A name that occurs twice in one object.
    package struct DuplicateName: Sendable, Hashable {
        /// The members and elements that lead to it: `spec.ports[0].name`.
        package let path: String
        /// The line of the second one, from 1.
        package let line: Int
    }

    /// Reads one value as lenient readers do: of two members of one name the later counts, and the name is reported.
    package static func readLeniently(
        _ bytes: [UInt8],
        limits: Limits = .standard
    ) throws(Failure) -> (value: JSONValue, duplicates: [DuplicateName]) {
        let (value, duplicates) = try parse(bytes, limits) {
            (parser) throws(JSONParser.Problem) -> (JSONValue, [JSONParser.Duplicate]) in
            parser.allowDuplicates()
            let value = try parser.parseDocument()
            return (value, parser.duplicates ?? [])
        }
        let names = duplicates.map { duplicate in
            DuplicateName(
                path: duplicate.path,
                line: bytes[..<duplicate.offset].reduce(1) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
            )
        }
        return (value, names)
    }

    private static func parse<Result>(
        _ bytes: [UInt8],
        _ limits: Limits,
        _ read: (inout JSONParser) throws(JSONParser.Problem) -> Result
    ) throws(Failure) -> Result {
        do throws(JSONParser.Problem) {
            return try bytes.withUnsafeBufferPointer { (buffer) throws(JSONParser.Problem) -> Result in
                var parser = JSONParser(buffer, depth: limits.depth)
                return try read(&parser)
            }
        } catch {
            throw failure(error, in: bytes)
        }
    }

    private static func failure(_ problem: JSONParser.Problem, in bytes: [UInt8]) -> Failure {
        let before = bytes[..<min(problem.offset, bytes.count)]
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        return Failure(
            offset: problem.offset,
            line: before.reduce(1) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) },
            column: before[lineStart...].reduce(1) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) },
            message: problem.message
        )
    }
}
