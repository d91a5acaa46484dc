// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// The kinds of bytes that texts are told apart by.
extension SecretPattern {
    static let newline = UInt8(ascii: "\n")
    static let backslash = UInt8(ascii: "\\")
    static let underscore = UInt8(ascii: "_")

    static func isSpace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

    static func isBlank(_ byte: UInt8) -> Bool {
        isSpace(byte) || byte == newline || byte == UInt8(ascii: "\r")
    }

    static func isQuote(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") }

    static func isLower(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }

    /// Letters, digits and the underscore.
    static func isWordPart(_ byte: UInt8) -> Bool {
        isLower(byte | 0x20) && byte >= 0x41 || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || byte == underscore
    }

    /// What names of variables, fields and options are made of.
    static func isNamePart(_ byte: UInt8) -> Bool {
        isWordPart(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte >= 0x80
    }

    /// The letters of base64 as addresses use it.
    static func isTokenPart(_ byte: UInt8) -> Bool { isWordPart(byte) || byte == UInt8(ascii: "-") }

    /// What else a bearer token may have.
    static func isTokenSign(_ byte: UInt8) -> Bool {
        [
            UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "~"), UInt8(ascii: "+"), UInt8(ascii: "/"),
            UInt8(ascii: "="),
        ].contains(byte)
    }

    /// Whether a value begins so that is no part of a name: quoted, or a list as Go writes it.
    static func opensValue(_ byte: UInt8) -> Bool {
        isQuote(byte) || byte == backslash || byte == UInt8(ascii: "[")
    }

    /// Whether it begins something that is more than one value.
    static func opensBlock(_ byte: UInt8) -> Bool {
        [UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "|"), UInt8(ascii: ">")].contains(byte)
    }

    /// Whether what stands before this byte can be the end of a value: a blank, a sign that closes something, or nothing.
    static func follows(_ byte: UInt8) -> Bool {
        byte == 0 || isBlank(byte) || isQuote(byte)
            || [
                UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: ")"), UInt8(ascii: ";"),
            ].contains(byte)
    }
}
