// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Testing

@testable import LanguageServer

@Suite struct FindingTests {
    private let path = "orders/msctl.yaml"

    private func codes(_ diagnostics: [JSONValue]?) -> [String]? {
        diagnostics?.compactMap { $0["code"]?.string }
    }

    @Test func publishesWhatLintFindsAndTakesItBack() throws {
        var editor = try Editor.opened(SmallShop.files)
        let before = codes(editor.published(path)) ?? []
        #expect(!before.contains("dangling-ref"))
        editor.open(path, SmallShop.orders)
        editor.settle()
        editor.replace(path, SmallShop.orders.replacing("stock/v1", with: "stork/v1"))
        #expect(editor.published(path) == nil, "before the text is quiet")
        editor.settle()
        let found = try #require(editor.published(path)?.first { $0["code"]?.string == "dangling-ref" })
        #expect(found["severity"]?.integer == 1)
        #expect(found["source"]?.string == "msctl")
        #expect(found["message"]?.string?.contains("did you mean `stock/v1`?") == true)
        let line = SmallShop.orders.split(separator: "\n").firstIndex { $0.contains("stock/v1") }
        #expect(found["range"]?["start"]?["line"]?.integer == line.map(Int64.init))
        #expect(found["range"]?["start"]?["character"]?.integer == 11)
        #expect(found["range"]?["end"]?["character"]?.integer == 19)
        editor.replace(path, SmallShop.orders)
        editor.settle()
        #expect(codes(editor.published(path)) == before)
    }

