// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Testing

@testable import LanguageServer

@Suite struct CompletionTests {
    private let path = "orders/msctl.yaml"
    private static let head = "apiVersion: msctl.dev/v1\nkind: Service\nmetadata:\n  name: orders\nspec:\n"
    private static let systemHead =
        "apiVersion: msctl.dev/v1\nkind: System\nmetadata: { name: shop }\nspec:\n"

    private func labels(_ text: String, _ files: [String: String] = SmallShop.files) throws -> [String] {
        var editor = try Editor.opened(files)
        editor.open(path, SmallShop.orders)
        let result = try editor.ask("textDocument/completion", path, text)
        return result["items"]?.array?.compactMap { $0["label"]?.string } ?? []
    }

    @Test(arguments: [
        ("  |", ["owner", "domain", "tier"]),
        ("  own|", ["owner", "domain"]),
        ("  consumes:\n    - |", ["api", "required"]),
        ("  consumes:\n    |", ["api"]),
        ("  consumes:\n  - api: stock/v1\n    |", ["required", "timeout"]),
        ("  consumes:\n    - { api: stock/v1, |", ["required", "timeout"]),
        ("  consumes: [{ |", ["api"]),
        ("  resilience:\n    |\n  scale: 2\n", ["slo", "deadline"]),
        ("  run:\n    resources:\n      |", ["cpu", "memory"]),
        ("  consumes:\n    - api: stock/v1\n      retries:\n        |", ["max", "backoff"]),
        ("  events:\n    publishes:\n      - topic: orders.placed\n        |", ["version", "outbox"]),
    ])
    func offersTheFieldsOfAPlace(text: String, expected: [String]) throws {
        let found = try labels(Self.head + text)
        for name in expected { #expect(found.contains(name), "\(name) in \(found)") }
        #expect(!found.contains("apiVersion"))
    }

    @Test(arguments: [
        ("  tier: |", ["critical", "high", "standard", "low"]),
        ("  tier: st|\n  domain: sales\n", ["critical", "high", "standard", "low"]),
        ("  owner: |", ["team-sales"]), ("  domain: |", ["sales"]),
        ("  consumes:\n    - api: |", ["stock/v1", "external/acquirer"]),
        ("  consumes:\n    - { api: st|", ["stock/v1", "external/acquirer"]),
        ("  consumes:\n    - api: stock/v1\n      required: |", ["true", "false"]),
        ("  routes:\n    - path: /v1\n      to: |", ["stock/v1"]),
        ("  events:\n    subscribes:\n      - topic: |", ["orders.placed"]),
        ("  deploy:\n    strategy: |", ["rolling", "canary"]), ("  deploy: { after: [|", ["stock"]),
        ("  # msctl:ignore |", ["no-timeout", "single-replica"]), ("  # ms|", ["msctl:ignore"]),
        ("  lint:\n    ignore:\n      - rule: |", ["no-timeout"]),
    ])
    func offersValues(text: String, expected: [String]) throws {
        let found = try labels(Self.head + text)
        for name in expected { #expect(found.contains(name), "\(name) in \(found)") }
    }

    @Test(arguments: [
        ("  teams: { team-sales: {} }\n  domains:\n    sales: { owner: |", "team-sales"),
        ("  topics:\n    a.b:\n      owner: |", "stock"),
        ("  |", "domains"), ("  topics:\n    a.b: { |", "partitions"),
    ])
    func knowsTheOtherKinds(text: String, expected: String) throws {
        var editor = try Editor.opened(SmallShop.files)
        editor.open("system.yaml", SmallShop.system)
        let result = try editor.ask("textDocument/completion", "system.yaml", Self.systemHead + text)
        let found = result["items"]?.array?.compactMap { $0["label"]?.string } ?? []
        #expect(found.contains(expected), "\(found)")
    }

    @Test func leavesOutWhatIsWritten() throws {
        let found = try labels(Self.head + "  owner: team-sales\n  |\n  domain: sales\n  image: a/b:1\n")
        #expect(!found.contains("owner") && !found.contains("domain") && !found.contains("image"))
        #expect(found.contains("tier"))
        let element = try labels(
            Self.head
                + "  consumes:\n    - api: a/v1\n      timeout: 1s\n    - api: b/v1\n      |\n      calls: 2\n"
        )
        #expect(!element.contains("api") && !element.contains("calls") && element.contains("timeout"))
    }

    @Test func beginsADocument() throws {
        #expect(try labels("|").prefix(2) == ["apiVersion", "kind"])
        #expect(try labels("apiVersion: |") == ["msctl.dev/v1"])
        #expect(try labels("apiVersion: msctl.dev/v1\nkind: |") == ["Service", "System", "Environment"])
        #expect(try labels(Self.head + "  owner: a\n---\napiVersion: msctl.dev/v1\nkind: |").count == 3)
    }

    @Test func replacesTheWordAndKeepsTheIndentation() throws {
        var editor = try Editor.opened(SmallShop.files)
        let result = try editor.ask(
            "textDocument/completion",
            path,
            Self.head + "  consumes:\n    - api: sto|"
        )
        let item = try #require(result["items"]?.array?.first { $0["label"]?.string == "stock/v1" })
        #expect(item["textEdit"]?["newText"]?.string == "stock/v1")
        #expect(item["textEdit"]?["range"]?["start"] == ["line": 6, "character": 11])
        #expect(item["textEdit"]?["range"]?["end"] == ["line": 6, "character": 14])
        #expect(item["detail"]?.string == "of stock")
        let fields = try editor.ask("textDocument/completion", path, Self.head + "  |")
        func text(_ name: String) -> String? {
            let item = fields["items"]?.array?.first { $0["label"]?.string == name }
            return item?["textEdit"]?["newText"]?.string
        }
        #expect(text("owner") == "owner: ")
        #expect(text("consumes") == "consumes:\n    - api: ")
        #expect(text("resilience") == "resilience:\n    ")
    }

    /// A line that is just being typed breaks the file; the names of the rest are still known.
    @Test func keepsTheLastGoodSystemWhileTheTextIsBroken() throws {
        var editor = try Editor.opened(SmallShop.files)
        editor.open("system.yaml", SmallShop.system)
        editor.replace("system.yaml", SmallShop.system + "  \"broken\n")
        editor.settle()
        let broken = Self.head + "  owner: [\n  consumes:\n    - api: |"
        let result = try editor.ask("textDocument/completion", path, broken)
        let found = result["items"]?.array?.compactMap { $0["label"]?.string } ?? []
        #expect(found.contains("stock/v1") && found.contains("external/acquirer"))
    }
}
