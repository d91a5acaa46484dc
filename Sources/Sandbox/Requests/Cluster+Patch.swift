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
        let known = [
            "application/merge-patch+json", "application/json-patch+json",
            "application/strategic-merge-patch+json",
        ]
        guard isApply || known.contains(request.mediaType) else { throw .unsupportedPatch }
        try checkPatchOptions(request, isApply: isApply)
        if isApply { return try apply(request, key, type, subresource: subresource) }
        guard let old = store[key] else { throw .notFound(type, key.name) }
        guard let patch = try RequestBody.tree(request) else { throw .badRequest("the patch is empty") }
        let patched = try Self.patched(.object(old.json), by: patch, request.mediaType, type)
        var (object, warnings) = try RequestBody.stored(patched, request, type)
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
                    "error decoding patch: json: cannot unmarshal array into Go value of type map"
                )
            }
            return MergePatch.apply(patch, to: old)
        case "application/json-patch+json": return try JSONPatch.apply(patch, to: old)
        default:
            let shape = ShapeIndex.builtIn.shape(of: type.type)
            guard case .record = shape else { throw .unsupportedPatch }
            return try StrategicMergePatch.apply(patch, to: old, shape: shape)
        }
    }

    private func checkPatchOptions(_ request: APIRequest, isApply: Bool) throws(StatusFailure) {
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
