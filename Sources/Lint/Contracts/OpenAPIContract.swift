// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

/// The operations of an HTTP API, read from an OpenAPI 3 document in YAML or JSON.
struct OpenAPIContract: Sendable, Hashable {
    /// One operation.
    struct Operation: Sendable, Hashable {
        /// The method in capitals.
        var method: String
        /// The path as in the document, such as `/orders/{id}`.
        var path: String
        /// The name that code generators use.
        var id: String?
        /// Where it is declared.
        var span: SourceSpan
    }

    /// The operations in the order of the document.
    let operations: [Operation]

    private static let methods: Set<String> = [
        "get", "put", "post", "delete", "options", "head", "patch", "trace",
    ]

    /// Reads a document; `nil` when it is no OpenAPI 3 document that can be read.
    init?(_ file: SourceFile) {
        // JSON is YAML, too, and the spans come with it.
        guard let root = YAMLReader.read(file).documents.first?.root,
            root["openapi"]?.scalar?.text.hasPrefix("3.") == true
        else { return nil }
        var found: [Operation] = []
        for path in root["paths"]?.mapping ?? [] {
            for entry in path.value.mapping ?? [] {
                guard let method = entry.key.scalar?.text, Self.methods.contains(method) else { continue }
                found.append(
                    Operation(
                        method: method.uppercased(),
                        path: path.key.scalar?.text ?? "",
                        id: entry.value["operationId"]?.scalar?.text,
                        span: entry.key.span
                    )
                )
            }
        }
        operations = found
    }

    /// The operation that a manifest means: by its id, or by method and path, in which names of parameters do not matter.
    func operation(_ text: String) -> Operation? {
        if let named = operations.first(where: { $0.id == text }) { return named }
        let parts = text.split(separator: " ", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        let wanted = Self.shape(String(parts[1]))
        return operations.first { $0.method == parts[0].uppercased() && Self.shape($0.path) == wanted }
    }

    /// What a manifest may call the operations.
    var names: [String] { operations.flatMap { [$0.id, "\($0.method) \($0.path)"].compactMap(\.self) } }

    /// The path with `{}` for every parameter.
    private static func shape(_ path: String) -> [String] {
        path.split(separator: "/").map { $0.hasPrefix("{") || $0.hasPrefix(":") ? "{}" : String($0) }
    }
}
