// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension Cluster {
    /// Answers a DELETE of an object.
    mutating func answerDelete(
        _ request: APIRequest,
        _ key: ObjectKey,
        _ type: ResourceType
    ) throws(StatusFailure) -> APIResponse {
        var options = try deleteOptions(request)
        var warnings: [String] = []
        if type == .jobs, options.propagation == nil {
            options.propagation = .orphan
            warnings.append(
                "child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove "
                    + "them or set propagationPolicy=Orphan to suppress this warning"
            )
        }
        switch try delete(key, type, options) {
        case .gone(let last) where Self.answeredWhole.contains(type):
            return try show(.object(last), request, type, warnings: warnings)
        case .gone(let last):
            var details = type.details(key.name)
            details["uid"] = last["metadata"]?["uid"]
            return .json(
                200,
                [
                    "kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Success",
                    "details": .object(details),
                ],
                warnings: warnings
            )
        case .marked(let object): return try show(.object(object), request, type, warnings: warnings)
        }
    }

    /// The kinds of which a deletion answers the last state, where others get a Status: those whose storage in Kubernetes 1.36
    /// says `ReturnDeletedObject` (pkg/registry).
    private static let answeredWhole: Set<ResourceType> = [
        .pods, .services, .serviceAccounts, .persistentVolumeClaims, .resourceQuotas, .namespaces,
        .storageClasses,
    ]

    /// Answers a DELETE of a collection with the list of what it matched.
    mutating func deleteCollection(
        _ request: APIRequest,
        _ path: ResourcePath,
        _ type: ResourceType
    ) throws(StatusFailure) -> APIResponse {
        let filter = try ObjectFilter(request, type: type)
        var options = try deleteOptions(request)
        // As with a Job that is deleted alone, but without the warning.
        if type == .jobs, options.propagation == nil { options.propagation = .orphan }
        let matched = store.list(GroupResource(type), namespace: type.isNamespaced ? path.namespace : nil)
            .filter { filter.matches($0) }
        for object in matched {
            let key = ObjectKey(
                resource: GroupResource(type),
                namespace: object.namespace,
                name: object.name
            )
            _ = try delete(key, type, options)
        }
        let items = matched.map { Self.item(.object($0.json), request) }
        return .json(
            200,
            [
                "kind": .string(type.type.kind + "List"),
                "apiVersion": .string(request.served(type).type.apiVersion),
                "metadata": ["resourceVersion": .string(String(store.revision))], "items": .array(items),
            ]
        )
    }

    /// Refuses options of the wrong type: one that is not understood must not delete what it was to spare.
    private static func checkTypes(_ body: JSONValue) throws(StatusFailure) {
        func check(_ value: JSONValue?, _ field: String, _ isRight: Bool, _ type: String)
            throws(StatusFailure)
        {
            guard let value, !value.isNull, !isRight else { return }
            throw .badRequest(
                "json: cannot unmarshal \(value.bool == nil ? value.kindName : "bool") into Go struct field \(field) of "
                    + "type \(type)"
            )
        }
        let (grace, orphans, policy) = (
            body["gracePeriodSeconds"], body["orphanDependents"], body["propagationPolicy"]
        )
        try check(grace, "DeleteOptions.gracePeriodSeconds", grace?.integer != nil, "int64")
        let conditions = body["preconditions"]
        try check(conditions, "DeleteOptions.preconditions", conditions?.object != nil, "v1.Preconditions")
        for (name, type) in [("uid", "types.UID"), ("resourceVersion", "string")] {
            let value = conditions?[name]
            try check(value, "Preconditions.preconditions.\(name)", value?.string != nil, type)
        }
        try check(orphans, "DeleteOptions.orphanDependents", orphans?.bool != nil, "bool")
        let isText = policy?.string != nil
        try check(policy, "DeleteOptions.propagationPolicy", isText, "v1.DeletionPropagation")
        let ways = body["dryRun"]
        try check(ways, "DeleteOptions.dryRun", ways?.array != nil, "[]string")
        for way in ways?.elements ?? [] {
            try check(way, "DeleteOptions.dryRun", way.string != nil, "string")
        }
    }

    /// The options of a deletion; a body makes the query count for nothing.
    func deleteOptions(_ request: APIRequest) throws(StatusFailure) -> DeleteOptions {
        var result = DeleteOptions()
        var policy = request["propagationPolicy"]
        var dryRun = request.query.filter { $0.name == "dryRun" }.map(\.value)
        result.gracePeriod = request["gracePeriodSeconds"].flatMap { Int($0) }
        if let body = try RequestBody.tree(request), !body.isNull {
            guard body.object != nil else {
                throw .badRequest(
                    "couldn't get version/kind; json parse error: json: cannot unmarshal "
                        + "\(body.bool == nil ? body.kindName : "bool") into Go value of type struct { APIVersion string "
                        + #""json:\"apiVersion,omitempty\""; Kind string "json:\"kind,omitempty\"" }"#
                )
            }
            let kind = body["kind"]?.string ?? "DeleteOptions"
            guard kind == "DeleteOptions" else {
                throw .badRequest(
                    "no kind \"\(kind)\" is registered for version \"\(body["apiVersion"]?.string ?? "")\" in scheme "
                        + "\"pkg/apis/meta/internalversion/scheme/register.go:27\""
                )
            }
            try Self.checkTypes(body)
            policy = body["propagationPolicy"]?.string
            result.gracePeriod = body["gracePeriodSeconds"]?.wholeNumber
            dryRun = (body["dryRun"]?.elements ?? []).compactMap(\.string)
            result.uid = body[path: "preconditions", "uid"]?.string
            result.resourceVersion = body[path: "preconditions", "resourceVersion"]?.string
            if let orphans = body["orphanDependents"]?.bool {
                if let policy {
                    throw .invalidOptions(
                        "DeleteOptions",
                        [
                            .invalid(
                                "propagationPolicy",
                                .string(policy),
                                "orphanDependents and deletionPropagation cannot be both set"
                            )
                        ]
                    )
                }
                result.propagation = orphans ? .orphan : .background
            }
        }
        let causes = RequestBody.dryRunCauses(dryRun)
        if !causes.isEmpty { throw .invalidOptions("DeleteOptions", causes) }
        result.isDryRun = !dryRun.isEmpty
        guard let policy else { return result }
        guard let propagation = DeleteOptions.Propagation(rawValue: policy) else {
            throw .invalidOptions(
                "DeleteOptions",
                [.unsupported("propagationPolicy", policy, ["Foreground", "Background", "Orphan", "nil"])]
            )
        }
        result.propagation = propagation
        return result
    }
}
