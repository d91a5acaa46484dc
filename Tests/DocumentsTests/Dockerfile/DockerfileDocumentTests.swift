// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Support
import Testing

@Suite struct DeepScriptTests {
    @Test func substitutionsInsideEachOther() throws {
        let depth = 50_000
        let script = String(repeating: "$(", count: depth) + "a" + String(repeating: ")", count: depth)
        let file = SourceFile(path: "Dockerfile", text: "FROM a\nRUN echo \(script) && b\n")
        let run = try #require(DockerfileDocument(file).instructions.last)
        #expect(ShellCommand.all(in: run.arguments).last?.program == "b")
    }

    @Test func commandsInSubstitutionsHaveTheirPlaces() throws {
        let file = SourceFile(path: "Dockerfile", text: "FROM a\nRUN echo \"$(b $(c d) `e f`)\" | g\n")
        let run = try #require(DockerfileDocument(file).instructions.last)
        let commands = ShellCommand.all(in: run.arguments)
        #expect(
            commands.map(\.span.text) == ["c d", "e f", "b $(c d) `e f`", "echo \"$(b $(c d) `e f`)\"", "g"]
        )
    }

    @Test func aCarriageReturnAloneEndsNoLine() throws {
        let file = SourceFile(path: "Dockerfile", text: "FROM a\r\nRUN b\rc\r\n")
        #expect(DockerfileDocument(file).instructions.map(\.span.text) == ["FROM a", "RUN b\rc"])
    }
}

@Suite struct DockerfileDocumentTests {
    private func read(_ text: String) -> DockerfileDocument {
        DockerfileDocument(SourceFile(path: "Dockerfile", text: text))
    }

    @Test func linesAreJoinedAndCommentsLeftOut() throws {
        let document = read("FROM a\nRUN one \\\n  # why\n\n  && two\nUSER 1\n")
        #expect(document.instructions.map(\.keyword) == ["FROM", "RUN", "USER"])
        let run = document.instructions[1]
        #expect(run.arguments.text == "one   && two")
        #expect(run.span.text == "RUN one \\\n  # why\n\n  && two")
        #expect(document.comments.map(\.text) == ["# why"])
    }

    @Test func theEscapeDirectiveIsFollowed() {
        let document = read("# escape=`\nFROM a\nCOPY b c:\\\nRUN d `\n  e\n")
        #expect(document.instructions.map(\.keyword) == ["FROM", "COPY", "RUN"])
        #expect(document.instructions[2].words.map(\.text) == ["d", "e"])
    }

    @Test func flagsAreApartFromArguments() throws {
        let run = try #require(
            read("RUN --mount=type=cache,target=/c --network=none x --y\n").instructions.first
        )
        #expect(run.flags.map(\.name) == ["mount", "network"])
        #expect(run.flag("mount")?.value == "type=cache,target=/c")
        #expect(run.flag("network")?.span.text == "--network=none")
        #expect(run.words.map(\.text) == ["x", "--y"])
    }

    @Test func hereDocumentsBelongToTheirInstruction() throws {
        let document = read("RUN <<EOF <<-'END'\nfirst\nEOF\n\tsecond\n\tEND\nUSER 1\n")
        #expect(document.instructions.map(\.keyword) == ["RUN", "USER"])
        #expect(document.instructions[0].heredocs.map(\.content.text) == ["first\n", "\tsecond\n"])
        #expect(document.instructions[0].span.text.hasSuffix("\tEND"))
        #expect(document.diagnostics.isEmpty)
    }

    @Test func aHereDocumentWithoutEndIsReported() throws {
        let document = read("FROM a\nRUN <<EOF\nb\n")
        let diagnostic = try #require(document.diagnostics.first)
        #expect(diagnostic.primary?.span.text == "<<EOF")
        #expect(diagnostic.primary?.span.start.line == 2 && diagnostic.primary?.span.start.column == 5)
    }

    @Test func theJSONFormHasItsPlaces() throws {
        let command = try #require(read("CMD [ \"a b\", \"c\\\"d\" ]\n").instructions.first)
        #expect(command.execForm?.map(\.text) == ["a b", "c\"d"])
        #expect(command.execForm?.map(\.span.text) == ["\"a b\"", "\"c\\\"d\""])
        #expect(try #require(read("CMD ['a']\n").instructions.first).execForm == nil)
    }

    @Test func whatOnbuildHoldsBackIsAnInstruction() throws {
        let trigger = try #require(read("ONBUILD COPY --from=b c d\n").instructions.first?.trigger)
        #expect(trigger.keyword == "COPY")
        #expect(trigger.flag("from")?.value == "b")
    }

    @Test(arguments: ["FORM a\n", "FROM\n", "1\n", "\u{FEFF}NOPE x\n"])
    func whatIsNoInstructionIsReported(text: String) {
        #expect(read(text).diagnostics.map(\.id) == ["dockerfile-syntax"])
    }

    @Test(arguments: [
        "", "\\", "#", "RUN \\", "RUN \\\n", "RUN <<", "RUN <<EOF", "ENV \"", "CMD [\"", "ONBUILD", "RUN $(",
        "RUN `a", "RUN 'a",
        "RUN a\\", "FROM a\r\nRUN b \\\r\n c\r\n", "COPY <<a <<b /\na\n", "RUN ${", "RUN \"$(\"",
    ])
    func nothingMakesItFail(text: String) {
        let document = read(text)
        let isSilent =
            document.instructions.isEmpty && document.comments.isEmpty && document.diagnostics.isEmpty
        #expect(!isSilent || text.isEmpty || text == "\\")
        var spans = document.comments + document.diagnostics.compactMap(\.primary?.span)
        for instruction in document.instructions {
            spans += [instruction.span, instruction.keywordSpan]
            spans += (instruction.words + (instruction.execForm ?? [])).map(\.span)
            spans += ShellCommand.all(in: instruction.arguments).map(\.span)
            spans += [instruction.trigger?.span].compactMap(\.self)
        }
        let outside = spans.filter { !(0...text.utf8.count).contains($0.range.upperBound) }
        #expect(outside.isEmpty)
    }
}

@Suite struct ShellCommandTests {
    private func commands(_ script: String) throws -> [ShellCommand] {
        let file = SourceFile(path: "Dockerfile", text: "RUN " + script + "\n")
        return ShellCommand.all(in: try #require(DockerfileDocument(file).instructions.first).arguments)
    }

    @Test(arguments: [
        ("a b && c || d; e", ["a b", "c", "d", "e"]),
        ("A=1 b \"c d\" 'e'", ["b c d e"]),
        ("if a; then b; fi", ["a", "b"]),
        ("a > f 2>&1 < g", ["a"]),
        ("(a; b) | c", ["a", "b", "c"]),
        ("a $(b c) d", ["b c", "a $(b c) d"]),
        ("a # b; c", ["a"]),
        ("a \\\n  b", ["a b"]),
    ])
    func scriptsAreTakenApart(script: String, expected: [String]) throws {
        #expect(try commands(script).map { $0.words.map(\.text).joined(separator: " ") } == expected)
    }

    @Test func pipesAreSeenAndPlacesKept() throws {
        #expect(try commands("{ a; b; } | c").map(\.isPiped) == [false, true, false])
        let found = try commands("a b | c || d")
        #expect(found.map(\.isPiped) == [true, false, false])
        #expect(found.map(\.span.text) == ["a b", "c", "d"])
    }
}
