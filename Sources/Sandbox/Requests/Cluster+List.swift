// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTPTypes
import Kubernetes

extension Cluster {
    /// Answers a list, in pages when asked, from now or from a remembered revision.
    func list(
        _ request: APIRequest,
        _ path: ResourcePath,
        _ type: ResourceType
    ) throws(StatusFailure) -> APIResponse {
        let filter = try ObjectFilter(request, type: type)
        let page = try Page(request)
        if let asked = page.asked, asked > store.revision { throw tooLarge(asked) }
        let now = max(store.compacted, store.revision - request.staleness)
        let moment = page.moment ?? now
        let namespace = type.isNamespaced ? path.namespace : nil
        guard let all = store.list(GroupResource(type), namespace: namespace, at: moment) else {
            throw page.token == nil
                ? .expired("The resourceVersion for the provided list is too old.")
                : expiredToken(page)
        }
        var objects = all.filter { filter.matches($0) }
        if let start = page.token?.start {
            objects = objects.filter { (namespace == nil ? "\($0.namespace)/\($0.name)" : $0.name) > start }
        }
        var metadata: JSONObject = ["resourceVersion": .string(String(moment))]
        if let limit = page.limit, objects.count > limit {
            let rest = objects.count - limit
            objects = Array(objects.prefix(limit))
            if let last = objects.last {
                let start = namespace == nil ? "\(last.namespace)/\(last.name)" : last.name
                metadata["continue"] = .string(ContinueToken(revision: moment, start: start).text)
            }
            if filter.isEmpty { metadata["remainingItemCount"] = .integer(Int64(rest)) }
        }
        return try show(objects, metadata, request, type)
    }

    private func show(
        _ objects: [StoredObject],
        _ metadata: JSONObject,
        _ request: APIRequest,
        _ type: ResourceType
    ) throws(StatusFailure) -> APIResponse {
        switch try Representation(accept: request.accept) {
        case .whole:
            let items = objects.map { Self.item(.object($0.json), request) }
            return .json(
                200,
                [
                    "kind": .string(type.type.kind + "List"),
                    "apiVersion": .string(request.served(type).type.apiVersion),
                    "metadata": .object(metadata), "items": .array(items),
                ]
            )
        case .metadata:
            return .json(
                200,
                [
                    "kind": "PartialObjectMetadataList", "apiVersion": "meta.k8s.io/v1",
                    "metadata": .object(metadata),
                    "items": .array(
                        objects.map { Self.metadataOnly(request.inItsVersion(.object($0.json))) }
                    ),
                ]
            )
        case .table:
            try ObjectTable.check(request["includeObject"])
            let rows = objects.map { JSONValue.object($0.json) }
            return .json(
                200,
                ObjectTable(type: type, version: request.version, now: now)
                    .json(rows, metadata: metadata, request["includeObject"])
            )
        }
    }

    /// An object as an element of a list, which says once of what kind its elements are.
    static func item(_ object: JSONValue, _ request: APIRequest) -> JSONValue {
        var item = request.inItsVersion(object)
        item["kind"] = nil
        item["apiVersion"] = nil
        return item
    }

    /// Refuses a read at a version that is still to come.
    func checkVersion(_ request: APIRequest) throws(StatusFailure) {
        guard let asked = request["resourceVersion"].flatMap({ Int64($0) }), asked > store.revision else {
            return
        }
        throw tooLarge(asked)
    }

    private func tooLarge(_ asked: Int64) -> StatusFailure {
        StatusFailure(
            code: 504,
            reason: "Timeout",
            message: "Timeout: Too large resource version: \(asked), current: \(store.revision)",
            details: [
                "causes": [
                    ["reason": "ResourceVersionTooLarge", "message": "Too large resource version"]
                ],
                "retryAfterSeconds": 1,
            ],
            headers: [(.retryAfter, "1")]
        )
    }

    private func expiredToken(_ page: Page) -> StatusFailure {
        var failure = StatusFailure.expired(
            "The provided continue parameter is too old to display a consistent list result. You can start a new list "
                + "without the continue parameter, or use the continue token in this response to retrieve the remainder "
                + "of the results. Continuing with the provided token results in an inconsistent list - objects that "
                + "were created, modified, or deleted between the time the first chunk was returned and now may show up "
                + "in the list."
        )
        let token = ContinueToken(revision: -1, start: page.token?.start ?? "")
        failure.continueToken = token.text
        return failure
    }
}

/// Which part of a list is asked for, and from when.
private struct Page {
    var limit: Int?
    var token: ContinueToken?
    /// The revision that the client wants at least, or exactly.
    var asked: Int64?
    var isExact: Bool

    init(_ request: APIRequest) throws(StatusFailure) {
        limit = try request.number("limit").flatMap { $0 > 0 ? $0 : nil }
        _ = try request.number("timeoutSeconds")
        let match = request["resourceVersionMatch"]
        try Self.check(request, match)
        if let text = request["resourceVersion"] {
            guard let number = Int64(text), number >= 0 else {
                throw .badRequest(
                    "invalid resource version: resourceVersion: Invalid value: \"\(text)\": strconv.ParseUint: parsing "
                        + "\"\(text)\": invalid syntax"
                )
            }
            asked = number
        }
        if let text = request["continue"] {
            if let asked, asked > 0 {
                throw .badRequest("specifying resource version is not allowed when using continue")
            }
            guard let parsed = ContinueToken(text) else {
                throw .badRequest(
                    "invalid continue token: continue key is not valid: server does not recognize this encoded version "
                )
            }
            token = parsed
            if asked == 0 { limit = nil }
            asked = nil
        }
        isExact = match == "Exact" || (match == nil && limit != nil && (asked ?? 0) > 0)
        // A list from the cache is never cut into pages.
        if asked == 0, match == nil { limit = nil }
    }

    private static func check(_ request: APIRequest, _ match: String?) throws(StatusFailure) {
        var causes: [StatusFailure.Cause] = []
        let version = request["resourceVersion"]
        if let match {
            if version == nil {
                causes.append(
                    .forbidden(
                        "resourceVersionMatch",
                        "resourceVersionMatch is forbidden unless resourceVersion is provided"
                    )
                )
            } else if match == "Exact", version == "0" {
                causes.append(
                    .forbidden(
                        "resourceVersionMatch",
                        "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\""
                    )
                )
            } else if match != "Exact", match != "NotOlderThan" {
                causes.append(.unsupported("resourceVersionMatch", match, ["Exact", "NotOlderThan", ""]))
            }
        }
        if request.flag("sendInitialEvents") {
            causes.append(.forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list"))
        }
        if !causes.isEmpty { throw .invalidOptions("ListOptions", causes) }
    }

    /// The revision to list at; `nil` for now.
    var moment: Int64? {
        if let token { return token.revision > 0 ? token.revision : nil }
        return isExact ? asked : nil
    }
}

/// Where a list in pages goes on: opaque to clients.
struct ContinueToken: Sendable, Hashable {
    var revision: Int64
    var start: String

    init(revision: Int64, start: String) {
        self.revision = revision
        self.start = start
    }

    init?(_ text: String) {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while rest.count >= 2, let byte = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) {
            bytes.append(byte)
            rest = rest.dropFirst(2)
        }
        let parts = String(decoding: bytes, as: UTF8.self).split(separator: " ", maxSplits: 1)
        guard rest.isEmpty, parts.count == 2, let revision = Int64(parts[0]) else { return nil }
        self.init(revision: revision, start: String(parts[1]))
    }

    var text: String {
        "\(revision) \(start)".utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
