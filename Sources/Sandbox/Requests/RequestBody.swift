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
        try reading(request)?.tree
    }

    /// The tree of a body with the names that occur twice in it; empty bodies are `nil`.
    static func reading(_ request: APIRequest) throws(StatusFailure) -> BodyReader.Reading? {
        if request.body.isEmpty { return nil }
        if request.body.count > limit {
            throw StatusFailure(
                code: 413,
                reason: "RequestEntityTooLarge",
                message: "Request entity too large: limit is \(limit)"
            )
        }
        switch request.mediaType {
        case "application/yaml", "application/apply-patch+yaml": return try BodyReader.yaml(request.body)
        case "", "application/json", "application/merge-patch+json", "application/json-patch+json",
            "application/strategic-merge-patch+json":
            return try BodyReader.json(request.body)
        case "application/vnd.kubernetes.protobuf":
            do throws(ProtobufObject.Unreadable) {
                return BodyReader.Reading(tree: try ProtobufObject.tree(request.body))
            } catch {
                throw StatusFailure(code: 415, reason: "UnsupportedMediaType", message: error.message)
            }
        default:
            throw StatusFailure(
                code: 415,
                reason: "UnsupportedMediaType",
                message: "the body of the request was in an unknown format - accepted media types include: "
                    + "application/json, application/yaml, application/vnd.kubernetes.protobuf"
            )
        }
    }

    /// The body of an apply; what occurs twice is refused, mentioned or ignored by `fieldValidation`.
    static func applied(_ request: APIRequest) throws(StatusFailure) -> (tree: JSONValue, warnings: [String])
    {
        guard let reading = try reading(request) else { return ([:], []) }
        guard case .object = reading.tree else {
            throw .badRequest(
                "error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal "
                    + "\(reading.tree.kindName) into Go value of type map[string]interface {}"
            )
        }
        switch request["fieldValidation"] ?? "Warn" {
        case "Strict" where !reading.duplicates.isEmpty:
            throw .badRequest(
                "error strict decoding YAML: error converting YAML to JSON: yaml: unmarshal errors:\n  "
                    + reading.duplicates.joined(separator: "\n  ")
            )
        case "Warn": return (reading.tree, reading.duplicates)
        default: return (reading.tree, [])
        }
    }

    /// The object of a body in its stored form, with the warnings that field validation asks for.
    static func object(
        _ request: APIRequest,
        _ type: ResourceType
    ) throws(StatusFailure) -> (object: JSONObject, warnings: [String]) {
        let reading: BodyReader.Reading?
        do throws(StatusFailure) {
            reading = try self.reading(request)
        } catch {
            throw error.code == 400 ? unrecognized(error.message, request, type) : error
        }
        guard let reading, var object = reading.tree.object else {
            let reason = "couldn't get version/kind; json parse error: unexpected end of JSON input"
            throw unrecognized(reason, request, type)
        }
        try checkType(object, request.served(type))
        object["apiVersion"] = .string(request.served(type).type.apiVersion)
        object["kind"] = .string(type.type.kind)
        return try stored(.object(object), request, type, duplicates: reading.duplicates)
    }

    private static func unrecognized(_ reason: String, _ request: APIRequest, _ type: ResourceType)
        -> StatusFailure
    {
        let shown =
            request.body.isEmpty ? "<empty>" : String(decoding: request.body.prefix(1024), as: UTF8.self)
        return .badRequest(
            "the object provided is unrecognized (must be of type \(type.type.kind)): \(reason) (\(shown))"
        )
    }

    /// A tree in its stored form.
    static func stored(
        _ tree: JSONValue,
        _ request: APIRequest,
        _ type: ResourceType,
        duplicates: [String] = []
    ) throws(StatusFailure) -> (object: JSONObject, warnings: [String]) {
        let served = request.served(type)
        let form = ShapeIndex.builtIn.shape(of: served.type).canonical(tree)
        let kind = "\(type.type.kind) in version \"\(served.type.version)\""
        if let misfit = form.misfit {
            let told = misfit.replacing(
                "Go struct field Spec.",
                with: "Go struct field \(type.type.kind)Spec."
            ).replacing("Go struct field .", with: "Go struct field \(type.type.kind).")
            throw .badRequest("\(kind) cannot be handled as a \(type.type.kind): json: \(told)")
        }
        if let misfit = form.textMisfit {
            throw .badRequest("\(kind) cannot be handled as a \(type.type.kind): \(misfit)")
        }
        let problems = duplicates + form.unknown.map { "unknown field \"\($0)\"" }
        let object = stored(form.value, request, type)
        guard !problems.isEmpty else { return (object, []) }
        switch request["fieldValidation"] ?? "Warn" {
        case "Strict":
            throw .badRequest(
                "\(kind) cannot be handled as a \(type.type.kind): strict decoding error: "
                    + problems.joined(separator: ", ")
            )
        case "Ignore": return (object, [])
        default: return (object, problems)
        }
    }

    /// An object of the request's version in the one that is stored.
    static func stored(_ object: JSONValue, _ request: APIRequest, _ type: ResourceType) -> JSONObject {
        guard let version = request.version else { return object.members }
        // What was carried in texts has not been read as fields yet.
        return ShapeIndex.builtIn.shape(of: type.type).canonical(version.toStored(object)).value.members
    }

    private static func checkType(_ object: JSONObject, _ type: ResourceType) throws(StatusFailure) {
        let apiVersion = object["apiVersion"]?.string ?? type.type.apiVersion
        let kind = object["kind"]?.string ?? type.type.kind
        let given = GroupVersionKind(apiVersion: apiVersion, kind: kind)
        guard given != type.type else { return }
        let isKnown = ResourceType.named(given) != nil || kind == "List"
        let internalGroup = type.type.group.split(separator: ".").first.map(String.init) ?? "core"
        let reason =
            isKnown
            ? "converting (\(given.version).\(kind)) to (\(internalGroup).\(type.type.kind)): unknown conversion"
            : "no kind \"\(kind)\" is registered for version \"\(apiVersion)\" in scheme "
                + "\"pkg/api/legacyscheme/scheme.go:30\""
        throw .badRequest(
            "\(kind) in version \"\(given.version)\" cannot be handled as a \(type.type.kind): \(reason)"
        )
    }

    /// Checks the options that every write has.
    static func checkOptions(_ request: APIRequest, _ kind: String) throws(StatusFailure) {
        var causes = dryRunCauses(request.query.filter { $0.name == "dryRun" }.map(\.value))
        if let manager = request["fieldManager"] { causes += managerCauses(manager) }
        if let value = request["fieldValidation"], !["Strict", "Warn", "Ignore"].contains(value) {
            causes.append(.unsupported("fieldValidation", value, ["", "Ignore", "Strict", "Warn"]))
        }
        if !causes.isEmpty { throw .invalidOptions(kind, causes) }
    }

    /// What is wrong with how a write is to be tried out: there is one way.
    static func dryRunCauses(_ values: [String]) -> [StatusFailure.Cause] {
        guard values.contains(where: { $0 != "All" }) else { return [] }
        let shown = JSONValue.array(values.map { .string($0) }).text()
        return [
            StatusFailure.Cause(
                field: "dryRun",
                reason: "FieldValueNotSupported",
                message: "Unsupported value: \(shown): supported values: \"All\""
            )
        ]
    }

    private static func managerCauses(_ manager: String) -> [StatusFailure.Cause] {
        var causes: [StatusFailure.Cause] = []
        if manager.utf8.count > 128 {
            causes.append(
                StatusFailure.Cause(
                    field: "fieldManager",
                    reason: "FieldValueTooLong",
                    message: "Too long: may not be more than 128 bytes"
                )
            )
        }
        for (position, scalar) in manager.unicodeScalars.enumerated() where scalar.value < 32 {
            let digits = String(scalar.value, radix: 16, uppercase: true)
            let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
            let escape = scalar.value < 16 ? "\\x0\(digits.lowercased())" : "\\x\(digits.lowercased())"
            let shown = manager.replacing(String(Character(scalar)), with: escape)
            causes.append(
                StatusFailure.Cause(
                    field: "fieldManager",
                    reason: "FieldValueInvalid",
                    message:
                        "Invalid value: \"\(shown)\": invalid character U+\(padded) (at position \(position))"
                )
            )
        }
        return causes
    }
}
