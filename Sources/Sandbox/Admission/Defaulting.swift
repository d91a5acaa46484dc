// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// The defaults that an API server of Kubernetes 1.36 fills in, as far as clients see them.
enum Defaulting {
    static func apply(to object: inout JSONValue, type: ResourceType) {
        switch type {
        case .deployments: object.update("spec", deployment)
        case .replicaSets: object.update("spec", replicaSet)
        case .statefulSets: object.update("spec", statefulSet)
        case .daemonSets: object.update("spec", daemonSet)
        case .pods:
            object.update("spec") { spec in
                PodDefaulting.apply(to: &spec)
                PodDefaulting.admit(&spec)
            }
        case .jobs:
            let uid = object[path: "metadata", "uid"] ?? ""
            let name = object[path: "metadata", "name"] ?? ""
            object.update("spec") { job(&$0, uid: uid, name: name) }
            if let labels = object[path: "spec", "template", "metadata", "labels"], isGenerated(object) {
                var own = object[path: "metadata", "labels"] ?? [:]
                for member in labels.members { own.fill(member.key, member.value) }
                object["metadata"]?["labels"] = own
            }
        case .cronJobs: object.update("spec", cronJob)
        case .namespaces:
            // Whoever takes it away gets it back with the same write.
            if let name = object[path: "metadata", "name"], name.string?.isEmpty == false {
                var labels = object[path: "metadata", "labels"] ?? [:]
                labels.fill("kubernetes.io/metadata.name", name)
                object["metadata"]?["labels"] = labels
            }
        case .services: object.update("spec", service)
        case .secrets: object.fillText("type", "Opaque")
        case .horizontalPodAutoscalers:
            object.update("spec") { spec in
                spec.fill("minReplicas", 1)
                spec.fill(
                    "metrics",
                    [
                        [
                            "type": "Resource",
                            "resource": [
                                "name": "cpu", "target": ["type": "Utilization", "averageUtilization": 80],
                            ],
                        ]
                    ]
                )
            }
        case .events:
            for name in ["firstTimestamp", "lastTimestamp", "eventTime"] { object.fill(name, .null) }
            for name in ["reportingComponent", "reportingInstance"] { object.fill(name, "") }
            object.fill("source", [:])
        case .persistentVolumeClaims: object.update("spec") { $0.fill("volumeMode", "Filesystem") }
        case .limitRanges: LimitRangeDefaulting.apply(to: &object)
        case .networkPolicies: object.update("spec", networkPolicy)
        case .roleBindings, .clusterRoleBindings:
            object.update("subjects") { subjects in
                subjects = .array(
                    subjects.elements.map { subject in
                        var subject = subject
                        if subject["kind"]?.string != "ServiceAccount" {
                            subject.fillText("apiGroup", "rbac.authorization.k8s.io")
                        }
                        return subject
                    }
                )
            }
            object.update("roleRef") { $0.fillText("apiGroup", "rbac.authorization.k8s.io") }
        case .httpRoutes: GatewayDefaulting.route(&object)
        default: break
        }
    }

    private static func isGenerated(_ job: JSONValue) -> Bool {
        job[path: "spec", "manualSelector"]?.bool != true
    }

    private static func deployment(_ spec: inout JSONValue) {
        spec.fill("replicas", 1)
        template(&spec)
        spec.fill("strategy", ["type": "RollingUpdate"])
        spec.update("strategy") { strategy in
            strategy.fillText("type", "RollingUpdate")
            guard strategy["type"]?.string == "RollingUpdate" else { return }
            strategy.fill("rollingUpdate", [:])
            strategy.update("rollingUpdate") { rolling in
                rolling.fill("maxUnavailable", "25%")
                rolling.fill("maxSurge", "25%")
            }
        }
        spec.fill("revisionHistoryLimit", 10)
        spec.fill("progressDeadlineSeconds", 600)
    }

    private static func replicaSet(_ spec: inout JSONValue) {
        spec.fill("replicas", 1)
        template(&spec)
    }

    private static func statefulSet(_ spec: inout JSONValue) {
        spec.fill("replicas", 1)
        template(&spec)
        spec.fillText("podManagementPolicy", "OrderedReady")
        spec.fill("updateStrategy", ["type": "RollingUpdate"])
        spec.update("updateStrategy") { strategy in
            strategy.fillText("type", "RollingUpdate")
            guard strategy["type"]?.string == "RollingUpdate" else { return }
            strategy.fill("rollingUpdate", [:])
            strategy.update("rollingUpdate") { $0.fill("partition", 0) }
        }
        spec.fill("revisionHistoryLimit", 10)
        spec.fill("persistentVolumeClaimRetentionPolicy", ["whenDeleted": "Retain", "whenScaled": "Retain"])
        spec.update("volumeClaimTemplates") { claims in
            claims = .array(
                claims.elements.map { claim in
                    var claim = claim
                    claim.fill("apiVersion", "v1")
                    claim.fill("kind", "PersistentVolumeClaim")
                    claim.update("spec") { $0.fill("volumeMode", "Filesystem") }
                    claim.fill("status", ["phase": "Pending"])
                    return claim
                }
            )
        }
    }

