// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// A URL as Go's `net/url` reads it for a request: with a scheme, or an absolute path.
struct RequestURL: Sendable {
    /// What reading a text came to.
    enum Reading {
        case url(RequestURL)
        /// It is none.
        case refused
        /// Versions of Go differ, or it is too odd to be judged here.
        case unknown
    }

    private(set) var text: String
    private(set) var scheme = ""
    /// With the port, and without a user.
    private(set) var host = ""
    private(set) var path = ""
    private(set) var query = ""

    /// Reads a text, in which everything up to the end belongs to the path or the query.
    static func read(_ text: String) -> Reading {
        var url = RequestURL(text: text)
        let bytes = Array(text.utf8)
        if bytes.isEmpty || bytes.contains(where: { $0 < 0x20 || $0 == 0x7F }) { return .refused }
        guard text != "*" else {
            url.path = text
            return .url(url)
        }
        return url.take(bytes)
    }

    /// Reads a text that is taken for a request, now apart from its fragment.
    static func readWhole(_ text: String) -> Reading {
        guard case .url = read(text), let sign = text.utf8.firstIndex(of: UInt8(ascii: "#")) else {
            return read(text)
        }
        let fragment = text.utf8[text.utf8.index(after: sign)...]
        guard let front = String(text.utf8[..<sign]), unescaped(Array(fragment)) != nil else {
            return .refused
        }
        // Without its fragment a text may be empty, which is a URL as well, but none for a request.
        guard !front.isEmpty, case .url(let part) = read(front) else { return .unknown }
        var whole = part
        whole.text = text
        return .url(whole)
    }

    private init(text: String) {
        self.text = text
    }

    private mutating func take(_ bytes: [UInt8]) -> Reading {
        var rest = bytes[...]
        let name = rest.prefix { $0.isSchemeSign }
        if rest.first == UInt8(ascii: ":") { return .refused }
        if let first = name.first, first.isLetter, rest.dropFirst(name.count).first == UInt8(ascii: ":") {
            scheme = String(decoding: name, as: UTF8.self).lowercased()
            rest = rest.dropFirst(name.count + 1)
        }
        if let sign = rest.firstIndex(of: UInt8(ascii: "?")) {
            query = String(decoding: rest[(sign + 1)...], as: UTF8.self)
            rest = rest[..<sign]
        }
        guard rest.first == UInt8(ascii: "/") else {
            // What follows a scheme without a slash is kept as it is.
            return scheme.isEmpty ? .refused : .url(self)
        }
        if rest.starts(with: "//".utf8) {
            // Without a scheme it is a path for a request and a host for a link.
            guard !scheme.isEmpty else { return .unknown }
            let authority = rest.dropFirst(2).prefix { $0 != UInt8(ascii: "/") }
            rest = rest[authority.endIndex...]
            if let problem = take(authority: authority) { return problem }
        }
        guard Self.unescaped(Array(rest)) != nil else { return .refused }
        path = String(decoding: rest, as: UTF8.self)
        return .url(self)
    }

    /// Takes user and host; why they are not taken.
    private mutating func take(authority: ArraySlice<UInt8>) -> Reading? {
        var rest = authority
        if let sign = rest.lastIndex(of: UInt8(ascii: "@")) {
            let user = rest[..<sign]
            guard user.allSatisfy({ $0.isUnreserved || "!$&'()*+,;=:%@".utf8.contains($0) }),
                Self.unescaped(Array(user)) != nil
            else { return .refused }
            rest = rest[(sign + 1)...]
        }
        let name = String(decoding: rest, as: UTF8.self)
        if rest.first == UInt8(ascii: "[") {
            guard let end = rest.lastIndex(of: UInt8(ascii: "]")), Self.isPort(rest[(end + 1)...]) else {
                return .refused
            }
            // What is in the brackets was not always looked at.
            let address = IPAddress(String(decoding: rest[(rest.startIndex + 1)..<end], as: UTF8.self))
            guard let address, !address.isVersion4 else { return .unknown }
            host = name
            return nil
        }
        let colons = rest.indices.filter { rest[$0] == UInt8(ascii: ":") }
        if let last = colons.last {
            guard Self.isPort(rest[last...]) else { return .refused }
            if colons.count > 1 { return .unknown }
        }
        if rest.contains(where: { "%[]".utf8.contains($0) }) { return .unknown }
        guard rest.allSatisfy({ $0 >= 0x80 || $0.isUnreserved || "!$&'()*+,;=:<>\"".utf8.contains($0) })
        else {
            return .refused
        }
        host = name
        return nil
    }

    /// The host without the port and without brackets.
    var hostName: String {
        let name = portStart.map { host.utf8[..<$0] } ?? host.utf8[...]
        guard name.first == UInt8(ascii: "["), name.last == UInt8(ascii: "]") else {
            return String(decoding: name, as: UTF8.self)
        }
        return String(decoding: name.dropFirst().dropLast(), as: UTF8.self)
    }

    var port: String {
        portStart.map { String(decoding: host.utf8[$0...].dropFirst(), as: UTF8.self) } ?? ""
    }

    private var portStart: String.UTF8View.Index? {
        guard let colon = host.utf8.lastIndex(of: UInt8(ascii: ":")) else { return nil }
        return Self.isPort(Array(host.utf8[colon...])[...]) ? colon : nil
    }

    /// The path as it may stand in a URL.
    var escapedPath: String {
        let bytes = Array(path.utf8)
        let isValid = bytes.allSatisfy { $0.isUnreserved || "!$&'()*+,;=:@[]%/".utf8.contains($0) }
        guard !isValid, let plain = Self.unescaped(bytes) else { return path }
        return plain.reduce(into: "") { text, byte in
            if byte.isUnreserved || "$&+,/:;=@".utf8.contains(byte) {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                text += digits.count < 2 ? "%0\(digits)" : "%\(digits)"
            }
        }
    }

    /// The names and values of the query in their order; those that cannot be read are left out.
    var parameters: [(name: String, value: String)] {
        query.utf8.split(separator: UInt8(ascii: "&")).compactMap { part in
            guard !part.contains(UInt8(ascii: ";")) else { return nil }
            let name = part.prefix { $0 != UInt8(ascii: "=") }
            let texts = [Array(name), Array(part.dropFirst(name.count + 1))].compactMap { bytes in
                Self.unescaped(bytes.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: " ") : $0 })
            }
            guard texts.count == 2 else { return nil }
            return (String(decoding: texts[0], as: UTF8.self), String(decoding: texts[1], as: UTF8.self))
        }
    }

    private static func isPort(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let first = bytes.first else { return true }
        return first == UInt8(ascii: ":") && bytes.dropFirst().allSatisfy(\.isDigit)
    }

    /// The bytes with what `%41` means; `nil` when two digits are missing.
    private static func unescaped(_ bytes: [UInt8]) -> [UInt8]? {
        var result: [UInt8] = []
        var rest = bytes[...]
        while let byte = rest.first {
            guard byte == UInt8(ascii: "%") else {
                result.append(byte)
                rest.removeFirst()
                continue
            }
            let digits = rest.dropFirst().prefix(2)
            guard digits.count == 2, digits.allSatisfy(\.isHexadecimal),
                let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
            else { return nil }
            result.append(value)
            rest = rest.dropFirst(3)
        }
        return result
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

    fileprivate var isLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) }

    fileprivate var isHexadecimal: Bool {
        isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self | 0x20)
    }

    fileprivate var isUnreserved: Bool { isLetter || isDigit || "-._~".utf8.contains(self) }

    fileprivate var isSchemeSign: Bool { isLetter || isDigit || "+-.".utf8.contains(self) }
}
