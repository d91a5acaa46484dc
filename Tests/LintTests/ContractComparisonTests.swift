// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Support
import Testing

@testable import Lint

/// What two contracts say about each other.
private func changes(
    _ before: String,
    _ now: String,
    path: String = "api.yaml",
    _ direction: SchemaComparison.Direction = .received
) -> [ContractChange] {
    let old = ContractFile(SourceFile(path: path, text: before))
    let new = ContractFile(SourceFile(path: path, text: now))
    return old.changes(to: new, direction, context: "in events")
}

@Suite struct OpenAPIComparisonTests {
    private static func answering(_ alternatives: String) -> String {
        """
        openapi: 3.1.0
        paths:
          /pets:
            get:
              responses:
                "200": { content: { application/json: { schema: { oneOf: [\(alternatives)] } } } }
        components:
          schemas:
            Cat: { type: object }
            Dog: { type: object }
            Bird: { type: object }
        """
    }

    @Test(arguments: [
        ("Cat, Dog, Bird", ["may send `Bird` as the body in the answer 200 of `GET /pets`"]),
        ("Dog, Cat", []), ("Cat", []), ("Cat, Bird", []),
    ])
    func answersMayGetNoMoreAlternatives(names: String, expected: [String]) {
        func references(_ names: String) -> String {
            names.split(separator: ", ").map { "{ $ref: \"#/components/schemas/\($0)\" }" }.joined(
                separator: ", "
            )
        }
        let found = changes(Self.answering(references("Cat, Dog")), Self.answering(references(names)))
        #expect(found.map(\.text) == expected)
        #expect(
            found.first.map(\.span.text) ?? "{ $ref: \"#/components/schemas/Bird\" }"
                == "{ $ref: \"#/components/schemas/Bird\" }"
        )
    }

    @Test(arguments: [
        ("$ref: A", "anyOf: [{ $ref: A }]", []),
        ("oneOf: [{ $ref: A }]", "$ref: A", []),
        ("anyOf: [{ $ref: A }]", "oneOf: [{ $ref: A }]", []),
        ("anyOf: [{ $ref: A }, { type: \"null\" }]", "anyOf: [{ $ref: A }]", []),
        (
            "anyOf: [{ $ref: A }]", "anyOf: [{ $ref: A }, { type: \"null\" }]",
            [
                "sends the body as `null` or `object`, which was `object`, in the answer 200 of `GET /pets`"
            ]
        ),
        (
            "oneOf: [{ $ref: A }]", "oneOf: [{ $ref: B }]",
            ["no longer sends `id` in the answer 200 of `GET /pets`"]
        ),
        (
            "oneOf: [{ $ref: A }]", "oneOf: [{ $ref: A }, { $ref: B }]",
            ["may send `B` as the body in the answer 200 of `GET /pets`"]
        ),
    ])
    func aSingleAlternativeIsWhatItNames(before: String, now: String, expected: [String]) {
        func contract(_ schema: String) -> String {
            var schema = schema
            for name in ["A", "B"] {
                schema = schema.replacing("$ref: \(name)", with: "$ref: \"#/components/schemas/\(name)\"")
            }
            return "openapi: 3.1.0\npaths:\n  /pets:\n    get:\n      responses:\n"
                + "        \"200\": { content: { application/json: { schema: { \(schema) } } } }\n"
                + "components:\n  schemas:\n"
                + "    A: { type: object, properties: { id: { type: string } } }\n"
                + "    B: { type: object, properties: { key: { type: string } } }\n"
        }
        #expect(changes(contract(before), contract(now)).map(\.text) == expected)
    }

    @Test func parametersAreNoBodies() {
        func contract(_ schema: String) -> String {
            "openapi: 3.1.0\npaths:\n  /pets:\n    get:\n      parameters: [{ name: q, in: query, schema: \(schema) }]\n"
                + "      responses: { \"200\": {} }\n"
        }
        let found = changes(contract("{ enum: [a, b] }"), contract("{ enum: [a] }"))
        #expect(
            found.map(\.text) == ["no longer accepts `b` as the value in the parameter `q` of `GET /pets`"]
        )
    }

    private static let contract = """
        openapi: 3.0.3
        info: { title: orders, version: 1.0.0 }
        paths:
          /orders/{id}:
            parameters:
              - { name: id, in: path, required: true, schema: { type: string } }
            get:
              parameters:
                - { $ref: "#/components/parameters/Fields" }
              responses:
                "200":
                  content:
                    application/json: { schema: { $ref: "#/components/schemas/Order" } }
            put:
              requestBody:
                content:
                  application/json: { schema: { $ref: "#/components/schemas/Change" } }
              responses:
                "204": { description: done }
        components:
          parameters:
            Fields: { name: fields, in: query, schema: { type: string } }
          schemas:
            Order:
              allOf:
                - { $ref: "#/components/schemas/Base" }
                - type: object
                  required: [total]
                  properties:
                    total: { type: integer, format: int32 }
                    lines: { type: array, items: { $ref: "#/components/schemas/Line" } }
            Base:
              type: object
              properties: { id: { type: string } }
            Line:
              type: object
              properties:
                sku: { type: string }
                parent: { $ref: "#/components/schemas/Line" }
            Change:
              type: object
              properties:
                speed: { type: string, enum: [normal, express] }
                count: { type: number, maximum: 100 }
                note: { type: string, nullable: true }

        """

    /// A change of the contract, and what it says, with what is marked.
    private static let cases: [(String, String, [String])] = [
        ("/orders/{id}:", "/orders/{order}:", []),
        ("    get:", "    head:", ["no longer has `GET /orders/{id}`|/orders/{id}"]),
        (
            "id, in: path, required: true, schema: { type: string }",
            "id, in: path, required: true, schema: { type: integer }",
            [
                "takes the value as `integer`, which was `string`, in the parameter `id` of `GET /orders/{id}`|integer",
                "takes the value as `integer`, which was `string`, in the parameter `id` of `PUT /orders/{id}`|integer",
            ]
        ),
        (
            "Fields: { name: fields, in: query,", "Fields: { name: fields, in: query, required: true,",
            [
                "now requires the query parameter `fields` of `GET /orders/{id}`|{ $ref: \"#/components/parameters/Fields\" }"
            ]
        ),
        ("\"204\":", "\"202\":", ["no longer answers `PUT /orders/{id}` with 204|\"202\""]),
        (
            "        content:\n          application/json: { schema: { $ref: \"#/components/schemas/Change",
            "        required: true\n        content:\n          application/json: { schema: { $ref: \"#/components/schemas/Change",
            ["now requires a body in the request of `PUT /orders/{id}`|requestBody"]
        ),
        (
            "id: { type: string }", "key: { type: string }",
            ["no longer sends `id` in the answer 200 of `GET /orders/{id}`|application/json"]
        ),
        (
            "required: [total]", "required: []",
            ["may leave out `total` in the answer 200 of `GET /orders/{id}`|total"]
        ),
        (
            "type: integer, format: int32", "type: string, format: int32",
            ["sends `total` as `string`, which was `integer`, in the answer 200 of `GET /orders/{id}`|string"]
        ),
        (
            "format: int32", "format: int64",
            [
                "sends `total` in the format `int64`, which was `int32`, in the answer 200 of `GET /orders/{id}`|int64"
            ]
        ),
        (
            "sku: { type: string }", "sku: { type: string, nullable: true }",
            [
                "sends `lines[].sku` as `null` or `string`, which was `string`, in the answer 200 of `GET /orders/{id}`|string"
            ]
        ),
        ("sku: { type: string }", "sku: { type: string }\n        name: { type: string }", []),
        (
            "enum: [normal, express]", "enum: [normal]",
            ["no longer accepts `express` as `speed` in the request of `PUT /orders/{id}`|normal"]
        ),
        ("enum: [normal, express]", "enum: [normal, express, drone]", []),
        (
            "Change:\n      type: object", "Change:\n      type: object\n      additionalProperties: false",
            ["refuses what it does not name in the body in the request of `PUT /orders/{id}`|false"]
        ),
        ("Line:\n      type: object", "Line:\n      type: object\n      additionalProperties: false", []),
        (
            "paths:\n", "servers: [{ url: /v2 }]\npaths:\n",
            ["moves all paths from `/` to `/v2`|servers"]
        ),
        ("paths:\n", "servers: [{ url: \"https://api.example/\" }, { url: /v2 }]\npaths:\n", []),
        (
            "paths:\n  /orders/{id}:",
            "servers:\n  - { url: \"https://{host}/{path}\", variables: { path: { default: orders } } }\npaths:\n  /{id}:",
            []
        ),
        (
            "type: number", "type: integer",
            ["takes `count` as `integer`, which was `number`, in the request of `PUT /orders/{id}`|integer"]
        ),
        (
            "maximum: 100", "maximum: 10",
            [
                "accepts less as `count`: `maximum` is 10, which was 100, in the request of `PUT /orders/{id}`|10"
            ]
        ),
        ("maximum: 100", "maximum: 1000", []),
        (
            "nullable: true", "maxLength: 9",
            [
                "takes `note` as `string`, which was `null` or `string`, in the request of `PUT /orders/{id}`|string",
                "accepts less as `note`: `maxLength` is 9, which had none, in the request of `PUT /orders/{id}`|9",
            ]
        ),
        (
            "      properties:\n        speed", "      required: [speed]\n      properties:\n        speed",
            ["now requires `speed` in the request of `PUT /orders/{id}`|speed"]
        ),
        (
            "components:\n", "security: [{ token: [] }]\ncomponents:\n",
            [
                "now wants to know who calls `GET /orders/{id}`|[{ token: [] }]",
                "now wants to know who calls `PUT /orders/{id}`|[{ token: [] }]",
            ]
        ),
        ("components:\n", "security: [{ token: [] }, {}]\ncomponents:\n", []),
    ]

    @Test(arguments: cases)
    func saysWhatCallersWouldNotice(text: String, replacement: String, expected: [String]) throws {
        try #require(Self.contract.contains(text))
        let found = changes(Self.contract, Self.contract.replacing(text, with: replacement))
        #expect(found.map { "\($0.text)|\($0.span.text)" } == expected)
        #expect(found.allSatisfy { $0.before != nil })
    }

    @Test(arguments: [
        ("/v1, /v2", "/v1", ["no longer has its paths below `/v2`"]),
        ("/v1, /v2", "/v2", ["no longer has its paths below `/v1`"]),
        ("/v1, /v2", "/v2, /v3", ["no longer has its paths below `/v1`"]),
        ("/v1, /v2", "/v3", ["moves all paths from `/v1` to `/v3`", "moves all paths from `/v2` to `/v3`"]),
        ("/v1", "https://api.example/v1, /v2", []), ("/v1, https://api.example/v1", "/v1", []),
        ("/v1, /v2", "/v2, /v1", []),
    ])
    func everyServerStays(before: String, now: String, expected: [String]) {
        func contract(_ servers: String) -> String {
            let list = servers.split(separator: ", ").map { "{ url: \"\($0)\" }" }.joined(separator: ", ")
            return Self.contract.replacing("paths:\n", with: "servers: [\(list)]\npaths:\n")
        }
        #expect(changes(contract(before), contract(now)).map(\.text) == expected)
    }

    @Test func aContractHasNothingAgainstItself() {
        #expect(changes(Self.contract, Self.contract).isEmpty)
    }

    @Test(arguments: [
        ("openapi: [\n", "2:1"), ("", "1:1"), ("just text\n", "1:1"),
        ("openapi: 3.1.0\npaths: { /a: { $ref: \"#/components/pathItems/A\" } }\n", "2:22"),
    ])
    func whatCannotBeReadIsReportedAtItsPlace(text: String, place: String) throws {
        guard case .broken(let reason) = ContractFile(SourceFile(path: "api.yaml", text: text)) else {
            Issue.record("it was read")
            return
        }
        #expect(reason.primary.span.description == "api.yaml:\(place)")
    }

    @Test(arguments: ["swagger: \"2.0\"\npaths: {}\n", "openapi: 4.0.0\n", "kind: Something\n"])
    func otherLanguagesAreTakenAsTheyAre(text: String) {
        guard case .unknown = ContractFile(SourceFile(path: "api.yaml", text: text)) else {
            Issue.record("it was read")
            return
        }
    }

    @Test func referencesToOtherFilesAreFollowed() {
        let schema = "{ \"type\": \"object\", \"properties\": { \"id\": { \"type\": \"string\" } } }"
        func file(_ schema: String) -> ContractFile {
            let files = ProjectFiles.holding([SourceFile(path: "api/order.json", text: schema)])
            return ContractFile(
                SourceFile(path: "api/event.json", text: "{ \"$ref\": \"order.json#\" }"),
                files: files
            )
        }
        let found = file(schema).changes(
            to: file(schema.replacing("\"id\"", with: "\"key\"")),
            .received,
            context: "in events"
        )
        #expect(found.map(\.text) == ["no longer sends `id` in events"])
    }
}

