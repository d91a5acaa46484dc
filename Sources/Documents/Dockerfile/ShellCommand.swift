// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics

/// A simple command of a shell script: a program and its words.
package struct ShellCommand: Sendable, Hashable {
    /// The program and its arguments; never empty.
    package let words: [DockerfileWord]
    /// Whether its output goes into another program.
    package let isPiped: Bool

    /// A command of these words.
    package init(words: [DockerfileWord], isPiped: Bool = false) {
        self.words = words
        self.isPiped = isPiped
    }

    /// The program as it is written.
    package var program: String { words.first?.text ?? "" }
    /// What follows the program.
    package var arguments: ArraySlice<DockerfileWord> { words.dropFirst() }
    /// From the program to the last argument.
    package var span: SourceSpan {
        guard let first = words.first?.span, let last = words.last?.span else {
            preconditionFailure("a command has words")
        }
        return SourceSpan(
            file: first.file,
            range: first.range.lowerBound..<max(first.range.upperBound, last.range.upperBound)
        )
    }

    /// The commands of a script, those in substitutions included.
    package static func all(in script: JoinedText) -> [ShellCommand] {
        var lexer = ShellLexer(script)
        return lexer.commands()
    }
}

/// Takes shell scripts apart into simple commands; what it cannot tell it takes for a word.
struct ShellLexer {
    private let script: JoinedText
    private let bytes: [UInt8]
    /// Where the part of the script ends that is taken apart.
    private let end: Int
    /// How many substitutions the part lies in.
    private let depth: Int
    private var index: Int
    private var found: [ShellCommand] = []
    private var words: [DockerfileWord] = []
    private var skipsTarget = false

    /// Substitutions inside so many others are words: nobody writes them, and each takes stack.
    private static let depthLimit = 32

    init(_ script: JoinedText) { self.init(script, script.bytes.indices, depth: 0) }

    private init(_ script: JoinedText, _ part: Range<Int>, depth: Int) {
        self.script = script
        bytes = script.bytes
        index = part.lowerBound
        end = part.upperBound
        self.depth = depth
    }

    mutating func commands() -> [ShellCommand] {
        while index < end { step() }
        finish(isPiped: false)
        return found
    }

    private mutating func step() {
        switch bytes[index] {
        case 0x20, 0x09, 0x0D: index += 1
        case UInt8(ascii: "#"):
            index = bytes[index..<end].firstIndex(of: 0x0A) ?? end
        case UInt8(ascii: "\\") where index + 1 < end && bytes[index + 1] == 0x0A: index += 2
        case 0x0A, UInt8(ascii: ";"), UInt8(ascii: "("), UInt8(ascii: ")"):
            finish(isPiped: false)
            index += 1
        case UInt8(ascii: "&"):
            if peek(1) == UInt8(ascii: ">") { return redirect() }
            finish(isPiped: false)
            index += peek(1) == UInt8(ascii: "&") ? 2 : 1
        case UInt8(ascii: "|"):
            let isOr = peek(1) == UInt8(ascii: "|")
            finish(isPiped: !isOr)
            index += isOr || peek(1) == UInt8(ascii: "&") ? 2 : 1
        case UInt8(ascii: "<"), UInt8(ascii: ">"): redirect()
        default: word()
        }
    }

    private func peek(_ distance: Int) -> UInt8? {
        index + distance < end ? bytes[index + distance] : nil
    }

    /// Skips `>`, `2>&1`, `<<EOF`; the word behind is no argument.
    private mutating func redirect() {
        while index < end, "<>&-".utf8.contains(bytes[index]) { index += 1 }
        skipsTarget = true
    }

