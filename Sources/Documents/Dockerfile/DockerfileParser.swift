// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

/// Takes a Dockerfile apart as BuildKit's frontend does: lines, continuations, comments, here-documents.
struct DockerfileParser {
    private let file: SourceFile
    /// Where lines begin; for BuildKit a carriage return alone ends none.
    private let lineStarts: [Int]
    private var line = 0
    /// `\`, or what the `escape` directive says.
    private var escape = UInt8(ascii: "\\")
    private(set) var instructions: [DockerfileInstruction] = []
    private(set) var comments: [SourceSpan] = []
    private(set) var diagnostics: [Diagnostic] = []

    static let keywords: Set<String> = [
        "ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL",
        "MAINTAINER",
        "ONBUILD", "RUN", "SHELL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR",
    ]

    init(_ file: SourceFile) {
        self.file = file
        lineStarts = file.lineStarts.filter { $0 == 0 || file.bytes[$0 - 1] == UInt8(ascii: "\n") }
    }

    mutating func parse() {
        readDirectives()
        while line < lineStarts.count {
            let text = content(of: line)
            guard let first = text.first(where: { !isBlank(file.bytes[$0]) }) else {
                line += 1
                continue
            }
            if file.bytes[first] == UInt8(ascii: "#") {
                comments.append(SourceSpan(file: file, range: first..<text.upperBound))
                line += 1
            } else {
                readInstruction(from: first)
            }
        }
    }

    /// The offsets of a line without its line break; a byte order mark counts as part of no line.
    private func content(of line: Int) -> Range<Int> {
        var start = lineStarts[line]
        var end = line + 1 < lineStarts.count ? lineStarts[line + 1] - 1 : file.bytes.count
        if end > start, file.bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        if line == 0, file.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { start = min(3, end) }
        return start..<end
    }

    /// `# name=value` lines at the very top.
    private mutating func readDirectives() {
        while line < lineStarts.count {
            let range = content(of: line)
            let text = String(decoding: file.bytes[range], as: UTF8.self)
            guard text.hasPrefix("#"), let equals = text.firstIndex(of: "=") else { return }
            let name = text[text.index(after: text.startIndex)..<equals].filter { $0 != " " }.lowercased()
            guard ["syntax", "escape", "check"].contains(name) else { return }
            let value = text[text.index(after: equals)...].filter { $0 != " " }
            if name == "escape", let byte = value.utf8.first, value.utf8.count == 1 { escape = byte }
            comments.append(SourceSpan(file: file, range: range))
            line += 1
        }
    }

    private mutating func readInstruction(from start: Int) {
        var joined = JoinedText(file: file, start: start)
        var end = start
        var isFirst = true
        while line < lineStarts.count {
            let text = content(of: line)
            let from = isFirst ? start : text.lowerBound
            line += 1
            let begin = (from..<text.upperBound).first { !isBlank(file.bytes[$0]) }
            if !isFirst {
                // Blank lines and comments within an instruction count for nothing.
                guard let begin else { continue }
                if file.bytes[begin] == UInt8(ascii: "#") {
                    comments.append(SourceSpan(file: file, range: begin..<text.upperBound))
                    continue
                }
            }
            isFirst = false
            var last = text.upperBound
            while last > from, isBlank(file.bytes[last - 1]) { last -= 1 }
            end = last
            guard last > from, file.bytes[last - 1] == escape else {
                joined.append(from..<last)
                break
            }
            joined.append(from..<last - 1)
        }
        add(joined, from: start, to: end)
    }

    private mutating func add(_ joined: JoinedText, from start: Int, to lineEnd: Int) {
        var end = lineEnd
        var heredocs: [DockerfileHeredoc] = []
        let upper = DockerfileWord.split(joined).prefix(2).map { $0.text.uppercased() }
        if upper.contains(where: { ["RUN", "COPY", "ADD"].contains($0) }) {
            for opening in Self.openings(in: joined) {
                guard let heredoc = readHeredoc(opening) else {
                    report(
                        "the text behind `<<\(opening.name)` does not end",
                        at: opening.span,
                        "no line `\(opening.name)` follows"
                    )
                    // What follows is text, and no instruction.
                    line = lineStarts.count
                    break
                }
                heredocs.append(heredoc)
                let last = line > 0 ? content(of: line - 1).upperBound : end
                end = max(end, last)
            }
        }
        let whole = SourceSpan(file: file, range: start..<end)
        guard let instruction = Self.instruction(joined, whole: whole, heredocs: heredocs) else { return }
        if !Self.keywords.contains(instruction.keyword) {
            report(
                "there is no instruction `\(instruction.keywordSpan.text)`",
                at: instruction.keywordSpan,
                "the build stops here"
            )
        } else if instruction.arguments.bytes.isEmpty {
            report("`\(instruction.keyword)` says nothing", at: instruction.keywordSpan, "needs an argument")
        }
        instructions.append(instruction)
    }

