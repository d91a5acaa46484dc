// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTPTypes
package import Kubernetes

extension ClusterClient {
    /// Makes fields that another tool has written the old way ours, so that what we leave out really goes (C6.4).
    ///
    /// The entries of `managers` with the operation `Update` are merged into our `Apply` entry, whose fields stay; a
    /// change of the object in between is noticed, and the step made again, at most five times. The object has to
    /// have been applied by us before, and has to be applied once more afterwards. Returns nil when there was nothing
    /// to take over.
    package func takeOverUpdates(
        of reference: ObjectReference,
        from managers: Set<String>
    ) async throws(ClusterError) -> KubernetesObject? {
        let doing = "taking over the fields of \(reference)"
        let path = try await path(reference, doing: doing)
        var attempt = 1
        while true {
            let object = try await get(reference)
            let entries = object[metadata: "managedFields"]?.array ?? []
            guard let merged = ManagedFields.merging(entries, of: managers, into: options.fieldManager),
                let version = object.resourceVersion
            else { return nil }
            let patch: JSONValue = [
                ["op": "replace", "path": "/metadata/managedFields", "value": .array(merged)],
                ["op": "replace", "path": "/metadata/resourceVersion", "value": .string(version)],
            ]
            let request = ClusterRequest(
                .patch,
                path,
                query: [("fieldManager", options.fieldManager)],
                doing: doing,
                object: reference
            )
            do throws(ClusterError) {
                return try await self.object(
                    request.sending(patch.bytes(), as: "application/json-patch+json")
                )
            } catch {
                guard error.code == .conflict, attempt < 5 else { throw error }
                attempt += 1
            }
        }
    }
}

/// Arithmetic of `metadata.managedFields`.
enum ManagedFields {
    /// The entries with the `Update` entries of some managers merged into our `Apply` entry; `nil` if there are none.
    ///
    /// Entries of a subresource stay, and so do those of another version of the API, whose fields may be called
    /// otherwise.
    static func merging(
        _ entries: [JSONValue],
        of managers: Set<String>,
        into ourselves: String
    ) -> [JSONValue]? {
        guard
            let own = entries.firstIndex(where: {
                $0["manager"]?.string == ourselves && $0["operation"]?.string == "Apply"
                    && $0["subresource"] == nil
            }), var ours = entries[own].object
        else { return nil }
        let taken = entries.indices.filter { index in
            let entry = entries[index]
            return entry["operation"]?.string == "Update" && entry["subresource"] == nil
                && entry["apiVersion"] == entries[own]["apiVersion"]
                && entry["manager"]?.string.map(managers.contains) == true
        }
        guard !taken.isEmpty else { return nil }
        ours["fieldsV1"] = taken.reduce(ours["fieldsV1"] ?? [:]) { union($0, entries[$1]["fieldsV1"] ?? [:]) }
        return entries.indices.filter { !taken.contains($0) }.map { $0 == own ? .object(ours) : entries[$0] }
    }

    /// Every field that is in one of two sets.
    static func union(_ left: JSONValue, _ right: JSONValue) -> JSONValue {
        guard var result = left.object, let right = right.object else { return left }
        for member in right {
            result[member.key] = result[member.key].map { union($0, member.value) } ?? member.value
        }
        return .object(result)
    }
}