    /// Only Helm can turn a template into YAML, and only the chart beside it says that it is one.
    @Test func saysNothingAboutTheTemplatesOfAChart() throws {
        let template = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: { name: '{{ .Release.Name }}' }
            spec: { replicas: '{{ .n }}' }

            """
        var files = SmallShop.files
        files["chart/Chart.yaml"] = "apiVersion: v2\nname: web\nversion: 1.0.0\n"
        files["chart/templates/web.yaml"] = template
        var editor = try Editor.opened(files)
        #expect(editor.published("chart/templates/web.yaml")?.isEmpty ?? true)
        editor.open("chart/templates/web.yaml", template)
        editor.settle()
        #expect(editor.published("chart/templates/web.yaml")?.isEmpty ?? true)
        files["chart/Chart.yaml"] = nil
        var plain = try Editor.opened(files)
        plain.open("chart/templates/web.yaml", template)
        plain.settle()
        #expect(plain.published("chart/templates/web.yaml")?.isEmpty == false)
    }

    @Test func waitsForTheTextToBeQuiet() throws {
        var editor = try Editor.opened(SmallShop.files)
        editor.open(path, SmallShop.orders)
        let first = try #require(editor.server.deadline)
        editor.now += .milliseconds(100)
        editor.replace(path, SmallShop.orders + "# x\n")
        let second = try #require(editor.server.deadline)
        #expect(second - first == .milliseconds(100))
        #expect(second == editor.now + LanguageServer.quiet)
    }

    @Test func reportsInOtherFilesToo() throws {
        var editor = try Editor.opened(SmallShop.files)
        editor.open("stock/msctl.yaml", SmallShop.stock)
        editor.settle()
        _ = editor.published(path)
        editor.replace("stock/msctl.yaml", SmallShop.stock.replacing("version: v1", with: "version: v2"))
        editor.settle()
        #expect(codes(editor.published(path))?.contains("dangling-ref") == true)
        // Closing without saving brings back what is on disk.
        editor.notify(
            "textDocument/didClose",
            ["textDocument": ["uri": .string(Editor.uri("stock/msctl.yaml"))]]
        )
        editor.settle()
        #expect(codes(editor.published(path))?.contains("dangling-ref") == false)
    }

    @Test func showsWhereTheOtherSideStands() throws {
        var editor = try Editor.opened(SmallShop.files)
        editor.disk["twin.yaml"] = SmallShop.service("stock")
        editor.notify(
            "workspace/didChangeWatchedFiles",
            ["changes": [["uri": .string(Editor.uri("twin.yaml")), "type": 1]]]
        )
        editor.settle()
        let twin = try #require(
            editor.published("twin.yaml")?.first { $0["code"]?.string == "duplicate-name" }
        )
        let related = try #require(twin["relatedInformation"]?.array?.first)
        #expect(related["location"]?["uri"]?.string == Editor.uri("stock/msctl.yaml"))
        #expect(related["message"]?.string == "first declared here")
    }

    @Test func keepsQuietWhenNothingIsDifferent() throws {
        var editor = try Editor.opened(SmallShop.files)
        editor.open(path, SmallShop.orders)
        editor.settle()
        editor.received = []
        editor.replace(path, SmallShop.orders)
        editor.settle()
        #expect(editor.received.isEmpty)
    }

    @Test func survivesEveryPrefixOfAManifest() throws {
        var editor = try Editor.opened(SmallShop.files)
        editor.open(path, "")
        for length in stride(from: 0, to: SmallShop.orders.count, by: 7) {
            let text = String(SmallShop.orders.prefix(length))
            let result = try editor.ask("textDocument/completion", path, text + "|")
            #expect(result["items"] != nil)
            _ = try editor.ask("textDocument/hover", path, text + "|")
            editor.settle()
        }
    }

    @Test func systemsInFoldersOfTheirOwnStayApart() throws {
        let files = SmallShop.files.flatMap { entry in ["a", "b"].map { ("\($0)/\(entry.key)", entry.value) }
        }
        var editor = try Editor.opened(Dictionary(uniqueKeysWithValues: files))
        let all = editor.received.filter { $0["method"]?.string == "textDocument/publishDiagnostics" }
        let found = all.flatMap { $0["params"]?["diagnostics"]?.array ?? [] }.compactMap {
            $0["code"]?.string
        }
        #expect(!found.contains("duplicate-name") && !found.contains("dangling-ref"))
        #expect(editor.server.folders[Editor.root]?.groups().map(\.root) == ["a", "b"])
    }

    @Test func readsContractsAsTheyAreOpen() throws {
        var files = SmallShop.files
        files["stock/msctl.yaml"] = SmallShop.stock.replacing(
            "http: 8080",
            with: "http: 8080, spec: api.yaml"
        )
        let contract =
            "openapi: 3.1.0\ninfo: { title: stock, version: 1.0.0 }\npaths:\n  /stock:\n    get: { operationId: list }\n"
        files["stock/api.yaml"] = contract
        files[path] = SmallShop.orders.replacing(
            "breaker: true",
            with: "breaker: true\n      operations: [count]"
        )
        var editor = try Editor.opened(files)
        #expect(codes(editor.published(path))?.contains("unknown-operation") == true)
        editor.open("stock/api.yaml", contract)
        editor.replace("stock/api.yaml", contract.replacing("operationId: list", with: "operationId: count"))
        editor.settle()
        #expect(codes(editor.published(path))?.contains("unknown-operation") == false)
        editor.replace("stock/api.yaml", contract)
        editor.settle()
        #expect(codes(editor.published(path))?.contains("unknown-operation") == true)
    }

    @Test func obeysTheSettings() throws {
        var editor = try Editor()
        editor.disk = SmallShop.files
        editor.settings = "rules:\n  dangling-ref: error\n  no-runbook: off\n  nonsense: 7\n"
        try editor.initialize()
        let logs = editor.received.filter { $0["method"]?.string == "window/logMessage" }
        #expect(!logs.isEmpty)
    }

    private func actions(_ editor: inout Editor, at line: Int, only: [String]? = nil) throws -> [JSONValue] {
        let position: JSONValue = ["line": .integer(Int64(line)), "character": 12]
        var context: JSONValue = ["diagnostics": []]
        if let only { context["only"] = .array(only.map { .string($0) }) }
        let params: JSONValue = [
            "textDocument": ["uri": .string(Editor.uri(path))],
            "range": ["start": position, "end": position],
            "context": context,
        ]
        return try #require(try editor.request("textDocument/codeAction", params).array)
    }

    @Test func offersFixesAndSuppressions() throws {
        var editor = try Editor.opened(SmallShop.files)
        let text = SmallShop.orders.replacing("stock/v1", with: "stork/v1")
        editor.open(path, text)
        editor.settle()
        let line = try #require(text.split(separator: "\n").firstIndex { $0.contains("stork/v1") })
        let found = try actions(&editor, at: line)
        let fix = try #require(found.first { $0["title"]?.string?.hasPrefix("write `stock/v1`") == true })
        #expect(fix["kind"]?.string == "quickfix" && fix["isPreferred"] == nil)
        let change = try #require(fix["edit"]?["documentChanges"]?.array?.first)
        #expect(change["textDocument"]?["version"]?.integer == 1)
        #expect(change["edits"]?.array?.first?["newText"]?.string == "stock/v1")
        // What names nothing cannot be accepted.
        #expect(!found.contains { $0["title"]?.string?.contains("`dangling-ref`") == true })
        #expect(try actions(&editor, at: line, only: ["refactor"]).isEmpty)
        // Edits of an older text are not offered.
        editor.replace(path, "# new first line\n" + text)
        #expect(try actions(&editor, at: line + 1).isEmpty)
    }

    @Test func acceptsAFindingWithAComment() throws {
        var editor = try Editor.opened(SmallShop.files)
        let text = SmallShop.orders.replacing("      timeout: 300ms\n", with: "      timeout: 900ms\n")
        editor.open(path, text)
        editor.settle()
        let diagnostics = editor.published(path) ?? []
        let found = try #require(diagnostics.first { $0["code"]?.string == "deadline-too-short" })
        let line = try #require(found["range"]?["start"]?["line"]?.integer)
        let position: JSONValue = found["range"]?["start"] ?? .null
        let params: JSONValue = [
            "textDocument": ["uri": .string(Editor.uri(path))],
            "range": ["start": position, "end": position],
            "context": ["diagnostics": []],
        ]
        let all = try #require(try editor.request("textDocument/codeAction", params).array)
        let accept = try #require(
            all.first { $0["title"]?.string?.contains("accept `deadline-too-short`") == true }
        )
        let edit = try #require(accept["edit"]?["documentChanges"]?.array?.first?["edits"]?.array?.first)
        editor.change(path, [["range": edit["range"], "text": edit["newText"]]])
        editor.settle()
        #expect(codes(editor.published(path))?.contains("deadline-too-short") == false)
        #expect(edit["range"]?["start"]?["line"]?.integer == line)
    }
}
