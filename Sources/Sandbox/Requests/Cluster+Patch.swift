// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension Cluster {
    /// Answers a PATCH of an object, or of its status.
    mutating func patch(
        _ request: APIRequest,
        _ key: ObjectKey,
        _ type: ResourceType,
        subresource: String = ""
    ) throws(StatusFailure) -> APIResponse {
        let isApply = request.mediaType == "application/apply-patch+yaml"
        var known = ["application/json-patch+json", "application/merge-patch+json"]
        // Of a custom resource nobody knows how lists are merged.
        if !type.isCustom { known.append("application/strategic-merge-patch+json") }
        guard isApply || known.contains(request.mediaType) else {
            throw type.isCustom ? .unsupportedPatchOfCustomResource : .unsupportedPatch
        }
        try checkPatchOptions(request, isApply: isApply)
        if isApply { return try apply(request, key, type, subresource: subresource) }
        guard let old = store[key] else { throw .notFound(type, key.name) }
        let patch = try Self.patch(request)
        let shown = request.inItsVersion(.object(old.json))
        let served = request.served(type)
        let patched = try Self.patched(shown, by: patch.tree, request.mediaType, served)
        try checkIdentity(patched, of: old, served)
        var object: JSONObject
        let warnings: [String]
        do throws(StatusFailure) {
            (object, warnings) = try RequestBody.stored(patched, request, type, duplicates: patch.duplicates)
        } catch {
            guard error.code == 400 else { throw error }
            throw request.mediaType == "application/strategic-merge-patch+json"
                ? .unfitting(patch: patch.tree, error.message) : .unfitting(patched, error.message)
        }
        // Unless the patch says so, the version of the object is no condition.
        if object["metadata"]?["resourceVersion"]?.string == String(old.revision) {
            object["metadata"]?["resourceVersion"] = nil
        }
        if patched[path: "metadata", "managedFields"] == old.json["metadata"]?["managedFields"] {
            object["metadata"]?["managedFields"] = nil
        } else {
            object["metadata"]?["managedFields"] = patched[path: "metadata", "managedFields"]
        }
        var context = context(request, type)
        context.subresource = subresource
        let updated = try update(key, to: object, context)
        return try show(.object(updated), request, type, warnings: warnings)
    }

    /// Reads a patch, in a server's words where it cannot be read.
    private static func patch(_ request: APIRequest) throws(StatusFailure) -> BodyReader.Reading {
        let atEnd = "error decoding patch: unexpected end of JSON input"
        do throws(StatusFailure) {
            guard let patch = try RequestBody.reading(request) else { throw StatusFailure.badRequest(atEnd) }
            return patch
        } catch {
            let lead = "couldn't get version/kind; json parse error: "
            guard error.code == 400, error.message.hasPrefix(lead) else { throw error }
            throw .badRequest("error decoding patch: \(error.message.dropFirst(lead.count))")
        }
    }

    /// A patch changes an object, not which object it is.
    private func checkIdentity(_ patched: JSONValue, of old: StoredObject, _ type: ResourceType)
        throws(StatusFailure)
    {
        let name = patched[path: "metadata", "name"]?.string ?? ""
        if name != old.name {
            throw .badRequest(
                "the name of the object (\(name)) does not match the name on the URL (\(old.name))"
            )
        }
        if type.isNamespaced, patched[path: "metadata", "namespace"]?.string != old.namespace {
            throw .badRequest(
                "the namespace of the provided object does not match the namespace sent on the request"
            )
        }
        let kind = patched["kind"]?.string ?? ""
        if kind != type.type.kind || patched["apiVersion"]?.string != type.type.apiVersion {
            let given = GroupVersionKind(apiVersion: patched["apiVersion"]?.string ?? "", kind: kind)
            let group = type.type.group.split(separator: ".").first.map(String.init) ?? "core"
            throw .unfitting(
                patched,
                "converting (\(given.version).\(kind)) to (\(group).\(type.type.kind)): unknown conversion"
            )
        }
        if let uid = patched[path: "metadata", "uid"]?.string, uid != old.uid {
            let cause = StatusFailure.Cause.invalid("metadata.uid", .string(uid), "field is immutable")
            var failure = StatusFailure.invalid(type.type, old.name, [cause])
            // Two checks find it; the message says it once.
            let causes = failure.details?["causes"]?.elements ?? []
            failure.details?["causes"] = .array(causes + causes)
            throw failure
        }
    }

    /// The result of a merge, JSON or strategic merge patch.
    static func patched(
        _ old: JSONValue,
        by patch: JSONValue,
        _ mediaType: String,
        _ type: ResourceType
    ) throws(StatusFailure) -> JSONValue {
        switch mediaType {
        case "application/merge-patch+json":
            guard case .object = patch else {
                throw .badRequest(
                    "error decoding patch: json: cannot unmarshal \(patch.kindName) into Go value of type "
                        + "map[string]interface {}"
                )
            }
            return JSONMergePatch.apply(patch, to: old)
        case "application/json-patch+json": return try JSONPatch.apply(patch, to: old)
        default:
            let shape = ShapeIndex.builtIn.shape(of: type.type)
            guard case .record = shape else { throw .unsupportedPatchOfCustomResource }
            return try StrategicMergePatch.apply(patch, to: old, shape: shape)
        }
    }

    /// Refuses options that a patch cannot have.
    func checkPatchOptions(_ request: APIRequest, isApply: Bool) throws(StatusFailure) {
        try RequestBody.checkOptions(request, "PatchOptions")
        if isApply, request["fieldManager"] == nil {
            throw .invalidOptions("PatchOptions", [.required("fieldManager", "is required for apply patch")])
        }
        if !isApply, request["force"] != nil {
            throw .invalidOptions(
                "PatchOptions",
                [.forbidden("force", "may not be specified for non-apply patch")]
            )
        }
    }
}

extension StatusFailure {
    /// 422 for a patch whose result is no object of the kind.
    fileprivate static func unfitting(_ patched: JSONValue, _ reason: String) -> StatusFailure {
        unfitting(shown: patched.sortedByName.text(), bare(reason))
    }

    /// The same for a strategic merge patch, which a server converts by itself.
    ///
    /// It shows the patch as Go prints maps, and has other words for what does not fit.
    fileprivate static func unfitting(patch: JSONValue, _ reason: String) -> StatusFailure {
        unfitting(shown: patch.goPlainText, ConverterWords.of(bare(reason)))
    }

    /// What is wrong, without the sentence about the object around it.
    private static func bare(_ reason: String) -> String {
        guard let range = reason.firstRange(of: " cannot be handled as a ") else { return reason }
        let rest = reason[range.upperBound...]
        return rest.firstRange(of: ": ").map { String(rest[$0.upperBound...]) } ?? String(rest)
    }

    private static func unfitting(shown: String, _ reason: String) -> StatusFailure {
        let message = "Invalid value: \(JSONValue.string(shown).text()): \(reason)"
        return StatusFailure(
            code: 422,
            reason: "Invalid",
            message: " \"\" is invalid: patch: \(message)",
            details: [
                "causes": [
                    ["reason": "FieldValueInvalid", "message": .string(message), "field": "patch"]
                ]
            ]
        )
    }
}
