// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Lint
import Manifest
import Testing

@testable import LanguageServer

/// An editor as a test plays it: sends messages, keeps the time, and reads what comes back.
struct Editor {
    static let root = "/work space/shop"

    var server: LanguageServer
    /// The folder on disk.
    var disk: [String: String] = [:]
    /// The folder `in` of it, for when it is opened as one of its own.
    var innerDisk: [String: String] = [:]
    var settings: String?
    var now: Duration = .zero
    /// Everything that the server has sent and nobody has taken.
    var received: [JSONValue] = []
    var loads: [String] = []
    var exit: Bool?
    private var requests: Int64 = 0
    private var versions: [String: Int64] = [:]

    init() throws {
        let today = try #require(CalendarDate(year: 2026, month: 9, day: 21))
        server = LanguageServer(version: "1.2.3", today: today)
    }

    /// An editor that has opened a folder with these files.
    static func opened(_ disk: [String: String], capabilities: JSONValue = Editor.capabilities) throws
        -> Editor
    {
        var editor = try Editor()
        editor.disk = disk
        _ = try editor.initialize(capabilities)
        return editor
    }

    static let capabilities: JSONValue = [
        "textDocument": [
            "hover": ["contentFormat": ["markdown"]],
            "completion": ["completionItem": ["snippetSupport": false]],
            "documentSymbol": ["hierarchicalDocumentSymbolSupport": true],
            "publishDiagnostics": ["relatedInformation": true],
        ],
        "workspace": ["workspaceEdit": ["documentChanges": true]],
    ]

    @discardableResult
    mutating func initialize(_ capabilities: JSONValue = Editor.capabilities) throws -> JSONValue {
        let result = try request(
            "initialize",
            ["processId": nil, "rootUri": "file:///work%20space/shop", "capabilities": capabilities]
        )
        notify("initialized", [:])
        settle()
        return result
    }

    static func uri(_ path: String) -> String { "file:///work%20space/shop/\(path)" }

    mutating func send(_ message: JSONValue) {
        perform(server.enqueue(message))
        while server.hasWork { perform(server.step(at: now)) }
    }

    mutating func notify(_ method: String, _ params: JSONValue) {
        send(["jsonrpc": "2.0", "method": .string(method), "params": params])
    }

    /// The response to a request, whether it is a result or an error.
    mutating func response(_ method: String, _ params: JSONValue) throws -> JSONValue {
        requests += 1
        let id = JSONValue.integer(requests)
        send(["jsonrpc": "2.0", "id": id, "method": .string(method), "params": params])
        let index = try #require(received.firstIndex { $0["id"] == id && $0["method"] == nil })
        return received.remove(at: index)
    }

    mutating func request(_ method: String, _ params: JSONValue) throws -> JSONValue {
        let response = try response(method, params)
        #expect(response["error"] == nil)
        return response["result"] ?? .null
    }

    private mutating func perform(_ actions: [ServerAction]) {
        for action in actions {
            switch action {
            case .send(let message): received.append(message)
            case .exit(let isOrderly): exit = isOrderly
            case .load(let folder):
                loads.append(folder)
                perform(server.loaded(contents(of: folder), at: now))
            }
        }
    }

    private func contents(of folder: String) -> WorkspaceContents {
        let isOurs = folder == Self.root
        let disk = disk
        let files = isOurs ? disk : folder == Self.root + "/in" ? innerDisk : [:]
        return WorkspaceContents(
            folder: folder,
            files: files.sorted { $0.key < $1.key }.map { SourceFile(path: $0.key, text: $0.value) },
            problems: [],
            settings: settings.map { SourceFile(path: ".msctl.yaml", text: $0) },
            repository: ProjectFiles(
                kind: { _ in .file },
                read: { path in disk[path].map { SourceFile(path: path, text: $0) } }
            ),
            runtime: { _ in nil }
        )
    }

    /// Lets time pass until nothing waits any more.
    mutating func settle() {
        while let deadline = server.deadline {
            now = max(now, deadline)
            perform(server.tick(at: now))
        }
    }

    mutating func open(_ path: String, _ text: String, language: String = "yaml") {
        versions[path] = 1
        let item: JSONValue = [
            "uri": .string(Self.uri(path)), "languageId": .string(language), "version": 1,
            "text": .string(text),
        ]
        notify("textDocument/didOpen", ["textDocument": item])
    }

    mutating func change(_ path: String, _ changes: JSONValue) {
        versions[path, default: 0] += 1
        let document: JSONValue = [
            "uri": .string(Self.uri(path)), "version": .integer(versions[path] ?? 0),
        ]
        notify("textDocument/didChange", ["textDocument": document, "contentChanges": changes])
    }

    mutating func replace(_ path: String, _ text: String) { change(path, [["text": .string(text)]]) }

    /// The last diagnostics of a file that were published since they were last taken; `nil` when none were.
    mutating func published(_ path: String) -> [JSONValue]? {
        var last: [JSONValue]?
        received.removeAll { message in
            guard message["method"]?.string == "textDocument/publishDiagnostics",
                message["params"]?["uri"]?.string == Self.uri(path)
            else { return false }
            last = message["params"]?["diagnostics"]?.array
            return true
        }
        return last
    }

    /// The request about the place of `|` in a text, which becomes the text of the file.
    mutating func ask(
        _ method: String,
        _ path: String,
        _ marked: String,
        _ more: (String, JSONValue)...
    ) throws -> JSONValue {
        let parts = marked.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
        try #require(parts.count == 2, "no `|` in the text")
        let text = String(parts[0] + parts[1])
        if versions[path] == nil { open(path, text) } else { replace(path, text) }
        let lines = parts[0].split(separator: "\n", omittingEmptySubsequences: false)
        let character = lines.last?.utf16.count ?? 0
        var params: JSONValue = [
            "textDocument": ["uri": .string(Self.uri(path))],
            "position": ["line": .integer(Int64(lines.count - 1)), "character": .integer(Int64(character))],
        ]
        for (name, value) in more { params[name] = value }
        return try request(method, params)
    }
}

/// Two services that call each other's APIs properly, with a System.
enum SmallShop {
    static let system = """
        apiVersion: msctl.dev/v1
        kind: System
        metadata:
          name: shop
        spec:
          domains:
            sales: { owner: team-sales }
          teams:
            team-sales: { contact: "#sales", oncall: "https://oncall.example" }
          topics:
            orders.placed: { owner: orders, partitions: 3 }
          external:
            acquirer: { url: "https://acquirer.example", availability: 99.9, deadline: 600ms }

        """

    static func service(_ name: String, _ more: String = "") -> String {
        """
        apiVersion: msctl.dev/v1
        kind: Service
        metadata:
          name: \(name)
        spec:
          owner: team-sales
          domain: sales
          image: registry.example/\(name):1.0.0
          provides:
            - { api: \(name), version: v1, http: 8080 }
        \(more)
        """
    }

    static let orders = service(
        "orders",
        """
          consumes:
            - api: stock/v1
              timeout: 300ms
              breaker: true
          resilience:
            slo: 99.4
            deadline: 500ms

        """
    )

    static let stock = service("stock", "")

    static let files = ["system.yaml": system, "orders/msctl.yaml": orders, "stock/msctl.yaml": stock]
}
