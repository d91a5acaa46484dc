// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Commands
import Documents
import LanguageServer
import Testing

/// The built binary, talked to as an editor does: over its standard input and output.
@Suite struct LanguageServerProcessTests {
    private struct Session {
        var status: Int32
        var messages: [JSONValue]

        func result(of id: Int64) -> JSONValue? { messages.first { $0["id"] == .integer(id) }?["result"] }
    }

    /// Sends everything at once, then ends the stream; whatever is no message on standard output is a failure.
    private func talk(in binary: BuiltBinary, _ bytes: [UInt8]) throws -> Session {
        let words =
            ["-i", "-C", binary.directory, "PATH=/usr/bin:/bin"] + BuiltBinary.sanitizers
            + ["timeout", "60", BuiltBinary.path, "lsp"]
        let result = try #require(PosixSpawnRunner().run("env", words, input: bytes))
        var framer = MessageFramer()
        framer.append(result.bytes)
        var messages: [JSONValue] = []
        var length = 0
        while let frame = framer.next() {
            guard case .message(let content) = frame else {
                Issue.record("\(frame)")
                continue
            }
            messages.append(try JSONReader.read(content))
            length += MessageFramer.framed(String(decoding: content, as: UTF8.self)).utf8.count
        }
        #expect(length == result.bytes.count, "bytes that belong to no message")
        return Session(status: result.status, messages: messages)
    }

    private func framed(_ messages: [JSONValue]) -> [UInt8] {
        messages.flatMap { Array(MessageFramer.framed($0.text(.compact)).utf8) }
    }

    private func request(_ id: Int64, _ method: String, _ params: JSONValue) -> JSONValue {
        ["jsonrpc": "2.0", "id": .integer(id), "method": .string(method), "params": params]
    }

    private func note(_ method: String, _ params: JSONValue) -> JSONValue {
        ["jsonrpc": "2.0", "method": .string(method), "params": params]
    }

    private func opening(_ binary: BuiltBinary) throws -> [JSONValue] {
        let folder = "file://\(binary.directory)/shop"
        let path = "services/orders/msctl.yaml"
        let text = try binary.read("shop/\(path)").replacing("cart/v1", with: "card/v1")
        let document: JSONValue = [
            "uri": .string("\(folder)/\(path)"), "languageId": "yaml", "version": 1, "text": .string(text),
        ]
        return [
            request(1, "initialize", ["processId": nil, "rootUri": .string(folder), "capabilities": [:]]),
            note("initialized", [:]), note("textDocument/didOpen", ["textDocument": document]),
        ]
    }

    @Test func publishesFindingsOfOpenTexts() throws {
        let binary = try BuiltBinary()
        binary.copySystem("shop")
        let session = try talk(in: binary, framed(try opening(binary)))
        #expect(session.result(of: 1)?["serverInfo"]?["name"]?.string == "msctl")
        let published = session.messages.filter { $0["method"]?.string == "textDocument/publishDiagnostics" }
        let orders = published.first { $0["params"]?["uri"]?.string?.hasSuffix("/orders/msctl.yaml") == true }
        let codes = orders?["params"]?["diagnostics"]?.array?.compactMap { $0["code"]?.string } ?? []
        #expect(codes.contains("dangling-ref"))
        // The editor went away without a word.
        #expect(session.status == 1)
    }

    @Test func answersAndEndsInOrder() throws {
        let binary = try BuiltBinary()
        binary.copySystem("shop")
        let uri: JSONValue = .string("file://\(binary.directory)/shop/services/orders/msctl.yaml")
        let hover: JSONValue = ["textDocument": ["uri": uri], "position": ["line": 5, "character": 4]]
        let messages =
            try opening(binary) + [
                request(2, "textDocument/hover", hover), request(3, "shutdown", .null), note("exit", .null),
            ]
        let session = try talk(in: binary, framed(messages))
        #expect(session.result(of: 2)?["contents"]?["value"]?.string?.hasPrefix("owner") == true)
        #expect(session.result(of: 3) == .null)
        #expect(session.status == 0)
    }

    @Test func survivesGarbage() throws {
        let binary = try BuiltBinary()
        let garbage: [[UInt8]] = [
            Array("hello\r\n\r\n".utf8), Array(MessageFramer.framed("{not json").utf8),
            Array(MessageFramer.framed("[[[").utf8), [0xFF, 0x00, 0x0A, 0x0A],
            Array("Content-Length: -1\r\n\r\n".utf8),
        ]
        let orderly = framed([
            request(1, "initialize", ["capabilities": [:]]), request(2, "nope/nope", .null),
            request(3, "shutdown", .null), note("exit", .null),
        ])
        let session = try talk(in: binary, garbage.flatMap { $0 } + orderly)
        #expect(session.status == 0)
        #expect(session.result(of: 1)?["capabilities"] != nil)
        let codes = session.messages.compactMap { $0["error"]?["code"]?.integer }
        #expect(codes.filter { $0 == -32_700 }.count >= 4)
        #expect(codes.contains(-32_601))
    }
}
