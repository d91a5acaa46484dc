// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// What the columns of each kind are.
enum TableColumns {
    static func columns(of type: ResourceType) -> [ObjectTable.Column] {
        // Events are told apart by what they say.
        let name = type.type.kind == "Event" ? [] : [ObjectTable.Column(name: "Name", format: "name")]
        return name
            + names(of: type.type.kind).map { entry in
                let isWide = entry.hasPrefix("+")
                return ObjectTable.Column(
                    name: isWide ? String(entry.dropFirst()) : entry,
                    priority: isWide ? 1 : 0
                )
            }
    }

    /// Headings after the name; `+` marks those of `-o wide`.
    private static func names(of kind: String) -> [String] {
        switch kind {
        case "Pod":
            ["Ready", "Status", "Restarts", "Age", "+IP", "+Node", "+Nominated Node", "+Readiness Gates"]
        case "Deployment":
            ["Ready", "Up-to-date", "Available", "Age", "+Containers", "+Images", "+Selector"]
        case "ReplicaSet": ["Desired", "Current", "Ready", "Age", "+Containers", "+Images", "+Selector"]
        case "StatefulSet": ["Ready", "Age", "+Containers", "+Images"]
        case "DaemonSet":
            [
                "Desired", "Current", "Ready", "Up-to-date", "Available", "Age", "+Containers", "+Images",
                "+Selector",
            ]
        case "Service": ["Type", "Cluster-IP", "External-IP", "Port(s)", "Age", "+Selector"]
        case "Job": ["Status", "Completions", "Duration", "Age", "+Containers", "+Images", "+Selector"]
        case "CronJob":
            ["Schedule", "Timezone", "Suspend", "Active", "Last Schedule", "Age", "+Containers", "+Images"]
        case "Namespace": ["Status", "Age"]
        case "ConfigMap": ["Data", "Age"]
        case "Secret": ["Type", "Data", "Age"]
        case "ServiceAccount": ["Age"]
        case "Node": ["Status", "Roles", "Age", "Version", "+Internal-IP"]
        case "Event":
            [
                "Last Seen", "Type", "Reason", "Object", "+Subobject", "+Source", "Message", "+First Seen",
                "+Count", "+Name",
            ]
        case "HorizontalPodAutoscaler": ["Reference", "Targets", "MinPods", "MaxPods", "Replicas", "Age"]
        case "PodDisruptionBudget": ["Min Available", "Max Unavailable", "Allowed Disruptions", "Age"]
        case "Ingress": ["Class", "Hosts", "Address", "Ports", "Age"]
        case "NetworkPolicy": ["Pod-Selector", "Age"]
        case "PersistentVolumeClaim": ["Status", "Volume", "Capacity", "Access Modes", "StorageClass", "Age"]
        case "EndpointSlice": ["AddressType", "Ports", "Endpoints", "Age"]
        case "Lease": ["Holder", "Age"]
        case "ResourceQuota": ["Request", "Limit", "Age"]
        default: ["Age"]
        }
    }

    static func cells(_ object: JSONValue, type: ResourceType, now: Timestamp) -> [JSONValue] {
        let row = TableRow(object: object, now: now)
        let name = type.type.kind == "Event" ? [] : [object[path: "metadata", "name"] ?? ""]
        return name + row.cells(type.type.kind)
    }
}
