// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension Cluster {
    /// Answers a watch with what to send at once and what to send from now on.
    func watch(
        _ request: APIRequest,
        _ path: ResourcePath,
        _ type: ResourceType
    ) throws(StatusFailure) -> APIResponse {
        var filter = try ObjectFilter(request, type: type)
        if let name = path.name {
            filter.fields.append(.init(path: "metadata.name", value: name, isNegated: false))
        }
        let start = try startOfWatch(request)
        var plan = WatchPlan(
            resource: GroupResource(type),
            namespace: type.isNamespaced ? path.namespace : nil,
            filter: filter,
            backlog: [],
            wantsBookmarks: request.flag("allowWatchBookmarks"),
            // None at all is what Go's clients mean by none.
            timeout: try request.number("timeoutSeconds").flatMap { $0 == 0 ? nil : $0 },
            format: try Representation(accept: request.accept),
            apiVersion: request.served(type).type.apiVersion,
            kind: type.type.kind,
            version: request.version
        )
        if let start, start > 0, !request.flag("sendInitialEvents") {
            guard let changes = store.changes(after: start, resource: GroupResource(type)) else {
                plan.backlog = [Self.expired(start, store.compacted)]
                plan.endsAtOnce = true
                return .watch(plan)
            }
            plan.backlog = changes.compactMap { event($0, for: plan) }
            return .watch(plan)
        }
        if request["sendInitialEvents"] == nil || request.flag("sendInitialEvents") {
            plan.backlog = store.list(GroupResource(type), namespace: plan.namespace)
                .filter { filter.matches($0) }
                .map { WatchEvent(type: "ADDED", object: represent($0.json, plan)) }
        }
        if request.flag("sendInitialEvents"), plan.wantsBookmarks {
            plan.backlog.append(bookmark(plan, isEndOfInitialEvents: true))
        }
        return .watch(plan)
    }

    private func startOfWatch(_ request: APIRequest) throws(StatusFailure) -> Int64? {
        let match = request["resourceVersionMatch"]
        let sends = request["sendInitialEvents"]
        if request["continue"] != nil {
            throw .invalidOptions(
                "ListOptions",
                [
                    .forbidden(
                        "resourceVersionMatch",
                        "resourceVersionMatch is forbidden when continue is provided"
                    )
                ]
            )
        }
        if sends != nil, match != "NotOlderThan" {
            throw .invalidOptions(
                "ListOptions",
                [
                    .forbidden(
                        "resourceVersionMatch",
                        "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"
                    )
                ]
            )
        }
        if match != nil, sends == nil {
            throw .invalidOptions(
                "ListOptions",
                [
                    .forbidden(
                        "resourceVersionMatch",
                        "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"
                    )
                ]
            )
        }
        guard let text = request["resourceVersion"] else { return nil }
        guard let number = Int64(text), number >= 0 else {
            throw .internalError(
                "resourceVersion: Invalid value: \"\(text)\": strconv.ParseUint: parsing \"\(text)\": invalid syntax"
            )
        }
        return number
    }

    /// The event that a watcher sees of a change; `nil` when it does not concern it.
    ///
    /// An object that stops matching arrives as deleted: the last state that matched, with the new revision.
    func event(_ change: Change, for plan: WatchPlan) -> WatchEvent? {
        guard change.key.resource == plan.resource,
            plan.namespace == nil || plan.namespace == change.key.namespace
        else { return nil }
        let matched = change.previous.map { plan.filter.matches($0) } ?? false
        let matches = change.kind != .deleted && plan.filter.matches(change.object)
        switch (matched, matches) {
        case (false, false): return nil
        case (false, true): return WatchEvent(type: "ADDED", object: represent(change.object.json, plan))
        case (true, true): return WatchEvent(type: "MODIFIED", object: represent(change.object.json, plan))
        case (true, false):
            var last =
                change.kind == .deleted ? change.object.json : change.previous?.json ?? change.object.json
            last["metadata"]?["resourceVersion"] = .string(String(change.revision))
            return WatchEvent(type: "DELETED", object: represent(last, plan))
        }
    }

    /// A bookmark carries the revision only.
    func bookmark(_ plan: WatchPlan, isEndOfInitialEvents: Bool = false) -> WatchEvent {
        let metadata: JSONValue = [
            "resourceVersion": .string(String(store.revision)),
            "annotations": isEndOfInitialEvents ? ["k8s.io/initial-events-end": "true"] : nil,
        ]
        return WatchEvent(
            type: "BOOKMARK",
            object: [
                "kind": .string(plan.kind), "apiVersion": .string(plan.apiVersion), "metadata": metadata,
            ]
        )
    }

    /// The event that ends a watch whose start is forgotten.
    static func expired(_ start: Int64, _ oldest: Int64) -> WatchEvent {
        WatchEvent(
            type: "ERROR",
            object: StatusFailure.expired("too old resource version: \(start) (\(oldest))").json
        )
    }

    private func represent(_ json: JSONObject, _ plan: WatchPlan) -> JSONValue {
        let object = JSONValue.object(json)
        switch plan.format {
        case .whole: return plan.version?.fromStored(object) ?? object
        case .metadata: return Self.metadataOnly(plan.version?.fromStored(object) ?? object)
        case .table:
            guard let type = type(of: plan.resource) else { return object }
            let metadata: JSONObject = ["resourceVersion": json["metadata"]?["resourceVersion"]]
            return ObjectTable(type: type, version: plan.version, now: now)
                .json([object], metadata: metadata, nil)
        }
    }
}
