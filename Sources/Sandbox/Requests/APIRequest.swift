// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import HTTPTypes
import Kubernetes

/// A request as the API server reads it.
struct APIRequest: Sendable {
    var method: String
    /// The path without the query.
    var path: String
    /// The query, decoded; a name may come several times.
    var query: [(name: String, value: String)]
    var accept: String
    var contentType: String
    var userAgent: String
    var authorization: String
    var impersonatedUser: String?
    var impersonatedGroups: [String]
    /// Who asks; made out before anything is answered.
    var caller = Caller.sandbox
    /// The version that the address names, where it is not the one that is stored; made out with the address.
    var version: ConvertedVersion?
    /// How many changes ago a list looks, by a fault.
    var staleness: Int64 = 0
    var body: [UInt8]

    init(_ request: HTTPRequest, body: [UInt8]) {
        method = request.method.rawValue
        let target = request.path ?? "/"
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = String(parts[0])
        query = parts.count == 2 ? Self.parse(parts[1]) : []
        accept = request.headerFields[.accept] ?? ""
        contentType = request.headerFields[.contentType] ?? ""
        userAgent = request.headerFields[.userAgent] ?? ""
        authorization = request.headerFields[.authorization] ?? ""
        let names = request.headerFields
        impersonatedUser = HTTPField.Name("Impersonate-User").flatMap { names[$0] }
        impersonatedGroups = HTTPField.Name("Impersonate-Group").map { names[values: $0] } ?? []
        self.body = body
    }

    /// The first value of a query parameter; empty ones count as absent.
    subscript(name: String) -> String? {
        guard let value = query.first(where: { $0.name == name })?.value, !value.isEmpty else { return nil }
        return value
    }

    /// A whole number of the query.
    func number(_ name: String) throws(StatusFailure) -> Int? {
        guard let text = self[name] else { return nil }
        guard let number = Int(text) else {
            throw .badRequest("strconv.ParseInt: parsing \"\(text)\": invalid syntax")
        }
        return number
    }

    /// Whether a query parameter is switched on; like Go's parser, anything but a false word does.
    func flag(_ name: String) -> Bool {
        guard let value = query.first(where: { $0.name == name })?.value else { return false }
        return !["false", "0", "f", "F", "FALSE", "False"].contains(value)
    }

    /// `/api/v1/watch/…` is the old way to watch what comes after it.
    mutating func readLegacyWatchPath() {
        var segments = path.split(separator: "/")
        let place = segments.first == "api" ? 2 : 3
        guard segments.count > place + 1, segments[place] == "watch" else { return }
        segments.remove(at: place)
        path = "/" + segments.joined(separator: "/")
        query.append(("watch", "legacy"))
    }

    /// Whether the address itself is one of the old kind for watches.
    var isLegacyWatch: Bool { self["watch"] == "legacy" }

    /// The manager that a write is recorded under.
    var manager: String {
        self["fieldManager"] ?? String(userAgent.split(separator: "/").first ?? "unknown")
    }

    /// The media type of the body without parameters.
    var mediaType: String {
        String(contentType.split(separator: ";").first ?? "").trimmedSpaces
    }

    private static func parse(_ text: Substring) -> [(name: String, value: String)] {
        text.split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (decode(parts[0]), parts.count == 2 ? decode(parts[1]) : "")
        }
    }

    /// Percent decoding of a form value, where `+` is a space.
    private static func decode(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "+") {
                bytes.append(UInt8(ascii: " "))
            } else if byte == UInt8(ascii: "%"), rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension StringProtocol {
    /// The text without spaces at its ends.
    var trimmedSpaces: String {
        var rest = Substring(self)
        while rest.first == " " { rest.removeFirst() }
        while rest.last == " " { rest.removeLast() }
        return String(rest)
    }
}
