// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// What to say to a user for each of libyaml's messages (scanner.c and parser.c of libyaml 0.2.5).
struct YAMLProblemWords {
    var headline: String
    var label = ""
    /// What to say at the place where the unfinished thing began; empty to say nothing.
    var opening = ""
    var help: String?
    /// Whether that place shows the problem better than the place where libyaml stopped.
    var isAboutOpening = false

    init(_ problem: YAMLProblem, character: String) {
        switch problem.message {
        case "found character that cannot start any token":
            headline = "a value cannot start with `\(character)`"
            help = "put the value in quotes"
        case "mapping values are not allowed in this context":
            headline = "a `:` stands where no name can be"
            label = "this would begin a value"
            help = "check the indentation, or put text that contains `: ` in quotes"
        case "mapping keys are not allowed in this context":
            headline = "a name stands where none can be"
            help = "check the indentation"
        case "block sequence entries are not allowed in this context":
            headline = "a list cannot start here"
            help = "begin the list on a line of its own, or put the text in quotes"
        case "did not find expected '-' indicator":
            headline = "expected another `- ` element, or less indentation"
            opening = "the list begins here"
            help = "check the indentation"
        case "did not find expected key":
            headline = "expected a name followed by `:`"
            opening = "the mapping begins here"
            help = "check the indentation, and that every quote is closed"
        case "could not find expected ':'":
            headline = "expected `:` after this name"
            isAboutOpening = true
            help = "write `name: value`, or `- value` for a list element"
        case "did not find expected node content":
            headline = "expected a value"
            opening = "it belongs to what begins here"
        case "did not find expected <document start>":
            headline = "unexpected text after the end of a document"
            help = "check the indentation, or begin another document with `---`"
        default:
            if let words = Self.unclosed(problem) ?? Self.quoting(problem) ?? Self.markup(problem) {
                self = words
            } else {
                headline = "this is not YAML: \(problem.message)"
            }
        }
    }

    private init(_ headline: String, help: String? = nil, isAboutOpening: Bool = false) {
        self.headline = headline
        self.help = help
        self.isAboutOpening = isAboutOpening
    }

    private static func unclosed(_ problem: YAMLProblem) -> YAMLProblemWords? {
        switch problem.message {
        case "did not find expected ',' or ']'":
            var words = YAMLProblemWords("expected `,` or `]` in a list")
            words.opening = "the list begins here"
            return words
        case "did not find expected ',' or '}'":
            var words = YAMLProblemWords("expected `,` or `}` in a mapping")
            words.opening = "the mapping begins here"
            return words
        case "found unexpected end of stream", "found unexpected document indicator":
            return YAMLProblemWords("the quoted text that begins here is not closed", isAboutOpening: true)
        default: return nil
        }
    }

    private static func quoting(_ problem: YAMLProblem) -> YAMLProblemWords? {
        switch problem.message {
        case "found unknown escape character":
            YAMLProblemWords(
                "unknown escape in double quotes",
                help: "write `\\\\` for a backslash, or use single quotes"
            )
        case "did not find expected hexdecimal number":
            YAMLProblemWords("expected hexadecimal digits in an escape")
        case "found invalid Unicode character escape code":
            YAMLProblemWords("an escape names no Unicode character")
        case "did not find expected comment or line break":
            YAMLProblemWords(
                "unexpected text after `|` or `>`",
                help: "begin the text on the next line, indented"
            )
        case "found an indentation indicator equal to 0":
            YAMLProblemWords("the indentation after `|` or `>` must be 1 to 9")
        default: nil
        }
    }

    private static func markup(_ problem: YAMLProblem) -> YAMLProblemWords? {
        switch problem.message {
        case "found incompatible YAML document": YAMLProblemWords("only YAML 1.1 and 1.2 can be read")
        case "found duplicate %YAML directive": YAMLProblemWords("`%YAML` is given twice")
        case "found duplicate %TAG directive": YAMLProblemWords("`%TAG` is given twice for one handle")
        case "found unknown directive name": YAMLProblemWords("unknown `%` directive")
        case "found undefined tag handle":
            YAMLProblemWords(
                "this tag's handle is not declared",
                help: "put text that starts with `!` in quotes"
            )
        case "did not find expected alphabetic or numeric character":
            YAMLProblemWords(
                "expected a name after `&` or `*`",
                help: "put text that starts with it in quotes"
            )
        case "out of memory": YAMLProblemWords("there is not enough memory to read this file")
        default: nil
        }
    }
}
