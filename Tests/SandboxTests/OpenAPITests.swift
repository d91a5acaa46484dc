// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTP
import HTTPTypes
import Kubernetes
import Testing

@testable import Sandbox

/// The older schemas, by which `kubectl` checks the objects of a List, in the form in which it asks for them.
@Suite struct OpenAPITests {
    private static let media = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf"
    private static let deployment = "io.k8s.api.apps.v1.Deployment"

    /// The fields of a message, each as often as it is there.
    private func fields(_ bytes: ArraySlice<UInt8>) throws -> [Int: [ArraySlice<UInt8>]] {
        var result: [Int: [ArraySlice<UInt8>]] = [:]
        var reader = ProtobufReader(bytes)
        while let (number, value) = try reader.next() {
            guard case .bytes(let content) = value else {
                Issue.record("field \(number) is no text and no message")
                continue
            }
            result[number, default: []].append(content)
        }
        return result
    }

    private func text(_ bytes: ArraySlice<UInt8>?) -> String { String(decoding: bytes ?? [], as: UTF8.self) }

    /// A list of names and schemas.
    private func named(_ bytes: ArraySlice<UInt8>?) throws -> [String: ArraySlice<UInt8>] {
        var result: [String: ArraySlice<UInt8>] = [:]
        for entry in try fields(bytes ?? [])[1] ?? [] {
            let parts = try fields(entry)
            result[text(parts[1]?.first)] = parts[2]?.first ?? []
        }
        return result
    }

    /// A schema as JSON has it, of the fields that clients go by.
    private func schema(_ bytes: ArraySlice<UInt8>) throws -> JSONValue {
        let parts = try fields(bytes)
        var result: JSONObject = [:]
        if let reference = parts[1]?.first { result["$ref"] = .string(text(reference)) }
        if let format = parts[2]?.first { result["format"] = .string(text(format)) }
        if let names = parts[19] { result["required"] = .array(names.map { .string(text($0)) }) }
        if let item = parts[21]?.first {
            result["additionalProperties"] = try schema(try fields(item)[1]?.first ?? [])
        }
        if let type = parts[22]?.first { result["type"] = .string(text(try fields(type)[1]?.first)) }
        if let items = parts[23]?.first {
            let all = try fields(items)[1] ?? []
            #expect(all.count == 1)
            result["items"] = try schema(all.first ?? [])
        }
        if let properties = parts[25]?.first {
            result["properties"] = .object(
                JSONObject(
                    try named(properties).sorted { $0.key < $1.key }.map { ($0.key, try schema($0.value)) }
                )
            )
        }
        for vendor in parts[31] ?? [] {
            let pair = try fields(vendor)
            result[text(pair[1]?.first)] = try JSONReader.read(
                Array(try fields(pair[2]?.first ?? [])[2]?.first ?? [])
            )
        }
        return .object(result)
    }

    private func binary(_ server: SandboxServer) async throws -> HTTPReply {
        var request = HTTPRequest(
            method: .get,
            scheme: "http",
            authority: "sandbox",
            path: "/openapi/v2?timeout=32s"
        )
        request.headerFields[.accept] = Self.media
        return try await InProcessTransport(server).send(request, body: [])
    }

    @Test func theBinaryFormSaysWhatTheTextSays() async throws {
        let client = SandboxClient()
        let reply = try await binary(client.server)
        #expect(reply.head.status.code == 200)
        #expect(
            reply.head.headerFields[.contentType]
                == "application/com.github.proto-openapi.spec.v2.v1.0+protobuf"
        )
        let document = try fields(reply.body[...])
        #expect(text(document[1]?.first) == "2.0")
        let definitions = try named(document[9]?.first)
        let written = try await client.get("/openapi/v2")["definitions"]?.object ?? [:]
        #expect(definitions.count == written.count)
        for member in written {
            guard let bytes = definitions[member.key] else {
                Issue.record("\(member.key) is missing")
                continue
            }
            let read = try schema(bytes)
            // An object without members of its own may have any.
            let bare = member.value["properties"]?.object?.isEmpty ?? false
            for part in member.value.object ?? [:] where !(bare && part.key == "properties") {
                #expect(read[part.key]?.sortedByName == part.value.sortedByName, "\(member.key).\(part.key)")
            }
        }
    }

    @Test func everyReferenceLeadsSomewhere() async throws {
        let definitions = try await SandboxClient().get("/openapi/v2")["definitions"]?.object ?? [:]
        func check(_ value: JSONValue) {
            if let reference = value["$ref"]?.string {
                let name = String(reference.dropFirst("#/definitions/".count))
                #expect(reference.hasPrefix("#/definitions/") && definitions[name] != nil, "\(reference)")
            }
            for member in value.object ?? [:] { check(member.value) }
            for element in value.array ?? [] { check(element) }
        }
        for member in definitions { check(member.value) }
        let spec = definitions[Self.deployment]?["properties"]?["spec"]?["$ref"]
        #expect(spec == "#/definitions/io.k8s.api.apps.v1.DeploymentSpec")
    }

    /// A kind that is served and has no definition would be checked by nobody; one with no members would refuse them all.
    @Test func everyKindHasADefinition() async throws {
        let client = SandboxClient()
        _ = try await client.send(
            "POST",
            "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
            Made.gadgets
        )
        await client.server.advance(by: .seconds(1))
        let definitions = try await client.get("/openapi/v2")["definitions"]?.object ?? [:]
        let kinds = definitions.flatMap { $0.value["x-kubernetes-group-version-kind"]?.array ?? [] }
        for (apiVersion, kind) in [
            ("v1", "ConfigMap"), ("apps/v1", "Deployment"), ("autoscaling/v1", "HorizontalPodAutoscaler"),
            ("gateway.networking.k8s.io/v1", "HTTPRoute"), ("example.com/v1", "Gadget"),
        ] {
            let type = GroupVersionKind(apiVersion: apiVersion, kind: kind)
            #expect(kinds.contains(type.openAPI), "\(type)")
        }
        #expect(definitions["com.example.v1.Gadget"]?["properties"] == nil)
    }

    /// Paths would have `kubectl apply` take merge keys from here.
    @Test func thereAreNoPaths() async throws {
        let client = SandboxClient()
        #expect(try await client.get("/openapi/v2")["paths"] == [:])
        let paths = try fields(try await binary(client.server).body[...])[8]
        #expect(paths?.first?.isEmpty == true)
    }
}
