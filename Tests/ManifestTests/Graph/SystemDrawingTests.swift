// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Manifest
import Support
import Testing

@Suite struct SystemDrawingTests {
    private func shop() throws -> ServiceSystem {
        let set = try ShippedManifests.shop()
        let production = set.environments.first { $0.effectiveClass == .production }
        return ServiceSystem.resolve(set, environment: production).0
    }

    @Test func drawsTheShopInEveryLanguage() throws {
        let drawing = SystemDrawing(try shop())
        golden(
            [
                ("tree.txt", drawing.tree), ("shop.mmd", drawing.mermaid), ("shop.dot", drawing.dot),
                ("shop.json", drawing.json.text(.pretty)),
            ],
            story: "graph-shop"
        )
    }

    @Test func aServiceIsDrawnWithWhatItTouches() throws {
        let system = try shop()
        let cart = try #require(system.index(of: "cart"))
        let drawing = SystemDrawing(system, only: [cart])
        #expect(drawing.nodes.map(\.name) == ["cart", "catalog", "gateway", "orders", "catalog.changed"])
        #expect(drawing.edges.allSatisfy { $0.from == "cart" || $0.to == "cart" })
    }

    @Test func theTreeOfACircleEnds() throws {
        let (system, _) = RandomSystem(circle: 3).resolved()
        let tree = SystemDrawing(system).tree
        #expect(tree.split(separator: "\n").count { $0.contains("…") } == 1)
        for name in ["s0", "s1", "s2"] { #expect(tree.contains(name)) }
    }
}

@Suite struct ManifestJSONSchemaTests {
    @Test func describesEveryKindAndAllowsNoOtherKeys() throws {
        let schema = ManifestSchema.jsonSchema
        let kinds = try #require(schema["oneOf"]?.array)
        #expect(kinds.compactMap { $0["title"]?.string } == ["Service", "System", "Environment"])
        for kind in kinds {
            #expect(kind["additionalProperties"] == .bool(false))
            #expect(
                kind["required"]?.array?.compactMap(\.string) == ["apiVersion", "kind", "metadata", "spec"]
            )
        }
        let tier = kinds[0]["properties"]?["spec"]?["properties"]?["tier"]
        #expect(tier?["enum"]?.array?.compactMap(\.string) == ["critical", "high", "standard", "low"])
        let name = kinds[0]["properties"]?["kind"]
        #expect(name?["enum"]?.array?.compactMap(\.string) == ["Service"])
    }

    /// What editors show: every field says what it is, and defaults have the type that the field takes.
    @Test func describesEveryFieldWithItsDefault() throws {
        var defaults: [String: JSONValue] = [:]
        var undescribed: [String] = []
        func visit(_ schema: JSONValue, _ path: String) {
            for (name, field) in schema["properties"]?.object?.members ?? [] {
                let place = "\(path).\(name)"
                if field["description"]?.string?.isEmpty ?? true { undescribed.append(place) }
                if let value = field["default"] {
                    defaults[place] = value
                    if let choices = field["enum"]?.array { #expect(choices.contains(value), "\(place)") }
                    if let type = field["type"]?.string, type == "integer" || type == "boolean" {
                        #expect(value.integer != nil || value.bool != nil, "\(place)")
                    }
                }
                visit(field, place)
            }
            for inner in ["items", "additionalProperties"] {
                if let value = schema[inner] { visit(value, path) }
            }
            for value in schema["anyOf"]?.array ?? [] { visit(value, path) }
        }
        for kind in try #require(ManifestSchema.jsonSchema["oneOf"]?.array) {
            visit(kind, kind["title"]?.string ?? "")
        }
        #expect(undescribed.isEmpty)
        #expect(defaults["Service.spec.tier"] == "standard")
        #expect(defaults["Service.spec.consumes.required"] == true)
        #expect(defaults["Service.spec.consumes.calls"] == 1)
        #expect(defaults["Service.spec.consumes.retries.backoff"] == "50ms")
        #expect(defaults["Service.spec.events.subscribes.group"] == nil)
    }
}
