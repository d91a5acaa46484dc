// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Testing

@testable import LanguageServer

/// The rules of the conversation: order, errors, cancellation, the end.
@Suite struct ConversationTests {
    private func code(_ response: JSONValue) -> Int64? { response["error"]?["code"]?.integer }

    @Test func sayWhatTheServerCanDo() throws {
        var editor = try Editor()
        let result = try editor.initialize()
        #expect(result["serverInfo"]?["version"]?.string == "1.2.3")
        #expect(result["capabilities"]?["positionEncoding"]?.string == "utf-16")
        #expect(result["capabilities"]?["textDocumentSync"]?["change"]?.integer == 2)
        #expect(editor.loads == [Editor.root])
    }

    @Test func takesUTF8WhereItIsOffered() throws {
        var editor = try Editor()
        let result = try editor.initialize(["general": ["positionEncodings": ["utf-16", "utf-8"]]])
        #expect(result["capabilities"]?["positionEncoding"]?.string == "utf-8")
    }

    @Test func wantsInitializeFirstAndOnce() throws {
        var editor = try Editor()
        #expect(code(try editor.response("textDocument/hover", [:])) == -32_002)
        editor.notify("textDocument/didOpen", [:])
        #expect(editor.received.isEmpty)
        try editor.initialize()
        #expect(code(try editor.response("initialize", [:])) == -32_600)
    }

    @Test func endsInOrder() throws {
        var editor = try Editor.opened([:])
        #expect(try editor.response("shutdown", .null)["result"] == .null)
        #expect(code(try editor.response("textDocument/hover", [:])) == -32_600)
        editor.notify("exit", .null)
        #expect(editor.exit == true)
        var hasty = try Editor.opened([:])
        hasty.notify("exit", .null)
        #expect(hasty.exit == false)
    }