    private mutating func word() {
        let start = index
        var text: [UInt8] = []
        loop: while index < end {
            let byte = bytes[index]
            switch byte {
            case 0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: "|"),
                UInt8(ascii: "("),
                UInt8(ascii: ")"), UInt8(ascii: "<"), UInt8(ascii: ">"):
                break loop
            case UInt8(ascii: "'"):
                let start = min(index + 1, end)
                let close = bytes[start..<end].firstIndex(of: byte) ?? end
                text += bytes[start..<close]
                index = min(close + 1, end)
            case UInt8(ascii: "\""): quoted(&text)
            case UInt8(ascii: "\\"):
                if let next = peek(1), next != 0x0A { text.append(next) }
                index = min(index + 2, end)
            case UInt8(ascii: "$"), UInt8(ascii: "`"): substitution(&text)
            default:
                text.append(byte)
                index += 1
            }
        }
        add(DockerfileWord(text: String(decoding: text, as: UTF8.self), span: script.span(start..<index)))
    }

    private mutating func quoted(_ text: inout [UInt8]) {
        index += 1
        while index < end, bytes[index] != UInt8(ascii: "\"") {
            switch bytes[index] {
            case UInt8(ascii: "\\"):
                if let next = peek(1) { text.append(next) }
                index = min(index + 2, end)
            case UInt8(ascii: "$"), UInt8(ascii: "`"): substitution(&text)
            default:
                text.append(bytes[index])
                index += 1
            }
        }
        index = min(index + 1, end)
    }

    /// Copies `$(…)` and backticks as they are, and looks for commands in them.
    private mutating func substitution(_ text: inout [UInt8]) {
        let start = index
        let isParenthesis = bytes[index] == UInt8(ascii: "$") && peek(1) == UInt8(ascii: "(")
        if isParenthesis {
            var depth = 0
            repeat {
                if bytes[index] == UInt8(ascii: "(") { depth += 1 }
                if bytes[index] == UInt8(ascii: ")") { depth -= 1 }
                index += 1
            } while index < end && (depth > 0 || index == start + 1)
            let inner = min(start + 2, index)..<max(index - 1, min(start + 2, index))
            if peekAt(start + 2) != UInt8(ascii: "(") { look(into: inner) }
        } else if bytes[index] == UInt8(ascii: "`") {
            let first = min(index + 1, end)
            let close = bytes[first..<end].firstIndex(of: UInt8(ascii: "`")) ?? end
            look(into: first..<close)
            index = min(close + 1, end)
        } else {
            index += 1
            if index < end, bytes[index] == UInt8(ascii: "{") {
                index = (bytes[index..<end].firstIndex(of: UInt8(ascii: "}")) ?? end - 1) + 1
            }
        }
        text += bytes[start..<index]
    }

    /// The commands of a substitution; the script is shared, so that nothing is copied.
    private mutating func look(into part: Range<Int>) {
        guard depth < Self.depthLimit else { return }
        var lexer = ShellLexer(script, part, depth: depth + 1)
        found += lexer.commands()
    }

    private func peekAt(_ place: Int) -> UInt8? { place < end ? bytes[place] : nil }

    private static let reserved: Set<String> = [
        "if", "then", "else", "elif", "fi", "do", "done", "while", "until", "esac", "{", "}", "!", "time",
    ]

    private mutating func add(_ word: DockerfileWord) {
        if skipsTarget {
            skipsTarget = false
            return
        }
        let isNumberOfRedirection =
            index < end && (bytes[index] == UInt8(ascii: ">") || bytes[index] == UInt8(ascii: "<"))
        if isNumberOfRedirection, word.text.allSatisfy(\.isNumber) { return }
        if words.isEmpty, Self.reserved.contains(word.text) || Self.isAssignment(word.text) { return }
        words.append(word)
    }

    /// `NAME=value` before a command.
    private static func isAssignment(_ text: String) -> Bool {
        guard let equals = text.firstIndex(of: "="), equals > text.startIndex else { return false }
        return text[..<equals].allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
            && text.first?.isNumber == false
    }

    private mutating func finish(isPiped: Bool) {
        skipsTarget = false
        defer { words = [] }
        // What comes out of a group in braces or parentheses comes out of its last command.
        if isPiped, words.isEmpty, let last = found.popLast() {
            found.append(ShellCommand(words: last.words, isPiped: true))
        }
        guard let first = words.first, !["for", "case", "function", "select"].contains(first.text) else {
            return
        }
        found.append(ShellCommand(words: words, isPiped: isPiped))
    }
}
