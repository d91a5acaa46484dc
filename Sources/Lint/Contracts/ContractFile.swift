// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

/// What a file that describes an API or events says.
enum ContractFile: Sendable {
    /// OpenAPI 3 in YAML or JSON.
    case openAPI(OpenAPIContract)
    /// AsyncAPI 2 or 3 in YAML or JSON.
    case asyncAPI(AsyncAPIContract)
    /// Protocol buffers, proto2, proto3 or an edition.
    case proto(ProtoContract)
    /// A JSON Schema, which describes one kind of value.
    case schema(SchemaView)
    /// A language that msctl does not read, such as Avro or GraphQL.
    case unknown
    /// A file that is not what it means to be, with the reason at its place.
    case broken(Finding)

    /// Reads a file by its name and by what it says; other files that it refers to are looked up among `files`.
    ///
    /// `reading` is the file as YAML, where that is known.
    init(_ file: SourceFile, files: ProjectFiles? = nil, reading: YAMLReading? = nil) {
        let name = file.path.lowercased()
        if name.hasSuffix(".proto") {
            do {
                self = .proto(try ProtoParser.parse(file))
            } catch {
                self = .broken(error.finding)
            }
            return
        }
        guard [".yaml", ".yml", ".json"].contains(where: name.hasSuffix) else {
            self = .unknown
            return
        }
        // JSON is YAML, too, and the spans come with it.
        let reading = reading ?? files?.reading(of: file) ?? YAMLReader.read(file)
        guard let root = reading.documents.first?.root, root.mapping != nil else {
            self = .broken(Self.unreadable(file, reading))
            return
        }
        self = Self.read(root, SchemaSource(file: file, root: root, files: files), reading)
    }

    private static func read(_ root: YAMLNode, _ source: SchemaSource, _ reading: YAMLReading) -> ContractFile
    {
        let error = reading.diagnostics.first { $0.severity == .error }
        if let error = error.flatMap(Finding.init) { return .broken(error) }
        if let lost = source.danglingReference() { return .broken(lost) }
        if let version = root["openapi"]?.scalar?.text {
            return version.hasPrefix("3.") ? .openAPI(OpenAPIContract(source)) : .unknown
        }
        if let version = root["asyncapi"]?.scalar?.text {
            return version.hasPrefix("2.") || version.hasPrefix("3.")
                ? .asyncAPI(AsyncAPIContract(source)) : .unknown
        }
        let words = ["$schema", "type", "properties", "$ref", "oneOf", "anyOf", "allOf", "enum"]
        guard words.contains(where: { root[$0] != nil }), root["swagger"] == nil else { return .unknown }
        return .schema(SchemaView(root, in: source))
    }

    private static func unreadable(_ file: SourceFile, _ reading: YAMLReading) -> Finding {
        if let error = reading.diagnostics.first.flatMap(Finding.init) { return error }
        let start = SourceSpan(file: file, range: 0..<0)
        return Finding("the file is empty", at: start, "nothing is described here")
    }
}

/// The operations of a contract, as manifests may call them.
struct ContractOperations: Sendable {
    /// Every name that is understood.
    var names: [String]
    /// One name for each.
    var titles: [String]
    /// Whether a name is that of an operation.
    var has: @Sendable (String) -> Bool
}

extension ContractFile {
    /// The operations; `nil` for a file that has none or cannot be read.
    var operations: ContractOperations? {
        switch self {
        case .openAPI(let contract):
            .init(
                names: contract.names,
                titles: contract.operations.map { $0.id ?? $0.title },
                has: { contract.operation($0) != nil }
            )
        case .asyncAPI(let contract):
            .init(
                names: contract.names,
                titles: contract.operations.map { $0.id ?? $0.title },
                has: { contract.operation($0) != nil }
            )
        case .proto(let contract):
            .init(
                names: contract.names,
                titles: contract.services.flatMap { service in
                    service.methods.map { "\(service.name)/\($0.name)" }
                },
                has: { contract.method($0) != nil }
            )
        case .schema, .unknown, .broken: nil
        }
    }

    /// What somebody who relies on this contract would notice of a newer one; `direction` is that of a bare schema's values.
    func changes(
        to new: ContractFile,
        _ direction: SchemaComparison.Direction,
        context: String
    ) -> [ContractChange] {
        switch (self, new) {
        case (.openAPI(let old), .openAPI(let new)): return OpenAPIComparison.changes(from: old, to: new)
        case (.asyncAPI(let old), .asyncAPI(let new)): return AsyncAPIComparison.changes(from: old, to: new)
        case (.proto(let old), .proto(let new)): return ProtoComparison.changes(from: old, to: new)
        case (.schema(let old), .schema(let new)):
            var comparison = SchemaComparison(direction, context: context, place: "schema")
            comparison.compare(old, new, anchor: new.title)
            return comparison.changes
        default: return []
        }
    }

    /// Why the file cannot be read.
    func problem(with contract: String, naming spec: Located<String>, service: String) -> Finding? {
        guard case .broken(let reason) = self else { return nil }
        return Finding(
            "\(contract) could not be read: \(reason.headline)",
            at: reason.primary.span,
            reason.primary.text,
            severity: .error,
            secondary: [.init(spec.span, "named here")],
            notes: reason.notes,
            help: reason.help,
            service: service
        )
    }
}

extension SchemaView {
    /// Where the schema begins: its first name.
    var title: SourceSpan { node.mapping?.first?.key.span ?? node.span }
}

/// Something in a contract that its callers would notice.
struct ContractChange: Hashable {
    /// What is different, as the rest of a sentence about the contract: "no longer has `GET /carts`".
    var text: String
    /// Where it shows now.
    var span: SourceSpan
    /// What to say there.
    var label: String
    /// The earlier text.
    var before: SourceSpan?
    /// Where in the contract, independent of lines.
    var place: String
}