    @Test func answersWhatItDoesNotKnow() throws {
        var editor = try Editor.opened([:])
        #expect(code(try editor.response("textDocument/rename", [:])) == -32_601)
        #expect(code(try editor.response("textDocument/hover", [:])) == -32_602)
        #expect(
            code(try editor.response("textDocument/hover", ["textDocument": ["uri": "file:///nope"]]))
                == -32_602
        )
        editor.received = []
        editor.notify("$/setTrace", ["value": "off"])
        editor.notify("telemetry/whatever", .null)
        #expect(editor.received.isEmpty)
    }

    @Test(arguments: [
        "{}", "7", "[]", "{\"id\":1}", "{\"id\":[],\"method\":\"x\"}", "{\"method\":4}", "null",
    ])
    func answersWhatIsNoMessage(text: String) throws {
        var editor = try Editor.opened([:])
        editor.received = []
        editor.send(try JSONReader.read(text))
        #expect(editor.received.count == 1)
        #expect(editor.received.first.flatMap(code) == -32_600)
    }

    @Test func takesBatches() throws {
        var editor = try Editor.opened([:])
        editor.received = []
        editor.send([
            ["jsonrpc": "2.0", "id": 71, "method": "shutdown"], ["jsonrpc": "2.0", "id": 72, "method": "x"],
        ])
        #expect(editor.received.compactMap { $0["id"]?.integer } == [71, 72])
    }

    @Test func aCancellationOvertakesWhatWaits() throws {
        var editor = try Editor.opened([:])
        editor.received = []
        var server = editor.server
        _ = server.enqueue(["jsonrpc": "2.0", "id": 5, "method": "textDocument/hover", "params": [:]])
        let actions = server.enqueue(["jsonrpc": "2.0", "method": "$/cancelRequest", "params": ["id": 5]])
        guard case .send(let answer) = actions.first else {
            Issue.record("no answer")
            return
        }
        #expect(answer["id"] == 5 && code(answer) == -32_800)
        #expect(!server.hasWork)
        // What was answered already cannot be cancelled, and that is no mistake.
        let late = server.enqueue(["jsonrpc": "2.0", "method": "$/cancelRequest", "params": ["id": 5]])
        #expect(late.isEmpty)
        #expect(server.step(at: .zero).isEmpty)
    }

    @Test func toleratesBrokenNotifications() throws {
        var editor = try Editor.opened(SmallShop.files)
        editor.open("orders/msctl.yaml", SmallShop.orders)
        editor.received = []
        editor.change("orders/msctl.yaml", [["range": ["start": 3], "text": "x"]])
        editor.change("orders/msctl.yaml", [[:]])
        editor.notify("textDocument/didClose", ["textDocument": ["uri": "file:///other"]])
        let methods = editor.received.compactMap { $0["method"]?.string }
        #expect(methods == ["window/logMessage", "window/logMessage", "window/logMessage"])
        editor.replace("orders/msctl.yaml", SmallShop.orders)
        editor.settle()
        #expect(editor.server.documents.count == 1)
    }

    @Test func ignoresDocumentsThatAreNoFiles() throws {
        var editor = try Editor.opened(SmallShop.files)
        editor.received = []
        editor.notify(
            "textDocument/didOpen",
            ["textDocument": ["uri": "untitled:Untitled-1", "version": 1, "languageId": "yaml", "text": "a"]]
        )
        #expect(editor.received.isEmpty && editor.server.documents.isEmpty)
    }

    @Test func takesSeveralFolders() throws {
        var editor = try Editor.opened(SmallShop.files)
        editor.loads = []
        let event: JSONValue = [
            "added": [["uri": "file:///other", "name": "other"]],
            "removed": [["uri": "file:///work%20space/shop", "name": "shop"]],
        ]
        editor.notify("workspace/didChangeWorkspaceFolders", ["event": event])
        #expect(editor.loads == ["/other"])
        #expect(editor.server.folders.keys.sorted() == ["/other"])
    }

    @Test func aFolderInsideAnotherKeepsItsFindings() throws {
        var editor = try Editor.opened([
            "msctl.yaml": SmallShop.service("a").replacing("v1", with: "v0"),
            "in/msctl.yaml": SmallShop.service("b").replacing("v1", with: "v0"),
        ])
        let inner: JSONValue = [["uri": .string(Editor.uri("in")), "name": "in"]]
        editor.innerDisk = ["msctl.yaml": SmallShop.service("b").replacing("v1", with: "v0")]
        editor.notify("workspace/didChangeWorkspaceFolders", ["event": ["added": inner, "removed": []]])
        editor.settle()
        editor.received = []
        let outer: JSONValue = [["uri": "file:///work%20space/shop", "name": "shop"]]
        editor.notify("workspace/didChangeWorkspaceFolders", ["event": ["added": [], "removed": outer]])
        editor.settle()
        #expect(editor.published("msctl.yaml") == [], "taken back")
        #expect(editor.published("in/msctl.yaml") == nil, "still there")
        #expect(editor.server.published.keys.sorted() == [Editor.root + "/in/msctl.yaml"])
    }

    @Test(arguments: ["/home/jürgen/läden", "/home/ju\u{308}rgen", "/"]) func foldersMayHaveAnyName(
        folder: String
    ) {
        let path = folder == "/" ? "/msctl.yaml" : folder + "/msctl.yaml"
        #expect(WorkspaceFolder(path: folder).relative(path) == "msctl.yaml")
        #expect(
            WorkspaceFolder(path: folder).relative("/elsewhere/msctl.yaml")
                == (folder == "/" ? "elsewhere/msctl.yaml" : nil)
        )
        #expect(WorkspaceFolder(path: "/a/b").relative("/a/bc") == nil)
    }
}

@Suite struct AddressTests {
    @Test(arguments: [
        ("file:///a/b.yaml", "/a/b.yaml"), ("file:///a%20b/%C3%A9.yaml", "/a b/é.yaml"),
        ("file://localhost/a", "/a"), ("file:///a/../b/./c/", "/b/c"), ("FILE:///a", "/a"),
        ("file:///100%", "/100%"),
    ])
    func readsAddresses(uri: String, path: String) {
        #expect(DocumentURI.path(of: uri) == path)
    }

    @Test(arguments: ["untitled:x", "http://a/b", "file://server/share", "a", ""])
    func refusesOtherAddresses(uri: String) {
        #expect(DocumentURI.path(of: uri) == nil)
    }

    @Test(arguments: ["/a b/é.yaml", "/", "/%/#?.yaml"]) func writesWhatItReads(path: String) {
        #expect(DocumentURI.path(of: DocumentURI.of(path: path)) == path)
    }
}
