// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Kubernetes

/// Reads bodies in JSON and YAML, and brings objects into their stored form.
enum RequestBody {
    static let limit = 3_145_728

    /// The tree of a body; empty bodies are `nil`.
    static func tree(_ request: APIRequest) throws(StatusFailure) -> JSONValue? {
        if request.body.isEmpty { return nil }
        if request.body.count > limit {
            throw StatusFailure(
                code: 413,
                reason: "RequestEntityTooLarge",
                message: "Request entity too large: limit is \(limit)",
                details: [:]
            )
        }
        switch request.mediaType {
        case "application/yaml", "application/apply-patch+yaml": return try yaml(request.body)
        case "", "application/json", "application/merge-patch+json", "application/json-patch+json",
            "application/strategic-merge-patch+json":
            return try json(request.body)
        default:
            throw StatusFailure(
                code: 415,
                reason: "UnsupportedMediaType",
                message: "the body of the request was in an unknown format - accepted media types include: "
                    + "application/json, application/yaml"
            )
        }
    }

    private static func json(_ bytes: [UInt8]) throws(StatusFailure) -> JSONValue {
        do throws(JSONReader.Failure) {
            return try JSONReader.read(bytes)
        } catch {
            throw .badRequest("couldn't get version/kind; json parse error: \(error.description)")
        }
    }

    /// Apply bodies are mostly JSON, which the faster reader understands.
    private static func yaml(_ bytes: [UInt8]) throws(StatusFailure) -> JSONValue {
        if bytes.first == UInt8(ascii: "{") {
            do throws(JSONReader.Failure) {
                return try JSONReader.read(bytes)
            } catch {
                // Flow mappings of YAML start with a brace as well: the YAML reader decides.
            }
        }
        let reading = YAMLReader.read(SourceFile(path: "body", bytes: bytes))
        if let problem = reading.diagnostics.first(where: { $0.severity == .error }) {
            throw .badRequest("error decoding YAML: error converting YAML to JSON: yaml: \(problem.headline)")
        }
        guard let document = reading.documents.first else {
            throw .badRequest("error decoding YAML: empty document")
        }
        return JSONValue(document.root)
    }

    /// The object of a body in its stored form, with the warnings that field validation asks for.
    static func object(
        _ request: APIRequest,
        _ type: ResourceType
    ) throws(StatusFailure) -> (object: JSONObject, warnings: [String]) {
        guard let tree = try tree(request), var object = tree.object else {
            throw .badRequest("the body of the request was empty or is no object")
        }
        try checkType(object, type)
        object["apiVersion"] = .string(type.type.apiVersion)
        object["kind"] = .string(type.type.kind)
        return try stored(.object(object), request, type)
    }

    /// A tree in its stored form.
    static func stored(
        _ tree: JSONValue,
        _ request: APIRequest,
        _ type: ResourceType
    ) throws(StatusFailure) -> (object: JSONObject, warnings: [String]) {
        let form = ShapeIndex.builtIn.shape(of: type.type).canonical(tree)
        let kind = "\(type.type.kind) in version \"\(type.type.version)\""
        if let misfit = form.misfit {
            throw .badRequest("\(kind) cannot be handled as a \(type.type.kind): json: \(misfit)")
        }
        let problems = form.unknown.map { "unknown field \"\($0)\"" }
        guard !problems.isEmpty else { return (form.value.members, []) }
        switch request["fieldValidation"] ?? "Warn" {
        case "Strict":
            throw .badRequest(
                "\(kind) cannot be handled as a \(type.type.kind): strict decoding error: "
                    + problems.joined(separator: ", ")
            )
        case "Ignore": return (form.value.members, [])
        default: return (form.value.members, problems)
        }
    }

    private static func checkType(_ object: JSONObject, _ type: ResourceType) throws(StatusFailure) {
        let apiVersion = object["apiVersion"]?.string ?? type.type.apiVersion
        let kind = object["kind"]?.string ?? type.type.kind
        let given = GroupVersionKind(apiVersion: apiVersion, kind: kind)
        guard given != type.type else { return }
        throw .badRequest(
            "\(kind) in version \"\(given.version)\" cannot be handled as a \(type.type.kind): the API version in the "
                + "data (\(apiVersion)) does not match the expected API version (\(type.type.apiVersion)) or kind"
        )
    }

    /// Checks the options that every write has.
    static func checkOptions(_ request: APIRequest, _ kind: String) throws(StatusFailure) {
        var causes: [StatusFailure.Cause] = []
        for value in request.query.filter({ $0.name == "dryRun" }).map(\.value) where value != "All" {
            causes.append(.unsupported("dryRun", value, ["All"]))
        }
        if let value = request["fieldValidation"], !["Strict", "Warn", "Ignore"].contains(value) {
            causes.append(.unsupported("fieldValidation", value, ["", "Ignore", "Strict", "Warn"]))
        }
        if !causes.isEmpty { throw .invalidOptions(kind, causes) }
    }
}
