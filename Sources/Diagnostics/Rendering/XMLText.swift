// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// XML text for the formats of CI servers.
struct XMLText {
    private(set) var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    private var depth = 0

    /// Writes an element with its attributes, and whatever `content` writes inside it.
    mutating func element(
        _ name: String,
        _ attributes: [(String, String)],
        _ content: ((inout XMLText) -> Void)? = nil
    ) {
        open(name, attributes)
        guard let content else {
            text += "/>\n"
            return
        }
        text += ">\n"
        depth += 1
        content(&self)
        depth -= 1
        text += indent + "</\(name)>\n"
    }

    /// Writes an element that holds only characters.
    mutating func element(_ name: String, _ attributes: [(String, String)] = [], characters: String) {
        open(name, attributes)
        text += ">\(Self.escaped(characters, keepsLines: true))</\(name)>\n"
    }

    private var indent: String { String(repeating: "  ", count: depth) }

    private mutating func open(_ name: String, _ attributes: [(String, String)]) {
        text += indent + "<" + name
        for (name, value) in attributes { text += " \(name)=\"\(Self.escaped(value, keepsLines: false))\"" }
    }

    /// Escapes what XML 1.0 reads otherwise, and replaces what it cannot hold at all.
    private static func escaped(_ text: String, keepsLines: Bool) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "\n": result += keepsLines ? "\n" : "&#10;"
            case "\t": result += keepsLines ? "\t" : "&#9;"
            case "\r": result += "&#13;"
            case ..<"\u{20}", "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