@Suite struct AsyncAPIComparisonTests {
    private static let second = """
        asyncapi: 2.6.0
        channels:
          orders.placed:
            subscribe:
              operationId: orderPlaced
              message: { payload: { type: object, properties: { id: { type: string } } } }
          orders.place:
            publish:
              message: { payload: { type: object, properties: { sku: { type: string } } } }

        """
    private static let third = """
        asyncapi: 3.0.0
        channels:
          placed:
            address: orders.placed
            messages: { Placed: { payload: { type: object, properties: { id: { type: string } } } } }
          place:
            address: orders.place
            messages: { Place: { payload: { type: object, properties: { sku: { type: string } } } } }
        operations:
          orderPlaced: { action: send, channel: { $ref: "#/channels/placed" } }
          placeOrder: { action: receive, channel: { $ref: "#/channels/place" } }

        """

    @Test(arguments: [second, third])
    func whatIsSentAndWhatIsReceivedAreJudgedInTheirDirection(contract: String) {
        let sent = changes(
            contract,
            contract.replacing("id: { type: string }", with: "key: { type: string }")
        )
        #expect(sent.count == 1 && sent.first?.text.hasPrefix("no longer sends `id` in ") == true)
        let received = changes(
            contract,
            contract.replacing("sku: { type: string }", with: "sku: { type: integer }")
        )
        #expect(received.count == 1 && received.first?.text.hasPrefix("takes `sku` as `integer`") == true)
        #expect(
            changes(contract, contract.replacing("sku: { type: string }", with: "code: { type: string }"))
                .isEmpty
        )
        let gone = changes(contract, contract.replacing("orders.placed", with: "orders.made"))
        #expect(gone.map(\.text) == ["no longer sends into `orders.placed`"])
    }

    @Test func operationsHaveTwoNames() {
        let operations = ContractFile(SourceFile(path: "a.yaml", text: Self.third)).operations
        for name in ["orderPlaced", "send orders.placed", "placeOrder", "receive orders.place"] {
            #expect(operations?.has(name) == true)
        }
        #expect(operations?.has("send orders.place") == false)
    }
}
