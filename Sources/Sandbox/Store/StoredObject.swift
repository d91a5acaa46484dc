// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// An object as the store keeps it: the tree with its resource version, and what is often asked about it.
struct StoredObject: Sendable {
    /// The whole tree, `metadata.resourceVersion` included.
    var json: JSONObject
    /// The revision that wrote it.
    var revision: Int64

    var metadata: JSONObject { json["metadata"]?.object ?? [:] }
    var name: String { metadata["name"]?.string ?? "" }
    var namespace: String { metadata["namespace"]?.string ?? "" }
    var uid: String { metadata["uid"]?.string ?? "" }
    var labels: [String: String] { Self.strings(metadata["labels"]) }
    var annotations: [String: String] { Self.strings(metadata["annotations"]) }
    var generation: Int64 { metadata["generation"]?.integer ?? 0 }
    var isDeleting: Bool { metadata["deletionTimestamp"] != nil }
    var finalizers: [String] { metadata["finalizers"]?.array?.compactMap(\.string) ?? [] }
    var ownerReferences: [JSONValue] { metadata["ownerReferences"]?.array ?? [] }
    var controller: JSONValue? { ownerReferences.first { $0["controller"]?.bool == true } }
    var spec: JSONValue { json["spec"] ?? [:] }
    var status: JSONValue { json["status"] ?? [:] }

    static func strings(_ value: JSONValue?) -> [String: String] {
        guard let members = value?.object else { return [:] }
        var result: [String: String] = [:]
        for member in members { result[member.key] = member.value.string }
        return result
    }
}
