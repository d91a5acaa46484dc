// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

extension Diagnostic {
    /// Says in a user's words why libyaml gave up.
    static func yamlProblem(_ problem: YAMLProblem, in file: SourceFile) -> Diagnostic {
        if let tab = tab(for: problem, in: file) {
            return yamlSyntax(
                "a tab indents this line",
                at: SourceSpan(file: file, range: tab),
                label: "YAML allows only spaces here",
                help: "replace each tab by spaces"
            )
        }
        let place = SourceSpan.character(at: problem.offset, in: file)
        let context = problem.contextOffset.map { SourceSpan.character(at: $0, in: file) }
        let words = YAMLProblemWords(problem, character: place.text)
        let opening = context.map { Label($0, words.opening) }
        if words.isAboutOpening, let opening {
            return yamlSyntax(words.headline, at: opening.span, label: words.label, help: words.help)
        }
        let hasOpening = !words.opening.isEmpty && context != place
        return yamlSyntax(
            words.headline,
            at: place,
            label: words.label,
            secondary: hasOpening ? opening.map { [$0] } ?? [] : [],
            help: words.help
        )
    }

    /// The tabs that indent the line of a problem or of what led to it.
    private static func tab(for problem: YAMLProblem, in file: SourceFile) -> Range<Int>? {
        let last = file.lineIndex(at: problem.offset)
        let first = problem.contextOffset.map { file.lineIndex(at: $0) } ?? last
        for index in [last, first] {
            let line = file.line(index)
            let indentation = line.prefix { $0 == 0x20 || $0 == 0x09 }
            guard let tab = indentation.firstIndex(of: 0x09) else { continue }
            let end = line[tab...].firstIndex { $0 != 0x09 } ?? line.endIndex
            return tab..<end
        }
        return nil
    }
}

extension SourceSpan {
    /// One character, or nothing at the end of a line.
    fileprivate static func character(at offset: Int, in file: SourceFile) -> SourceSpan {
        var end = offset
        if end < file.bytes.count, file.bytes[end] != UInt8(ascii: "\n"),
            file.bytes[end] != UInt8(ascii: "\r")
        {
            end += 1
            while end < file.bytes.count, file.bytes[end] & 0xC0 == 0x80 { end += 1 }
        }
        return SourceSpan(file: file, range: offset..<end)
    }
}
