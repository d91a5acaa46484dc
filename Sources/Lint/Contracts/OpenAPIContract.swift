// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

/// An HTTP API, read from an OpenAPI 3 document in YAML or JSON.
struct OpenAPIContract: Sendable {
    /// One operation.
    struct Operation: Sendable {
        /// The method in capitals.
        var method: String
        /// The path as in the document, such as `/orders/{id}`.
        var path: String
        /// The name that code generators use.
        var id: String?
        /// Where it is declared.
        var span: SourceSpan
        /// What is declared.
        var node: YAMLNode
        /// The path item around it, with what all operations of the path share.
        var item: YAMLNode
        /// The document that it stands in.
        var source: SchemaSource

        /// The operation as people write it: `GET /carts`.
        var title: String { "\(method) \(path)" }
        /// The path with `{}` for every parameter, because names of parameters do not matter.
        var shape: [String] { OpenAPIContract.shape(path) }
    }

    /// The document.
    let source: SchemaSource
    /// The operations in the order of the document.
    let operations: [Operation]
    /// Where the paths begin.
    let pathsSpan: SourceSpan

    private static let methods: Set<String> = [
        "get", "put", "post", "delete", "options", "head", "patch", "trace",
    ]

    init(_ source: SchemaSource) {
        self.source = source
        let entries = source.root.mapping ?? []
        let paths = entries.first { $0.key.scalar?.text == "paths" }
        pathsSpan = paths?.key.span ?? entries.first?.key.span ?? source.root.span
        var found: [Operation] = []
        for path in paths?.value.mapping ?? [] {
            let place = source.resolved(path.value) ?? .init(node: path.value, source: source)
            for entry in place.node.mapping ?? [] {
                guard let method = entry.key.scalar?.text, Self.methods.contains(method) else { continue }
                found.append(
                    Operation(
                        method: method.uppercased(),
                        path: path.key.scalar?.text ?? "",
                        id: entry.value["operationId"]?.scalar?.text,
                        span: entry.key.span,
                        node: entry.value,
                        item: place.node,
                        source: place.source
                    )
                )
            }
        }
        operations = found
    }

    /// The operation that a manifest means: by its id, or by method and path.
    func operation(_ text: String) -> Operation? {
        if let named = operations.first(where: { $0.id == text }) { return named }
        let parts = text.split(separator: " ", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        let wanted = Self.shape(String(parts[1]))
        return operations.first { $0.method == parts[0].uppercased() && $0.shape == wanted }
    }

    /// The paths that the addresses of the servers put in front of all others, as parts; one without parts where no server is named.
    var basePaths: [[String]] {
        let servers = source.root["servers"]?.sequence ?? []
        let paths = servers.compactMap { server -> [String]? in
            guard var url = server["url"]?.scalar?.text else { return nil }
            for variable in server["variables"]?.mapping ?? [] {
                guard let name = variable.key.scalar?.text,
                    let value = variable.value["default"]?.scalar?.text
                else { continue }
                url = url.replacing("{\(name)}", with: value)
            }
            var path = url[...]
            if let scheme = url.firstRange(of: "://") {
                path = url[scheme.upperBound...].drop { $0 != "/" }
            }
            return path.prefix { $0 != "?" && $0 != "#" }.split(separator: "/").map(String.init)
        }
        return paths.isEmpty ? [[]] : paths
    }

    /// Where the servers are named.
    var serversSpan: SourceSpan? {
        source.root.mapping?.first { $0.key.scalar?.text == "servers" }?.key.span
    }

    /// What a manifest may call the operations.
    var names: [String] { operations.flatMap { [$0.id, $0.title].compactMap(\.self) } }

    private static func shape(_ path: String) -> [String] {
        path.split(separator: "/").map { $0.hasPrefix("{") || $0.hasPrefix(":") ? "{}" : String($0) }
    }
}

extension OpenAPIContract.Operation {
    /// A parameter that callers send.
    struct Parameter: Sendable {
        /// `query`, `header`, `path` or `cookie`.
        var kind: String
        /// Its name; for a header in lower case.
        var name: String
        var isRequired: Bool
        var span: SourceSpan
        var schema: SchemaView?
    }

    /// What the operation declares and what its path declares for all, without what is overridden.
    var parameters: [Parameter] {
        var found: [Parameter] = []
        let nodes = (node["parameters"]?.sequence ?? []) + (item["parameters"]?.sequence ?? [])
        for reference in nodes {
            guard let place = source.resolved(reference), let kind = place.node["in"]?.scalar?.text,
                let name = place.node["name"]?.scalar?.text
            else { continue }
            let content = place.node["content"]?.mapping?.first?.value["schema"]
            let parameter = Parameter(
                kind: kind,
                name: kind == "header" ? name.lowercased() : name,
                isRequired: place.node["required"]?.scalar?.text == "true",
                span: reference.span,
                schema: (place.node["schema"] ?? content).map { SchemaView($0, in: place.source) }
            )
            if !found.contains(where: { $0.kind == parameter.kind && $0.name == parameter.name }) {
                found.append(parameter)
            }
        }
        return found
    }

    /// A body in one media type.
    struct Body: Sendable {
        var mediaType: String
        var span: SourceSpan
        var schema: SchemaView?
    }

    /// Whether a body has to be sent, where that is said, and in which forms.
    var request: (isRequired: Bool, span: SourceSpan, bodies: [Body])? {
        guard let entry = node.mapping?.first(where: { $0.key.scalar?.text == "requestBody" }),
            let place = source.resolved(entry.value)
        else { return nil }
        return (place.node["required"]?.scalar?.text == "true", entry.key.span, Self.bodies(place))
    }

    /// An answer by its status.
    struct Response: Sendable {
        var status: String
        var span: SourceSpan
        var bodies: [Body]

        var isSuccess: Bool { status.hasPrefix("2") || status.hasPrefix("3") }
    }

    /// The answers in the order of the document.
    var responses: [Response] {
        (node["responses"]?.mapping ?? []).map { entry in
            Response(
                status: (entry.key.scalar?.text ?? "").uppercased(),
                span: entry.key.span,
                bodies: source.resolved(entry.value).map(Self.bodies) ?? []
            )
        }
    }

    private static func bodies(_ place: SchemaSource.Place) -> [Body] {
        (place.node["content"]?.mapping ?? []).map { entry in
            Body(
                mediaType: entry.key.scalar?.text ?? "",
                span: entry.key.span,
                schema: entry.value["schema"].map { SchemaView($0, in: place.source) }
            )
        }
    }

    /// The list of ways to prove who one is, and whether none is needed.
    func security(in root: YAMLNode) -> (span: SourceSpan, isOpen: Bool)? {
        guard let node = node["security"] ?? root["security"], let ways = node.sequence else { return nil }
        return (node.span, ways.isEmpty || ways.contains { $0.mapping?.isEmpty == true })
    }
}
