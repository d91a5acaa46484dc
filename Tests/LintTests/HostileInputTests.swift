// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Manifest
import Support
import Testing

@testable import Lint

/// Files that nobody writes by mistake: they must neither end the process nor keep it for ever.
@Suite struct HostileInputTests {
    private func lint(_ text: String) -> [Diagnostic] {
        Linter.lint(ManifestReader.read([SourceFile(path: "a.yaml", text: text)]), options: .today).findings
    }

    // MARK: Depth

    @Test func groupsOfAProtoFileInsideEachOther() {
        let depth = 20_000
        let text =
            "message M {\n" + String(repeating: "optional group G = 1 {", count: depth)
            + String(repeating: "}", count: depth) + "}\n"
        guard case .broken(let reason) = ContractFile(SourceFile(path: "a.proto", text: text)) else {
            Issue.record("taken as it is")
            return
        }
        #expect(reason.headline.contains("fewer messages inside each other"))
    }

    @Test func delimitersInARow() throws {
        let text = String(repeating: "DELIMITER //\n", count: 50_000) + "SELECT 1//"
        var lexer = SQLLexer(SourceFile(path: "a.sql", text: text), SQLDialect(engine: "mysql"))
        #expect(try lexer.next()?.text == "SELECT")
        #expect(try lexer.next()?.text == "1")
        #expect(try lexer.next()?.kind == .terminator)
        #expect(try lexer.next() == nil)
    }

    private func schema(_ text: String) throws -> SchemaView {
        guard case .schema(let view) = ContractFile(SourceFile(path: "a.json", text: text)) else {
            throw SchemaIsNone()
        }
        return view
    }

    private struct SchemaIsNone: Error {}

    @Test func partsOfASchemaThatDoubleAtEveryLevel() throws {
        let levels = (0..<30).map { level in
            let next = level == 29 ? "{}" : "{ \"$ref\": \"#/d/A\(level + 1)\" }"
            return "\"A\(level)\": { \"allOf\": [\(next), \(next)] }"
        }
        let text = "{ \"allOf\": [{ \"$ref\": \"#/d/A0\" }], \"d\": { \(levels.joined(separator: ", ")) } }"
        #expect(FlatSchema(try schema(text)) == nil)
        // The same part twice is nothing special.
        let twice =
            "{ \"allOf\": [{ \"$ref\": \"#/d\" }, { \"$ref\": \"#/d\" }], \"d\": { \"properties\": { \"a\": {} } } }"
        #expect(FlatSchema(try schema(twice))?.properties.map(\.name) == ["a"])
    }

    @Test func alternativesInAChain() throws {
        let count = 1_000
        func chain(_ last: String) -> String {
            let links = (0..<count).map { index in
                let next = index == count - 1 ? last : "{ \"$ref\": \"#/d/A\(index + 1)\" }"
                return "\"A\(index)\": { \"oneOf\": [\(next), { \"type\": \"boolean\" }] }"
            }
            return "{ \"oneOf\": [{ \"$ref\": \"#/d/A0\" }], \"d\": { \(links.joined(separator: ",\n")) } }"
        }
        let old = try schema(chain("{ \"type\": \"string\" }"))
        let new = try schema(chain("{ \"type\": \"integer\" }"))
        var comparison = SchemaComparison(.received, context: "in events", place: "schema")
        comparison.compare(old, new, anchor: new.title)
        #expect(comparison.changes.map(\.label) == ["may be what no caller expects"])
    }

    // MARK: Numbers

    private func pod(_ container: String) -> String {
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: web }
        spec:
          selector: { matchLabels: { app: web } }
          template:
            metadata: { labels: { app: web } }
            spec:
              containers:
                - name: web
                  image: registry.example/web:1.0.0
        \(container)
        """
    }

    @Test func aPauseOfAllTime() {
        let text = pod("          lifecycle: { preStop: { sleep: { seconds: \(Int.max) } } }")
        #expect(lint(text).contains { $0.id == "drain" && $0.help?.contains("\(Int.max) or more") == true })
    }

    /// Both probes ask the same and are patient for as long: 1 s at least, and 2^20 periods of 2^20 s at most.
    @Test(arguments: [(Int.min, "after 1 s"), (Int.max, "after \(1 << 40) s")])
    func probesOfAllTime(number: Int, label: String) throws {
        let probe =
            "{ httpGet: { path: /, port: 80 }, periodSeconds: \(number), failureThreshold: \(number) }"
        let found = lint(pod("          readinessProbe: \(probe)\n          livenessProbe: \(probe)"))
        let hasty = try #require(found.first { $0.id == "probe-defects" }, "\(found.map(\.headline))")
        #expect(hasty.primary?.span.text == "livenessProbe")
        #expect(hasty.primary?.text == label)
    }

    private func service(_ name: String, _ spec: String) -> String {
        "apiVersion: msctl.dev/v1\nkind: Service\nmetadata: { name: \(name) }\nspec:\n  owner: team\n  domain: shop\n"
            + "  image: registry.example/\(name):1.0.0\n" + spec + "\n"
    }

    @Test func moreCoresThanFitIntoANumber() throws {
        let text =
            service(
                "cart",
                "  scale: { min: 2, max: 2000000000 }\n  run: { resources: { cpu: 9000000000000000, memory: 8000Ti } }"
            )
            + "---\napiVersion: msctl.dev/v1\nkind: Environment\nmetadata: { name: prod }\nspec:\n  class: production\n"
            + "  cluster: { context: prod, quota: { cpu: 4, memory: 8Gi } }\n"
        let found = lint(text).filter { $0.id == "quota" }
        #expect(found.count == 2, "\(lint(text).map(\.headline))")
    }

    @Test func moreReplicasThanFitIntoANumber() {
        let text =
            service(
                "cart",
                "  provides: [{ api: cart, version: v1, http: 8080 }]\n  scale: { min: 2, max: 9, rpsPerReplica: 0.00000000000000001 }"
            ) + "---\n"
            + service(
                "gateway",
                "  role: gateway\n  routes: [{ path: /v1/cart, to: cart/v1, timeout: 1s, peak: 999999999999999999/s }]"
            )
            + "---\napiVersion: msctl.dev/v1\nkind: Environment\nmetadata: { name: prod }\nspec:\n  class: production\n"
            + "  cluster: { context: prod, zones: 3 }\n"
        #expect(lint(text).contains { $0.id == "zone-loss" }, "\(lint(text).map(\.headline))")
    }

    @Test func aVersionHasASuccessor() {
        #expect(APIVersion("v2147483647")?.major == 2_147_483_647)
        #expect(APIVersion("v2147483648") == nil)
        #expect(APIVersion("v9223372036854775807") == nil)
    }

    @Test func figuresAreCut() {
        #expect(Int(saturating: .nan) == 0)
        #expect(Int(saturating: .infinity) == 1_000_000_000_000_000)
        #expect(Int(saturating: -.infinity) == -1_000_000_000_000_000)
        #expect(Int(saturating: 2.9) == 2)
        #expect(Int.max.addingSaturated(1) == .max && Int.min.addingSaturated(-1) == .min)
        #expect(Int.max.multipliedSaturated(by: -2) == .min && (-3).multipliedSaturated(by: 4) == -12)
    }
}
