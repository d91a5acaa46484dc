// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTP
import HTTPTypes
import Kubernetes
import Sandbox

/// Talks to a sandbox with a clock that stands still until a test advances it.
struct SandboxClient: Sendable {
    let server: SandboxServer
    private let transport: InProcessTransport

    init(_ options: SandboxOptions = SandboxOptions()) {
        server = SandboxServer(options: options, clock: .manual(Timestamp(seconds: 1_800_000_000)))
        transport = InProcessTransport(server)
    }

    struct Answer: Sendable {
        var status: Int
        var body: JSONValue
        var text: String
        var headers: HTTPFields
    }

    func send(
        _ method: String,
        _ path: String,
        _ body: JSONValue? = nil,
        type: String = "application/json",
        accept: String = "application/json",
        agent: String = "example-client/1.0"
    ) async throws -> Answer {
        try await send(method, path, text: body?.text(), type: type, accept: accept, agent: agent)
    }

    func send(
        _ method: String,
        _ path: String,
        text: String?,
        type: String = "application/json",
        accept: String = "application/json",
        agent: String = "example-client/1.0"
    ) async throws -> Answer {
        var request = HTTPRequest(
            method: HTTPRequest.Method(rawValue: method) ?? .get,
            scheme: "http",
            authority: "sandbox",
            path: path
        )
        request.headerFields[.accept] = accept
        request.headerFields[.userAgent] = agent
        if text != nil { request.headerFields[.contentType] = type }
        let reply = try await transport.send(request, body: Array((text ?? "").utf8))
        let words = String(decoding: reply.body, as: UTF8.self)
        let json = (try? JSONReader.read(reply.body)) ?? .null
        return Answer(
            status: reply.head.status.code,
            body: json,
            text: words,
            headers: reply.head.headerFields
        )
    }

    func apply(_ path: String, _ body: JSONValue, as manager: String = "deployer", query: String = "")
        async throws
        -> Answer
    {
        try await send(
            "PATCH",
            "\(path)?fieldManager=\(manager)\(query)",
            body,
            type: "application/apply-patch+yaml"
        )
    }

    func get(_ path: String) async throws -> JSONValue { try await send("GET", path).body }

    /// Opens a watch; the events that are there already can be read with `events(_:_:)`.
    func watch(
        _ path: String,
        accept: String = "application/json"
    ) async throws -> AsyncThrowingStream<[UInt8], any Error> {
        var request = HTTPRequest(method: .get, scheme: "http", authority: "sandbox", path: path)
        request.headerFields[.accept] = accept
        return try await transport.stream(request, body: []).body
    }

    /// The first events of a watch.
    func events(_ count: Int, of stream: AsyncThrowingStream<[UInt8], any Error>) async throws -> [JSONValue]
    {
        var result: [JSONValue] = []
        for try await line in stream {
            result.append(try JSONReader.read(line))
            if result.count == count { break }
        }
        return result
    }
}

/// Bodies that many tests use.
enum Sample {
    static let deployments = "/apis/apps/v1/namespaces/default/deployments"

    static func deployment(
        _ name: String = "web",
        image: String = "registry.example.com/web:1.0",
        replicas: Int? = 2,
        annotations: JSONObject = [:]
    ) -> JSONValue {
        [
            "apiVersion": "apps/v1", "kind": "Deployment", "metadata": ["name": .string(name)],
            "spec": [
                "replicas": replicas.map { .integer(Int64($0)) },
                "selector": ["matchLabels": ["app": .string(name)]],
                "template": [
                    "metadata": [
                        "labels": ["app": .string(name)],
                        "annotations": annotations.isEmpty ? nil : .object(annotations),
                    ],
                    "spec": [
                        "containers": [
                            [
                                "name": "web", "image": .string(image),
                                "env": [["name": "A", "value": "1"], ["name": "B", "value": "2"]],
                                "ports": [["containerPort": 8080]],
                                "resources": [
                                    "requests": ["cpu": "100m", "memory": "64Mi"],
                                    "limits": ["memory": "128Mi"],
                                ],
                            ]
                        ]
                    ],
                ],
            ],
        ]
    }

    static func configMap(_ name: String, _ data: JSONObject) -> JSONValue {
        [
            "apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": .string(name)],
            "data": .object(data),
        ]
    }
}
