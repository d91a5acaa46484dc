// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Testing

@testable import LanguageServer

/// What editors get for Dockerfiles.
@Suite struct DockerfileTests {
    private let path = "orders/Dockerfile"
    private let text =
        "FROM debian:12\nRUN apt-get update && \\\n    apt-get install -y curl\nUSER 1000\nMAINTAINER me\n"

    private func codes(_ diagnostics: [JSONValue]?) -> [String]? {
        diagnostics?.compactMap { $0["code"]?.string }
    }

    private func actions(_ editor: inout Editor, at line: Int64, only: [String]? = nil) throws -> [JSONValue]
    {
        let start: JSONValue = ["line": .integer(line), "character": 0]
        let end: JSONValue = ["line": .integer(line), "character": 99]
        var context: JSONValue = ["diagnostics": []]
        if let only { context["only"] = .array(only.map { .string($0) }) }
        let params: JSONValue = [
            "textDocument": ["uri": .string(Editor.uri(path))], "range": ["start": start, "end": end],
            "context": context,
        ]
        return try #require(try editor.request("textDocument/codeAction", params).array)
    }

    @Test(arguments: [
        ("orders/Dockerfile", "dockerfile"), ("orders/Dockerfile", "plaintext"),
        ("orders/image.txt", "dockerfile"), ("orders/web.Dockerfile", "docker"),
    ])
    func isKnownByItsLanguageOrItsName(path: String, language: String) throws {
        var editor = try Editor.opened(SmallShop.files)
        editor.open(path, text, language: language)
        editor.settle()
        #expect(codes(editor.published(path))?.contains("maintainer") == true)
        editor.notify("textDocument/didClose", ["textDocument": ["uri": .string(Editor.uri(path))]])
        editor.settle()
        #expect(editor.published(path) == [], "what nobody looks at is not reported")
    }

    @Test func isNoManifest() throws {
        var editor = try Editor.opened(SmallShop.files)
        editor.open(
            path,
            "FROM registry.example/base:1.0.0\nUSER 1000\n# msctl.dev/ is mentioned\n",
            language: "dockerfile"
        )
        editor.settle()
        #expect(editor.published(path)?.isEmpty ?? true)
        let place: JSONValue = [
            "textDocument": ["uri": .string(Editor.uri(path))], "position": ["line": 0, "character": 3],
        ]
        #expect(try editor.request("textDocument/completion", place)["items"] == [])
        #expect(try editor.request("textDocument/hover", place) == .null)
        #expect(try editor.request("textDocument/definition", place) == .null)
        #expect(try editor.request("textDocument/documentSymbol", place) == [])
    }

    @Test func aYAMLFileThatIsCalledSoIsNone() throws {
        var editor = try Editor.opened([:])
        editor.open("Dockerfile.tpl", "a: [\n", language: "yaml")
        editor.settle()
        #expect(codes(editor.published("Dockerfile.tpl"))?.contains("maintainer") != true)
    }

    @Test func standsAloneOrBesideManifests() throws {
        var editor = try Editor.opened([:])
        editor.open(path, text, language: "dockerfile")
        editor.settle()
        #expect(codes(editor.published(path))?.contains("maintainer") == true)
        editor.replace(path, text.replacing("MAINTAINER me\n", with: ""))
        editor.settle()
        #expect(codes(editor.published(path))?.contains("maintainer") == false)
    }

    @Test func registriesOfTheSystemCount() throws {
        var files = SmallShop.files
        files["system.yaml"] = SmallShop.system + "  standards: { registries: [registry.example] }\n"
        var editor = try Editor.opened(files)
        editor.open(path, text, language: "dockerfile")
        editor.settle()
        let found = codes(editor.published(path)) ?? []
        #expect(found.contains("maintainer") && found.contains("registry"), "\(found)")
    }

    @Test func acceptsWithACommentAboveTheInstruction() throws {
        var editor = try Editor.opened(SmallShop.files)
        editor.open(path, text, language: "dockerfile")
        editor.settle()
        let found = (editor.published(path) ?? []).filter { $0["range"]?["start"]?["line"] == 2 }
        let rule = try #require(
            found.first?["code"]?.string,
            "something is to say about the second line of RUN"
        )
        let all = try actions(&editor, at: 2)
        let accept = try #require(all.first { $0["title"]?.string?.contains("accept `\(rule)`") == true })
        let edit = try #require(accept["edit"]?["documentChanges"]?.array?.first?["edits"]?.array?.first)
        #expect(edit["range"]?["start"] == ["line": 1, "character": 0])
        #expect(edit["newText"]?.string == "# msctl:ignore \(rule) -- say why this is accepted\n")
        editor.change(path, [["range": edit["range"], "text": edit["newText"]]])
        editor.settle()
        #expect(codes(editor.published(path))?.contains(rule) == false)
    }

    @Test func offersFixes() throws {
        var editor = try Editor.opened(SmallShop.files)
        editor.open(path, text, language: "dockerfile")
        editor.settle()
        let fix = try #require(
            try actions(&editor, at: 2).first {
                $0["title"]?.string?.hasPrefix("add `--no-install-recommends`") == true
            }
        )
        let change = try #require(fix["edit"]?["documentChanges"]?.array?.first)
        #expect(change["textDocument"]?["uri"]?.string == Editor.uri(path))
        #expect(codes(editor.published(path))?.contains("apt-recommends") == true)
        let edit = try #require(change["edits"]?.array?.first)
        editor.change(path, [["range": edit["range"], "text": edit["newText"]]])
        editor.settle()
        #expect(codes(editor.published(path))?.contains("apt-recommends") == false)
    }

    @Test func offersToAnswerForThePackageManager() throws {
        var editor = try Editor.opened(SmallShop.files)
        editor.open(path, text.replacing(" -y", with: ""), language: "dockerfile")
        editor.settle()
        let fix = try #require(
            try actions(&editor, at: 2).first { $0["title"]?.string?.hasPrefix("add `-y`") == true }
        )
        let change = try #require(fix["edit"]?["documentChanges"]?.array?.first)
        #expect(change["edits"]?.array?.first?["newText"]?.string == "apt-get -y")
    }

    @Test func explainsTheRuleBehindAFinding() throws {
        var editor = try Editor.opened(SmallShop.files)
        editor.open(path, text, language: "dockerfile")
        editor.settle()
        let answer = try editor.request(
            "textDocument/hover",
            ["textDocument": ["uri": .string(Editor.uri(path))], "position": ["line": 4, "character": 2]]
        )
        #expect(answer["contents"]?["value"]?.string?.contains("**maintainer**") == true)
    }
}
