// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Manifest

/// `file:` addresses of paths and back.
enum DocumentURI {
    /// The absolute path of a `file:` address; `nil` for other schemes and for other hosts.
    static func path(of uri: String) -> String? {
        guard uri.lowercased().hasPrefix("file://") else { return nil }
        var rest = uri.dropFirst(7)
        if rest.hasPrefix("localhost/") { rest = rest.dropFirst(9) }
        guard rest.hasPrefix("/") else { return nil }
        var bytes: [UInt8] = []
        var input = Array(rest.utf8)[...]
        while let byte = input.popFirst() {
            if byte == UInt8(ascii: "%"), let high = input.first.flatMap(digit),
                let low = input.dropFirst().first.flatMap(digit)
            {
                bytes.append(high << 4 | low)
                input = input.dropFirst(2)
            } else if byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#") {
                break
            } else {
                bytes.append(byte)
            }
        }
        return normalized(String(decoding: bytes, as: UTF8.self))
    }

    /// The address of an absolute path.
    static func of(path: String) -> String {
        var text = "file://"
        for byte in path.utf8 {
            let isPlain =
                byte >= 0x61 && byte <= 0x7A || byte >= 0x41 && byte <= 0x5A || byte >= 0x30 && byte <= 0x39
                || "-._~/".utf8.contains(byte)
            if isPlain {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let digits = Array("0123456789ABCDEF".unicodeScalars)
                text.unicodeScalars.append("%")
                text.unicodeScalars.append(digits[Int(byte >> 4)])
                text.unicodeScalars.append(digits[Int(byte & 15)])
            }
        }
        return text
    }

    /// A path without a slash at its end, and without `.` and `..`.
    static func normalized(_ path: String) -> String { ("/" + path).normalizedPath }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }
}
