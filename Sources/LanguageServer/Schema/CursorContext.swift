// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

/// Where a cursor stands in a text that is just being written, and so may be no YAML yet: by indentation alone.
struct CursorContext: Sendable, Hashable {
    /// What is being written.
    enum Part: Sendable, Hashable {
        /// The name of a field, or an element of a list.
        case key
        /// The value of a field.
        case value
        /// The text behind a `#`.
        case comment(String)
    }

    /// The way to what holds the key, or to the value.
    var steps: [FieldStep]
    /// What is being written.
    var part: Part
    /// The bytes of the word so far, which a completion replaces.
    var replaced: Range<Int>
    /// The names beside the cursor.
    var siblings: Set<String>
    /// The column of the cursor's line in which keys stand.
    var indent: Int
    /// The column in which the cursor's line begins.
    var lineIndent: Int
    /// Whether the line begins an element with `-`.
    var isElement: Bool
    /// What the document says that it is.
    var kind: ManifestKind?
    /// Whether the cursor stands between brackets of its own line.
    var isFlow = false

    /// Looks around an offset.
    init(at offset: Int, in file: SourceFile) {
        let lines = DocumentLines(around: offset, in: file)
        kind = lines.kind
        let start = file.lineStarts[lines.current]
        let before = String(decoding: file.bytes[start..<max(start, offset)], as: UTF8.self)
        siblings = []
        steps = []
        if let comment = CursorLine.comment(in: before) {
            part = .comment(comment)
            indent = 0
            lineIndent = 0
            isElement = false
            let word = comment.split(whereSeparator: { $0 == " " || $0 == "," }).last.map(String.init) ?? ""
            let isInWord = comment.last.map { $0 != " " && $0 != "," } ?? false
            replaced = (offset - (isInWord ? word.utf8.count : 0))..<offset
            return
        }
        let line = CursorLine(before)
        indent = line.keyIndent
        lineIndent = line.dashes.first ?? line.keyIndent
        isElement = line.dashes.last != nil
        var inner: [FieldStep] = []
        var word = line.rest
        part = .key
        if let key = line.key {
            inner.append(.key(key))
            word = line.value
            part = .value
        }
        if let flow = FlowScanner(word) {
            inner += flow.steps
            word = flow.word
            part = flow.isKey ? .key : .value
            siblings = flow.siblings
            isFlow = true
        }
        while let first = word.first, first == "\"" || first == "'" { word.removeFirst() }
        replaced = (offset - word.utf8.count)..<offset
        let outer = lines.parents(of: line)
        steps = outer.steps + inner
        if !isFlow { siblings = outer.siblings }
    }
}

/// One line up to the cursor, taken apart: dashes, a key, what follows.
struct CursorLine {
    /// The columns of its dashes.
    private(set) var dashes: [Int] = []
    /// The column in which its key stands, or would.
    private(set) var keyIndent: Int
    /// What follows indentation and dashes.
    private(set) var rest: String
    /// The name before a colon.
    private(set) var key: String?
    /// What follows the colon.
    private(set) var value = ""

    init(_ line: some StringProtocol) {
        var text = Substring(line)
        var column = 0
        func skipBlanks() {
            while text.first == " " {
                text.removeFirst()
                column += 1
            }
        }
        skipBlanks()
        while text.hasPrefix("- ") || text == "-" {
            dashes.append(column)
            text.removeFirst()
            column += 1
            skipBlanks()
        }
        keyIndent = column
        rest = String(text)
        guard let first = text.first, first != "#", first != "{", first != "[" else { return }
        var previous: Character = " "
        var quote: Character?
        for (index, character) in zip(text.indices, text) {
            if let open = quote {
                if character == open { quote = nil }
            } else if character == "\"" || character == "'", previous == " " {
                quote = character
            } else if character == ":" {
                let next = text.index(after: index)
                guard next == text.endIndex || text[next] == " " || text[next] == "\r" else { continue }
                key = String(text[..<index]).trimmed(of: ["\"", "'", " "])
                value = String(text[next...].drop { $0 == " " })
                return
            }
            previous = character
        }
    }

    /// Whether nothing but a comment follows the key, so that its value stands below.
    var opensBlock: Bool { value.isEmpty || value.hasPrefix("#") || value == "\r" }

    /// The text behind a `#` that begins a comment; `nil` when there is none.
    static func comment(in line: String) -> String? {
        var quote: Character?
        var previous: Character = " "
        for (index, character) in zip(line.indices, line) {
            if let open = quote {
                if character == open { quote = nil }
            } else if character == "\"" || character == "'" {
                if " {[,:".contains(previous) { quote = character }
            } else if character == "#", previous == " " {
                return String(line[line.index(after: index)...])
            }
            previous = character
        }
        return nil
    }
}

extension String {
    fileprivate func trimmed(of characters: Set<Character>) -> String {
        var text = Substring(self)
        while let first = text.first, characters.contains(first) { text.removeFirst() }
        while let last = text.last, characters.contains(last) { text.removeLast() }
        return String(text)
    }
}
