// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

/// Reads JSON and YAML as leniently as the API server does, and says what came twice.
struct BodyReader: Sendable {
    /// A body's tree, and the names that occur twice in it.
    struct Reading: Sendable {
        var tree: JSONValue
        /// As warnings word them: `duplicate field "spec.replicas"`.
        var duplicates: [String] = []
    }

    /// Reads JSON; the later of two members of one name counts.
    static func json(_ bytes: [UInt8]) throws(StatusFailure) -> Reading {
        do throws(JSONReader.Failure) {
            let (value, duplicates) = try JSONReader.readLeniently(bytes)
            return Reading(tree: value, duplicates: duplicates.map { "duplicate field \"\($0.path)\"" })
        } catch {
            let atEnd = error.offset >= bytes.count
            let reason = atEnd ? "unexpected end of JSON input" : error.description
            throw .badRequest("couldn't get version/kind; json parse error: \(reason)")
        }
    }

    /// Reads YAML, of which JSON is the most frequent form; the faster reader gets the first try.
    static func yaml(_ bytes: [UInt8]) throws(StatusFailure) -> Reading? {
        if bytes.first == UInt8(ascii: "{") {
            do throws(JSONReader.Failure) {
                let (value, duplicates) = try JSONReader.readLeniently(bytes)
                return Reading(tree: value, duplicates: duplicates.map { alreadySet($0.path, $0.line) })
            } catch {
                // Flow mappings of YAML start with a brace as well: the YAML reader decides.
            }
        }
        let reading = YAMLReader.read(SourceFile(path: "body", bytes: bytes))
        var duplicates: [String] = []
        for problem in reading.diagnostics where problem.severity == .error {
            guard let span = problem.primary?.span,
                problem.headline.hasSuffix(" is given twice in one mapping")
            else {
                throw .badRequest(
                    "error decoding YAML: error converting YAML to JSON: yaml: \(problem.headline)"
                )
            }
            let line =
                bytes[..<min(span.range.lowerBound, bytes.count)].count { $0 == UInt8(ascii: "\n") } + 1
            duplicates.append(alreadySet(String(decoding: bytes[span.range], as: UTF8.self), line))
        }
        guard let document = reading.documents.first else { return nil }
        return Reading(tree: YAML11Tree.value(document.root), duplicates: duplicates)
    }

    private static func alreadySet(_ path: String, _ line: Int) -> String {
        let name = path.split(separator: ".").last.map(String.init) ?? path
        return "line \(line): key \"\(name)\" already set in map"
    }
}
