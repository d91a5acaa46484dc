// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Testing

@testable import LanguageServer

@Suite struct NavigationTests {
    private let path = "orders/msctl.yaml"

    private func marked(_ text: String, _ word: String, _ offset: Int = 1) -> String {
        guard let range = text.ranges(of: word).first else { return text }
        let index = text.index(range.lowerBound, offsetBy: offset)
        return String(text[..<index]) + "|" + String(text[index...])
    }

    private func hover(_ word: String, _ text: String = SmallShop.orders) throws -> String {
        var editor = try Editor.opened(SmallShop.files)
        let result = try editor.ask("textDocument/hover", path, marked(text, word))
        return result["contents"]?["value"]?.string ?? ""
    }

    @Test func explainsFieldsAndWhatTheyAmountTo() throws {
        let timeout = try hover("timeout")
        #expect(timeout.contains("**`timeout`** — how long one try may take"))
        #expect(timeout.contains("a duration, such as `250ms`"))
        #expect(timeout.contains("`consumes.stock/v1.timeout`: **300ms** (orders/msctl.yaml:13:16)"))
        #expect(try hover("slo:").contains("`resilience.slo`: **99.4%**"))
        let tier = try hover("tier", SmallShop.orders + "  tier: high\n")
        #expect(tier.contains("`critical`, `high`, `standard`, `low`"))
    }

    @Test func showsFiguresOfNames() throws {
        let stock = try hover("stock/v1")
        #expect(stock.contains("service **stock** · owner team-sales"))
        #expect(stock.contains("computed 99.900% (43 min lost in 30 days)"))
        #expect(stock.contains("breaks without it: orders"))
        #expect(try hover("team-sales").contains("owns orders, stock"))
    }

    @Test func explainsTheRuleBehindAFinding() throws {
        var editor = try Editor.opened(SmallShop.files)
        let text = SmallShop.orders.replacing("stock/v1", with: "stork/v1")
        editor.open(path, text)
        editor.settle()
        let result = try editor.ask("textDocument/hover", path, marked(text, "stork/v1"))
        #expect(result["contents"]?["value"]?.string?.contains("**dangling-ref** fires when") == true)
    }

    @Test func explainsAFieldWhileTheTextIsBroken() throws {
        let text = SmallShop.orders.replacing("slo: 99.4", with: "slo: [")
        #expect(try hover("deadline:", text).contains("**`deadline`**"))
        #expect(try hover("owner:", text).contains("**`owner`**"))
    }

    @Test func saysNothingBetweenFields() throws {
        var editor = try Editor.opened(SmallShop.files)
        #expect(try editor.ask("textDocument/hover", path, "# a comment|\n" + SmallShop.orders) == .null)
        #expect(try editor.ask("textDocument/hover", "notes.yaml", "a: b|c\n") == .null)
    }

    @Test func goesToDeclarations() throws {
        var editor = try Editor.opened(SmallShop.files)
        func target(_ word: String, in text: String = SmallShop.orders) throws -> [String] {
            let result = try editor.ask("textDocument/definition", path, marked(text, word, 2))
            return (result.array ?? []).map { location in
                let line = location["range"]?["start"]?["line"]?.integer ?? -1
                return
                    "\(location["uri"]?.string?.split(separator: "/").suffix(2).joined(separator: "/") ?? "") \(line)"
            }
        }
        #expect(try target("stock/v1") == ["stock/msctl.yaml 9"])
        #expect(try target("team-sales") == ["shop/system.yaml 8"])
        #expect(try target(": sales\n") == ["shop/system.yaml 6"])
        let more =
            SmallShop.orders + "  events:\n    publishes:\n      - { topic: orders.placed, version: v1 }\n"
        #expect(try target("orders.placed", in: more) == ["shop/system.yaml 10"])
        let external = SmallShop.orders.replacing("stock/v1", with: "external/acquirer")
        #expect(try target("external/acquirer", in: external) == ["shop/system.yaml 12"])
    }

    @Test func findsUses() throws {
        var editor = try Editor.opened(SmallShop.files)
        editor.open(path, SmallShop.orders)
        let stock = "stock/msctl.yaml"
        let text = marked(SmallShop.stock, "api: stock", 6)
        let uses = try editor.ask(
            "textDocument/references",
            stock,
            text,
            ("context", ["includeDeclaration": false])
        )
        #expect(uses.array?.compactMap { $0["uri"]?.string } == [Editor.uri(path)])
        let all = try editor.ask(
            "textDocument/references",
            stock,
            text,
            ("context", ["includeDeclaration": true])
        )
        #expect(all.array?.count == 2)
    }

    @Test func outlinesAFile() throws {
        var editor = try Editor.opened(SmallShop.files)
        editor.open(path, SmallShop.orders)
        let params: JSONValue = ["textDocument": ["uri": .string(Editor.uri(path))]]
        let symbols = try #require(try editor.request("textDocument/documentSymbol", params).array)
        #expect(symbols.count == 1 && symbols[0]["name"]?.string == "orders")
        let fields = symbols[0]["children"]?.array ?? []
        #expect(fields.compactMap { $0["name"]?.string }.suffix(2) == ["consumes", "resilience"])
        let call = fields.first { $0["name"]?.string == "consumes" }?["children"]?.array?.first
        #expect(call?["name"]?.string == "stock/v1")
    }
}