    private static func daemonSet(_ spec: inout JSONValue) {
        template(&spec)
        spec.fill("updateStrategy", ["type": "RollingUpdate"])
        spec.update("updateStrategy") { strategy in
            strategy.fillText("type", "RollingUpdate")
            guard strategy["type"]?.string == "RollingUpdate" else { return }
            strategy.fill("rollingUpdate", [:])
            strategy.update("rollingUpdate") { rolling in
                rolling.fill("maxUnavailable", 1)
                rolling.fill("maxSurge", 0)
            }
        }
        spec.fill("revisionHistoryLimit", 10)
    }

    private static func job(_ spec: inout JSONValue, uid: JSONValue, name: JSONValue) {
        if spec["completions"] == nil, spec["parallelism"] == nil { spec["completions"] = 1 }
        spec.fill("parallelism", 1)
        // Where each index has a limit of its own, there is none for all.
        let isCountedByIndex = spec["backoffLimitPerIndex"] != nil
        spec.fill("backoffLimit", isCountedByIndex ? .integer(Int64(Int32.max)) : 6)
        spec.fill("completionMode", "NonIndexed")
        spec.fill("suspend", false)
        let hasFailurePolicy = spec["podFailurePolicy"] != nil
        spec.fill("podReplacementPolicy", hasFailurePolicy ? "Failed" : "TerminatingOrFailed")
        spec.fill("manualSelector", false)
        // Other labels may be selected as well, and are refused later.
        let own = "batch.kubernetes.io/controller-uid"
        if spec["manualSelector"]?.bool != true, spec[path: "selector", "matchLabels"]?[own] == nil {
            spec.fill("selector", [:])
            spec["selector"]?.fill("matchLabels", [:])
            spec["selector"]?["matchLabels"]?[own] = uid
            var labels = spec[path: "template", "metadata", "labels"] ?? [:]
            for (key, value) in [
                (own, uid), ("batch.kubernetes.io/job-name", name), ("controller-uid", uid),
                ("job-name", name),
            ] { labels.fill(key, value) }
            spec.fill("template", [:])
            spec["template"]?.fill("metadata", [:])
            spec["template"]?["metadata"]?["labels"] = labels
        }
        template(&spec)
    }

    private static func cronJob(_ spec: inout JSONValue) {
        spec.fillText("concurrencyPolicy", "Allow")
        spec.fill("suspend", false)
        spec.fill("successfulJobsHistoryLimit", 3)
        spec.fill("failedJobsHistoryLimit", 1)
        spec.update("jobTemplate") { job in
            job.fill("metadata", [:])
            job.update("spec", template)
        }
    }

    private static func service(_ spec: inout JSONValue) {
        spec.fillText("type", "ClusterIP")
        spec.fillText("sessionAffinity", "None")
        let kind = spec["type"]?.string
        if kind != "ExternalName" { spec.fill("internalTrafficPolicy", "Cluster") }
        if kind == "NodePort" || kind == "LoadBalancer" { spec.fillText("externalTrafficPolicy", "Cluster") }
        if kind == "LoadBalancer" { spec.fill("allocateLoadBalancerNodePorts", true) }
        if spec["sessionAffinity"]?.string == "ClientIP" {
            spec.fill("sessionAffinityConfig", ["clientIP": ["timeoutSeconds": 10800]])
        }
        spec.update("ports") { ports in
            ports = .array(
                ports.elements.map { port in
                    var port = port
                    port.fillText("protocol", "TCP")
                    if port["targetPort"] == nil { port["targetPort"] = port["port"] }
                    return port
                }
            )
        }
    }

    private static func networkPolicy(_ spec: inout JSONValue) {
        spec.fill("podSelector", [:])
        if spec["policyTypes"] == nil {
            spec["policyTypes"] = spec["egress"] == nil ? ["Ingress"] : ["Ingress", "Egress"]
        }
        for direction in ["ingress", "egress"] {
            spec.update(direction) { rules in
                rules = .array(
                    rules.elements.map { rule in
                        var rule = rule
                        rule.update("ports") { ports in
                            ports = .array(
                                ports.elements.map { port in
                                    var port = port
                                    port.fill("protocol", "TCP")
                                    return port
                                }
                            )
                        }
                        return rule
                    }
                )
            }
        }
    }

    private static func template(_ spec: inout JSONValue) {
        spec.update("template") { template in
            template.fill("metadata", [:])
            template.fill("spec", [:])
            template.update("spec") { PodDefaulting.apply(to: &$0) }
        }
    }
}