    private mutating func report(_ headline: String, at span: SourceSpan, _ label: String) {
        diagnostics.append(
            Diagnostic(
                id: "dockerfile-syntax",
                severity: .error,
                headline: headline,
                primary: .init(span, label)
            )
        )
    }

    private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
}

extension DockerfileParser {
    /// Splits a joined line into keyword, flags and arguments; `nil` for an empty one.
    static func instruction(
        _ joined: JoinedText,
        whole: SourceSpan,
        heredocs: [DockerfileHeredoc]
    ) -> DockerfileInstruction? {
        let bytes = joined.bytes
        func skipBlanks(_ index: Int) -> Int {
            bytes[index...].firstIndex { $0 != 0x20 && $0 != 0x09 } ?? bytes.count
        }
        func wordEnd(_ index: Int) -> Int {
            bytes[index...].firstIndex { $0 == 0x20 || $0 == 0x09 } ?? bytes.count
        }
        let start = skipBlanks(0)
        guard start < bytes.count else { return nil }
        var position = wordEnd(start)
        let keyword = joined.text(start..<position).uppercased()
        let keywordSpan = joined.span(start..<position)
        position = skipBlanks(position)
        var flags: [DockerfileFlag] = []
        while ["ADD", "COPY", "FROM", "RUN", "HEALTHCHECK"].contains(keyword),
            bytes[position...].starts(with: "--".utf8)
        {
            let end = wordEnd(position)
            let text = joined.text(position + 2..<end)
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            flags.append(
                DockerfileFlag(
                    name: parts.first.map { $0.lowercased() } ?? "",
                    value: parts.count == 2 ? String(parts[1]) : nil,
                    span: joined.span(position..<end)
                )
            )
            position = skipBlanks(end)
        }
        return DockerfileInstruction(
            keyword: keyword,
            keywordSpan: keywordSpan,
            span: whole,
            flags: flags,
            arguments: joined.slice(position..<bytes.count),
            heredocs: heredocs
        )
    }

    /// A `<<EOF` of a line.
    struct HeredocOpening {
        var name: String
        var stripsTabs: Bool
        var span: SourceSpan
    }

    /// The here-documents that a line opens, in order.
    static func openings(in joined: JoinedText) -> [HeredocOpening] {
        var found: [HeredocOpening] = []
        let bytes = joined.bytes
        var quote: UInt8?
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if bytes[index...].starts(with: "<<".utf8), !bytes[index...].starts(with: "<<<".utf8),
                index == 0 || bytes[index - 1] != UInt8(ascii: "<")
            {
                let start = index
                index += 2
                let stripsTabs = index < bytes.count && bytes[index] == UInt8(ascii: "-")
                if stripsTabs { index += 1 }
                let end = bytes[index...].firstIndex { !isName($0) } ?? bytes.count
                let name = joined.text(index..<end).filter { $0 != "\"" && $0 != "'" }
                if !name.isEmpty {
                    found.append(
                        HeredocOpening(name: name, stripsTabs: stripsTabs, span: joined.span(start..<end))
                    )
                }
                index = max(end, index)
                continue
            }
            index += 1
        }
        return found
    }

    private static func isName(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "\""), UInt8(ascii: "'"):
            true
        default: false
        }
    }

    private mutating func readHeredoc(_ opening: HeredocOpening) -> DockerfileHeredoc? {
        let first = line
        let start = first < lineStarts.count ? lineStarts[first] : file.bytes.count
        var content = JoinedText(file: file, start: start)
        while line < lineStarts.count {
            let range = self.content(of: line)
            line += 1
            var text = file.bytes[range]
            if opening.stripsTabs { text = text.drop { $0 == 0x09 } }
            if text.elementsEqual(opening.name.utf8) {
                return DockerfileHeredoc(name: opening.name, content: content)
            }
            content.append(
                range.lowerBound..<(line < lineStarts.count ? lineStarts[line] : range.upperBound)
            )
        }
        line = first
        return nil
    }
}
