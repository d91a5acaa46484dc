// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics

/// A Dockerfile as a list of instructions, with the text that each part came from.
package struct DockerfileDocument: Sendable {
    /// The file.
    package let file: SourceFile
    /// The instructions in order.
    package let instructions: [DockerfileInstruction]
    /// The comments, parser directives included, each from `#` to the end of its line.
    package let comments: [SourceSpan]
    /// What cannot be understood; the id is `dockerfile-syntax`.
    package let diagnostics: [Diagnostic]

    /// Reads a file; never throws, whatever it holds.
    package init(_ file: SourceFile) {
        var parser = DockerfileParser(file)
        parser.parse()
        self.file = file
        instructions = parser.instructions
        comments = parser.comments
        diagnostics = parser.diagnostics
    }
}

/// One instruction, from its keyword to the end of its last line.
package struct DockerfileInstruction: Sendable, Hashable {
    /// The keyword in upper case.
    package let keyword: String
    /// The keyword as it is written.
    package let keywordSpan: SourceSpan
    /// The whole instruction with its here-documents.
    package let span: SourceSpan
    /// The `--name=value` words before the arguments.
    package let flags: [DockerfileFlag]
    /// What follows keyword and flags.
    package let arguments: JoinedText
    /// The texts that follow the line, as in `RUN <<EOF`.
    package let heredocs: [DockerfileHeredoc]

    /// The value of a flag.
    package func flag(_ name: String) -> DockerfileFlag? { flags.first { $0.name == name } }

    /// The arguments as words; quotes are taken off.
    package var words: [DockerfileWord] { DockerfileWord.split(arguments) }

    /// The arguments in the JSON form; `nil` when they are not.
    package var execForm: [DockerfileWord]? { DockerfileWord.json(arguments) }

    /// The instruction that an ONBUILD holds back.
    package var trigger: DockerfileInstruction? {
        keyword == "ONBUILD" ? DockerfileParser.instruction(arguments, whole: span, heredocs: heredocs) : nil
    }
}

/// A `--name=value` word.
package struct DockerfileFlag: Sendable, Hashable {
    /// The name without dashes.
    package let name: String
    /// What follows the equals sign; `nil` without one.
    package let value: String?
    /// The whole word.
    package let span: SourceSpan
}

/// The text behind `<<EOF`.
package struct DockerfileHeredoc: Sendable, Hashable {
    /// The word that ends it.
    package let name: String
    /// Its lines.
    package let content: JoinedText
}
