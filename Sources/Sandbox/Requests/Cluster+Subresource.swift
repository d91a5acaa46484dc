// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTPTypes
import Kubernetes

extension Cluster {
    /// Answers a request to a part of an object.
    mutating func answerSubresource(
        _ request: APIRequest,
        _ path: ResourcePath,
        _ type: ResourceType
    ) throws(StatusFailure) -> APIResponse {
        let key = ObjectKey(
            resource: GroupResource(type),
            namespace: type.isNamespaced ? path.namespace ?? "" : "",
            name: path.name ?? ""
        )
        switch (path.subresource, type) {
        case ("status", _) where type.subresources.contains(.status):
            return try answerStatus(request, key, type)
        case ("scale", _) where type.subresources.contains(.scale): return try answerScale(request, key, type)
        case ("log", .pods) where request.method == "GET": return try answerLog(request, key, type)
        case ("eviction", .pods) where request.method == "POST": return try evict(request, key, type)
        case ("binding", .pods) where request.method == "POST": return try bind(request, key, type)
        case ("finalize", .namespaces) where request.method == "PUT": return try finalize(request, key, type)
        case ("exec", .pods), ("attach", .pods), ("portforward", .pods), ("proxy", .pods),
            ("proxy", .services):
            guard store[key] != nil else { throw .notFound(type, key.name) }
            throw .unreachable(type, key.name, by: path.subresource ?? "")
        case ("log", .pods), ("eviction", .pods), ("binding", .pods), ("finalize", .namespaces):
            throw .methodNotAllowed
        default: throw .noSuchResource
        }
    }

    private mutating func answerStatus(
        _ request: APIRequest,
        _ key: ObjectKey,
        _ type: ResourceType
    ) throws(StatusFailure) -> APIResponse {
        switch request.method {
        case "GET":
            guard let object = store[key] else { throw .notFound(type, key.name) }
            return try show(.object(object.json), request, type)
        case "PUT": return try put(request, key, type, subresource: "status")
        case "PATCH": return try patch(request, key, type, subresource: "status")
        default: throw .methodNotAllowed
        }
    }

    private mutating func bind(
        _ request: APIRequest,
        _ key: ObjectKey,
        _ type: ResourceType
    ) throws(StatusFailure) -> APIResponse {
        guard let pod = store[key] else { throw .notFound(type, key.name) }
        let node = try RequestBody.tree(request)?[path: "target", "name"]?.string ?? ""
        if let placed = pod.spec["nodeName"]?.string, !placed.isEmpty {
            throw .conflict(type, key.name, "pod \(key.name) is already assigned to node \"\(placed)\"")
        }
        Scheduler.assign(key, to: node, in: &self)
        return .json(
            201,
            ["kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Success", "code": 201]
        )
    }

    private mutating func finalize(
        _ request: APIRequest,
        _ key: ObjectKey,
        _ type: ResourceType
    ) throws(StatusFailure) -> APIResponse {
        guard let namespace = store[key] else { throw .notFound(type, key.name) }
        let finalizers = try RequestBody.tree(request)?[path: "spec", "finalizers"]
        var object = JSONValue.object(namespace.json)
        object["spec"] = ["finalizers": finalizers]
        if namespace.isDeleting, finalizers?.elements.isEmpty ?? true, namespace.finalizers.isEmpty {
            erase(key)
        } else if object != .object(namespace.json) {
            object = .object(commit(object.members, at: key).json)
        }
        return try show(object, request, type)
    }

    private mutating func evict(
        _ request: APIRequest,
        _ key: ObjectKey,
        _ type: ResourceType
    ) throws(StatusFailure) -> APIResponse {
        guard let pod = store[key] else { throw .notFound(type, key.name) }
        let body = try RequestBody.tree(request)
        if let name = body?[path: "metadata", "name"]?.string, !name.isEmpty, name != key.name {
            throw .badRequest("name in URL does not match name in Eviction object")
        }
        if let uid = body?[path: "deleteOptions", "preconditions", "uid"]?.string, uid != pod.uid {
            throw StatusFailure(
                code: 409,
                reason: "Conflict",
                message:
                    "Operation cannot be fulfilled on Pod \"\(key.name)\": the UID in the precondition (\(uid)) "
                    + "does not match the UID in record (\(pod.uid)). The object might have been deleted and then "
                    + "recreated",
                details: ["name": .string(key.name), "kind": "Pod"]
            )
        }
        let state = PodState(pod)
        // One that does not run yet or any more is no loss, and no budget is asked.
        let isGuarded = state.isActive && state.phase != "Pending"
        let budgets = store.list(.podDisruptionBudgets, namespace: key.namespace).filter { budget in
            isGuarded && Selection.of(budget.spec["selector"])?.matches(pod.labels) ?? false
        }
        if budgets.count > 1 {
            throw .internalError(
                "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support."
            )
        }
        let isDryRun =
            request["dryRun"] != nil
            || body?[path: "deleteOptions", "dryRun"]?.elements.contains("All") ?? false
        if let budget = budgets.first, state.isReady || !Self.letsUnhealthyGo(budget) {
            try spend(budget, isDryRun: isDryRun)
        }
        if !isDryRun {
            let grace = body?[path: "deleteOptions", "gracePeriodSeconds"]?.wholeNumber
            _ = try delete(key, type, DeleteOptions(gracePeriod: grace))
        }
        return .json(
            201,
            ["kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Success", "code": 201]
        )
    }

    /// Whether a pod that is not ready goes for free: always, or while the healthy ones are enough.
    private static func letsUnhealthyGo(_ budget: StoredObject) -> Bool {
        if budget.spec["unhealthyPodEvictionPolicy"]?.string == "AlwaysAllow" { return true }
        let needed = budget.status["desiredHealthy"]?.integer ?? 0
        return needed > 0 && budget.status["currentHealthy"]?.integer ?? 0 >= needed
    }

    /// Takes one disruption from a budget, or says why there is none.
    private mutating func spend(_ budget: StoredObject, isDryRun: Bool) throws(StatusFailure) {
        if (budget.status["observedGeneration"]?.integer ?? 0) < budget.generation {
            throw StatusFailure(
                code: 429,
                reason: "TooManyRequests",
                message: "Cannot evict pod as it would violate the pod's disruption budget.",
                details: [
                    "causes": [
                        [
                            "reason": "DisruptionBudget",
                            "message": .string(
                                "The disruption budget \(budget.name) is still being processed by the server."
                            ),
                        ]
                    ], "retryAfterSeconds": 10,
                ],
                headers: [(.retryAfter, "10")]
            )
        }
        let allowed = budget.status["disruptionsAllowed"]?.integer ?? 0
        guard allowed > 0 else {
            let needed = budget.status["desiredHealthy"]?.integer ?? 0
            let healthy = budget.status["currentHealthy"]?.integer ?? 0
            throw StatusFailure(
                code: 429,
                reason: "TooManyRequests",
                message: "Cannot evict pod as it would violate the pod's disruption budget.",
                details: [
                    "causes": [
                        [
                            "reason": "DisruptionBudget",
                            "message": .string(
                                "The disruption budget \(budget.name) needs \(needed) healthy pods and has \(healthy) currently"
                            ),
                        ]
                    ]
                ]
            )
        }
        if isDryRun { return }
        let key = ObjectKey(
            resource: .podDisruptionBudgets,
            namespace: budget.namespace,
            name: budget.name
        )
        modify(key, subresource: "status") { $0["status"]?["disruptionsAllowed"] = .integer(allowed - 1) }
    }
}
