// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// How programs write a text into another one: with escapes of its language, of which each writer has its own choice.
enum WrittenForms {
    /// All forms of a text that differ from it, and those that do not.
    static func of(_ text: Substring) -> Set<String> {
        let json = String(JSONValue.string(String(text)).text().dropFirst().dropLast())
        let address = percentEncoded(text, digits: "0123456789ABCDEF")
        return [
            json,
            // Go, with or without what is above ASCII; Gson; Python; PHP.
            escaped(json, markup),
            escaped(json, markup, isASCII: true),
            escaped(json, markup + "='"),
            escaped(json, "", isASCII: true),
            escaped(json, "", hasSlashes: true),
            escaped(json, "", hasSlashes: true, isASCII: true),
            address,
            percentEncoded(text, digits: "0123456789abcdef"),
            // Forms write a space as a plus.
            replaced(address[...], ["%20": "+"]),
            page(text, quote: "&quot;", apostrophe: "&#39;"),
            page(text, quote: "&#34;", apostrophe: "&#39;"),
            page(text, quote: "\"", apostrophe: "'"),
            replaced(text, ["'": "'\\''"]),
        ]
    }

    private static let markup = "&<>"

    /// A JSON text with more escapes than it needs: of some signs, of slashes, of everything above ASCII.
    private static func escaped(
        _ json: String,
        _ signs: String,
        hasSlashes: Bool = false,
        isASCII: Bool = false
    ) -> String {
        var result = ""
        for scalar in json.unicodeScalars {
            if hasSlashes, scalar == "/" {
                result += "\\/"
            } else if signs.unicodeScalars.contains(scalar) || isASCII && !scalar.isASCII {
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16)
                    result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// As it stands in an address, where everything but letters, digits and four signs is written as `%40`.
    private static func percentEncoded(_ text: Substring, digits: String) -> String {
        let digits = Array(digits.utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if SecretPattern.isWordPart(byte) || "-.~".utf8.contains(byte) {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// As it stands in HTML and XML.
    private static func page(_ text: Substring, quote: String, apostrophe: String) -> String {
        replaced(text, ["&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": quote, "'": apostrophe])
    }

    /// A text with other texts in the place of some; those have the same length.
    private static func replaced(_ text: Substring, _ others: [String: String]) -> String {
        let length = others.keys.first?.count ?? 1
        var result = ""
        var rest = text
        while !rest.isEmpty {
            if let other = others[String(rest.prefix(length))] {
                result += other
                rest = rest.dropFirst(length)
            } else {
                result.append(rest.removeFirst())
            }
        }
        return result
    }
}
