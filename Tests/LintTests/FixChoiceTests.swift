// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest
import Testing

@testable import Lint

/// Which fixes are made when not all of them can be.
@Suite struct FixChoiceTests {
    private let file = SourceFile(path: "msctl.yaml", text: "a: 1\nb: 2\nc: 3\n")

    private func fix(_ file: SourceFile, _ range: Range<Int>, _ text: String) -> Diagnostic.Fix {
        .init(
            title: "write `\(text)`",
            applicability: .safe,
            edits: [.init(SourceSpan(file: file, range: range), text)]
        )
    }

    private func text(_ files: [String: SourceFile], _ path: String) -> String? {
        files[path].map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    @Test func oneThatBreaksAFileDoesNotKeepTheOthersFromBeingMade() {
        let other = SourceFile(path: "b.msctl.yaml", text: "d: 4\n")
        let fixes = [
            fix(file, 3..<4, "7"), fix(file, 8..<9, "[8"), fix(file, 13..<14, "9"), fix(other, 3..<4, "5"),
        ]
        let (files, made) = Fixer.apply(fixes, to: [file.path: file, other.path: other], [])
        #expect(text(files, "msctl.yaml") == "a: 7\nb: 2\nc: 9\n")
        #expect(text(files, "b.msctl.yaml") == "d: 5\n")
        #expect(made.map(\.title).sorted() == ["write `5`", "write `7`", "write `9`"])
    }

    @Test func oneInSeveralFilesIsMadeWholeOrNotAtAll() {
        let other = SourceFile(path: "b.msctl.yaml", text: "d: 4\n")
        var both = fix(file, 8..<9, "[8")
        both.edits.append(.init(SourceSpan(file: other, range: 3..<4), "5"))
        let (files, made) = Fixer.apply(
            [both, fix(file, 3..<4, "7")],
            to: [file.path: file, other.path: other],
            []
        )
        #expect(text(files, "msctl.yaml") == "a: 7\nb: 2\nc: 3\n")
        #expect(files["b.msctl.yaml"] == nil && made.count == 1)
    }

    @Test func aDockerfileNeedNotBeYAML() {
        let dockerfile = SourceFile(path: "Dockerfile", text: "FROM a\nRUN b\n")
        let change = fix(dockerfile, 11..<12, "echo x: y: z")
        #expect(Fixer.apply([change], to: ["Dockerfile": dockerfile], ["Dockerfile"]).1.count == 1)
    }

    @Test func equalOnesAreMadeOnceAndOverlappingOnesNotTogether() {
        let one = fix(file, 0..<4, "a: 2")
        #expect(
            Diagnostic.Fix.compatible([one, one, fix(file, 3..<4, "3"), fix(file, 5..<6, "e")]).map(\.title)
                == ["write `a: 2`", "write `e`"]
        )
        #expect(Diagnostic.Fix.compatible([fix(file, 4..<4, "x"), fix(file, 4..<4, "y")]).count == 1)
    }

    @Test func whatIsNotMadeIsToldWithItsReason() {
        let (first, second) = (fix(file, 0..<4, "a: 2"), fix(file, 3..<4, "3"))
        let breaking = fix(file, 8..<9, "[8")
        let choice = FixChoice(among: [first, second, breaking])
        #expect(choice.clashes.map(\.fix) == [second] && choice.clashes.map(\.with) == [first])
        let left = Fixer.leftOut(choice, [first], [], changes: false)
        #expect(
            left == [
                .init(path: "msctl.yaml", title: "write `[8`", reason: .unreadable),
                .init(path: "msctl.yaml", title: "write `3`", reason: .clash("write `a: 2`")),
            ]
        )
        let endless = Fixer.leftOut(choice, [first, breaking], [], changes: true)
        #expect(endless.map(\.reason) == [.undone, .undone, .clash("write `a: 2`")])
    }

    @Test func aTextThatEndsWithACommaIsNoBrace() throws {
        let text =
            "apiVersion: msctl.dev/v1\nkind: Service\nmetadata:\n  description: carts,\n  # {\n  name: cart\n"
            + "spec: { owner: a, # {\n  domain: b }\n"
        let set = ManifestReader.read([SourceFile(path: "msctl.yaml", text: text)])
        let source = try #require(set.services.first?.source)
        func replacement(_ pointer: String) throws -> String {
            FieldInsertion.edit("x: y", behind: try #require(source.entry(at: pointer)), in: source)
                .replacement
        }
        #expect(try replacement("/metadata/name") == "\n  x: y")
        #expect(try replacement("/metadata/description") == "\n  x: y")
        #expect(try replacement("/spec/owner") == ", x: y")
        #expect(try replacement("/spec/domain") == ", x: y")
    }
}
