// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// The roles that every cluster has, reduced to the kinds that the sandbox serves.
enum BuiltInRoles {
    /// A role, and the group that it is bound to, if any.
    struct Role: Sendable {
        var name: String
        var boundTo: String?
        var rules: JSONValue
    }

    static let all: [Role] = [
        Role(name: "cluster-admin", boundTo: "system:masters", rules: everything),
        Role(
            name: "system:basic-user",
            boundTo: "system:authenticated",
            rules: [
                rule(
                    ["create"],
                    ["authorization.k8s.io"],
                    ["selfsubjectaccessreviews", "selfsubjectrulesreviews"]
                ), rule(["create"], ["authentication.k8s.io"], ["selfsubjectreviews"]),
            ]
        ),
        Role(
            name: "system:discovery",
            boundTo: "system:authenticated",
            rules: [
                [
                    "verbs": ["get"],
                    "nonResourceURLs": [
                        "/api", "/api/*", "/apis", "/apis/*", "/healthz", "/livez", "/openapi", "/openapi/*",
                        "/readyz", "/version", "/version/",
                    ],
                ]
            ]
        ),
        Role(
            name: "system:public-info-viewer",
            boundTo: "system:unauthenticated",
            rules: [
                [
                    "verbs": ["get"],
                    "nonResourceURLs": ["/healthz", "/livez", "/readyz", "/version", "/version/"],
                ]
            ]
        ), Role(name: "view", boundTo: nil, rules: .array(reading)),
        Role(name: "edit", boundTo: nil, rules: .array(reading + writing)),
        Role(name: "admin", boundTo: nil, rules: .array(reading + writing + granting)),
    ]

    private static let everything: JSONValue = [
        ["verbs": ["*"], "apiGroups": ["*"], "resources": ["*"]], ["verbs": ["*"], "nonResourceURLs": ["*"]],
    ]

    private static let read: [String] = ["get", "list", "watch"]
    private static let write: [String] = ["create", "delete", "deletecollection", "patch", "update"]

    private static let core: [String] = [
        "configmaps", "endpoints", "persistentvolumeclaims", "persistentvolumeclaims/status", "pods",
        "serviceaccounts", "services", "services/status",
    ]

    private static let reading: [JSONValue] = [
        rule(read, [""], core),
        rule(
            read,
            [""],
            [
                "bindings", "events", "limitranges", "namespaces", "namespaces/status", "pods/log",
                "pods/status", "replicationcontrollers", "resourcequotas", "resourcequotas/status",
            ]
        ), rule(read, ["discovery.k8s.io"], ["endpointslices"]),
        rule(
            read,
            ["apps"],
            ["controllerrevisions"]
                + ["daemonsets", "deployments", "replicasets", "statefulsets"]
                .flatMap { [$0, "\($0)/scale", "\($0)/status"] }
        ),
        rule(read, ["autoscaling"], ["horizontalpodautoscalers", "horizontalpodautoscalers/status"]),
        rule(read, ["batch"], ["cronjobs", "cronjobs/status", "jobs", "jobs/status"]),
        rule(read, ["policy"], ["poddisruptionbudgets", "poddisruptionbudgets/status"]),
        rule(read, ["networking.k8s.io"], ["ingresses", "ingresses/status", "networkpolicies"]),
    ]

    private static let writing: [JSONValue] = [
        rule(read + write, [""], ["secrets"]),
        rule(
            write,
            [""],
            [
                "configmaps", "events", "persistentvolumeclaims", "pods", "pods/eviction", "serviceaccounts",
                "services",
            ]
        ),
        rule(
            write,
            ["apps"],
            ["daemonsets", "deployments", "deployments/scale", "replicasets", "replicasets/scale"]
                + ["statefulsets", "statefulsets/scale"]
        ), rule(write, ["autoscaling"], ["horizontalpodautoscalers"]),
        rule(write, ["batch"], ["cronjobs", "jobs"]), rule(write, ["policy"], ["poddisruptionbudgets"]),
        rule(write, ["networking.k8s.io"], ["ingresses", "networkpolicies"]),
        rule(read + write, ["coordination.k8s.io"], ["leases"]),
    ]

    private static let granting: [JSONValue] = [
        rule(read + write, ["rbac.authorization.k8s.io"], ["rolebindings", "roles"]),
        rule(["create"], ["authorization.k8s.io"], ["localsubjectaccessreviews"]),
    ]

    private static func rule(_ verbs: [String], _ groups: [String], _ resources: [String]) -> JSONValue {
        func list(_ values: [String]) -> JSONValue { .array(values.map { .string($0) }) }
        return ["verbs": list(verbs), "apiGroups": list(groups), "resources": list(resources)]
    }
}
