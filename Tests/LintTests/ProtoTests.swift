// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Support
import Testing

@testable import Lint

@Suite struct ProtoTests {
    private static let contract = """
        syntax = "proto3"; // a comment; with a semicolon
        package shop.cart.v1;
        import "google/protobuf/timestamp.proto";
        option (owner) = { team: "cart"; tags: ["a", "b"] };

        /* Carts
           of the shop */
        service Carts {
          option deprecated = false;
          rpc Get (Key) returns (Cart) { option (google.api.http) = { get: "/carts/{id}" }; }
          rpc Watch(.shop.cart.v1.Key) returns (stream Cart);
        }

        message Key { string id = 1; }
        message Cart {
          reserved 4, 10 to 12, 100 to max;
          reserved "old";
          message Line { string sku = 1; int32 count = 2 [deprecated = true, json_name = "amount"]; }
          string id = 1;
          repeated Line lines = 2;
          map<string, Line> by_name = 3;
          oneof payment { string card = 5; bytes voucher = 6; }
          optional Status status = 7;
          google.protobuf.Timestamp changed_at = 8;
        }
        enum Status { STATUS_UNSPECIFIED = 0; OPEN = 1; CLOSED = 0x2; }

        """

    private func changes(_ now: String) -> [String] {
        let old = ContractFile(SourceFile(path: "cart.proto", text: Self.contract))
        let new = ContractFile(SourceFile(path: "cart.proto", text: now))
        if case .broken(let reason) = new { Issue.record("\(reason.headline)") }
        return old.changes(to: new, .received, context: "").map { "\($0.text)|\($0.span.text)" }
    }

    @Test func everythingIsUnderstood() throws {
        let file = try ProtoParser.parse(SourceFile(path: "cart.proto", text: Self.contract))
        #expect(file.package == "shop.cart.v1")
        #expect(file.messages.map(\.name) == ["Key", "Cart.Line", "Cart"])
        let cart = try #require(file.messages.last)
        #expect(cart.fields.map(\.number) == [1, 2, 3, 5, 6, 7, 8])
        #expect(
            cart.fields.map(\.type) == [
                "string", "Cart.Line", "map<string, Cart.Line>", "string", "bytes", "Status",
                "google.protobuf.Timestamp",
            ]
        )
        #expect(cart.fields.map(\.oneof) == [nil, nil, nil, "payment", "payment", nil, nil])
        #expect(cart.fields[2].jsonName == "byName" && file.messages[1].fields[1].jsonName == "amount")
        #expect(cart.reservedNumbers == [4...4, 10...12, 100...Int.max] && cart.reservedNames == ["old"])
        #expect(file.enums.first?.values.map(\.number) == [0, 1, 2])
        #expect(file.method("Carts/Watch")?.request.name == "Key")
        #expect(
            file.method("shop.cart.v1.Carts/Get") != nil && file.method("Get") != nil
                && file.method("Put") == nil
        )
    }

    @Test(arguments: [
        (
            "string id = 1;\n  repeated", "string id = 9;\n  repeated",
            ["gives `Cart.id` the number 9, which was 1|9"]
        ),
        (
            "repeated Line lines = 2;", "Line lines = 2;",
            ["has `Cart.lines` as singular, which was repeated|lines"]
        ),
        ("int32 count", "int64 count", []),
        ("int32 count", "string count", ["has `Cart.Line.count` as `string`, which was `int32`|string"]),
        (
            "map<string, Line>", "map<string, string>",
            [
                "has `Cart.by_name` as `map<string, string>`, which was `map<string, Cart.Line>`|map<string, string>"
            ]
        ),
        ("by_name", "named", ["calls `Cart.by_name` `named` in JSON, which was `byName`|named"]),
        ("optional Status status = 7;", "", ["no longer has `Cart.status`|Cart"]),
        ("optional Status status = 7;", "reserved 7;", ["no longer has `Cart.status`|Cart"]),
        (
            "rpc Get (Key) returns (Cart) { option (google.api.http) = { get: \"/carts/{id}\" }; }", "",
            ["no longer has the call `Carts/Get`|Carts"]
        ),
        (
            "(stream Cart)", "(Cart)",
            ["answers `Cart` in the call `Carts/Watch`, which was `stream Cart`|Cart"]
        ),
        ("OPEN = 1;", "", ["no longer has `Status.OPEN`|Status"]),
        ("OPEN = 1;", "ACTIVE = 1;", ["calls `Status.OPEN` `ACTIVE`|ACTIVE"]),
        ("string card = 5;", "string card = 5; string iban = 13;", []),
        (
            "google.protobuf.Timestamp changed_at = 8;",
            "google.protobuf.Timestamp changed_at = 8;\n string note = 14;", []
        ),
    ])
    func saysWhatCallersWouldNotice(text: String, replacement: String, expected: [String]) throws {
        try #require(Self.contract.contains(text))
        #expect(changes(Self.contract.replacing(text, with: replacement)) == expected)
    }

    @Test func anotherPackageRenamesEverything() {
        let found = changes(Self.contract.replacing("package shop.cart.v1", with: "package shop.basket.v1"))
        #expect(found.count == 1 && found.first?.hasSuffix("|shop.basket.v1") == true)
    }

    @Test(arguments: [
        ("message Cart ⟪string⟫ id = 1; }", "`{` was expected, and `string` stands there"),
        ("message Cart { string id ⟪;⟫ }", "`=` was expected, and `;` stands there"),
        ("message Cart { string id = 1;⟪⟫", "the type of a field was expected, and the file ends"),
        (
            "service Carts { rpc Get(Key) ⟪return⟫ (Cart); }",
            "`returns` was expected, and `return` stands there"
        ),
        ("option a = ⟪\"b;⟫\n", "a string does not end"), ("⟪/*⟫ never", "a comment does not end"),
        ("message ⟪§⟫", "means nothing in a proto file"), ("rpc", "was expected"),
        ("message M { reserved 5 to 2⟪;⟫ }", "a range"),
        ("enum E { A = ⟪B⟫; }", "a number was expected"), ("message M { oneof", ""), ("syntax", ""),
        ("extend Foo { optional int32", ""),
    ])
    func whatIsWrongIsSaidAtItsPlace(text: String, headline: String) throws {
        let marked = MarkedText(text)
        guard case .broken(let reason) = ContractFile(marked.file(path: "a.proto")) else {
            Issue.record("it was read")
            return
        }
        #expect(reason.headline.contains(headline))
        if let range = marked.ranges.first, headline != "means nothing in a proto file" {
            #expect(reason.primary.span.range == range)
        }
    }

    @Test func everyBeginningOfAFileIsReadOrMarkedWhereItBreaks() {
        let bytes = Array(Self.contract.utf8)
        var read = 0
        var broken = 0
        for end in bytes.indices {
            switch ContractFile(SourceFile(path: "a.proto", bytes: Array(bytes[..<end]))) {
            case .proto: read += 1
            case .broken(let reason):
                broken += 1
                #expect(!reason.headline.isEmpty)
                #expect((0...end).contains(reason.primary.span.range.upperBound), "cut at \(end)")
            case .openAPI, .asyncAPI, .schema, .unknown: Issue.record("taken for something else at \(end)")
            }
        }
        // It can be cut between two declarations, and in most other places it cannot.
        #expect(read > 5 && broken > read)
    }
}
