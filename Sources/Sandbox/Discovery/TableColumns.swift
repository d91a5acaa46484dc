// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// What the columns of each kind are.
enum TableColumns {
    static func columns(of type: ResourceType) -> [ObjectTable.Column] {
        // Events are told apart by what they say.
        let name = type == .events ? [] : [ObjectTable.Column(name: "Name", format: "name")]
        return name
            + names(of: type).map { entry in
                let isWide = entry.hasPrefix("+")
                return ObjectTable.Column(
                    name: isWide ? String(entry.dropFirst()) : entry,
                    type: entry == createdAt ? "date" : "string",
                    priority: isWide ? 1 : 0
                )
            }
    }

    private static let createdAt = "Created At"

    /// Whether a kind of Kubernetes' own has no columns but the ones that every kind has.
    static func areDefault(_ type: ResourceType) -> Bool { names(of: type) == [createdAt] }

    /// Headings after the name; `+` marks those of `-o wide`.
    private static func names(of type: ResourceType) -> [String] {
        switch type {
        case .pods:
            ["Ready", "Status", "Restarts", "Age", "+IP", "+Node", "+Nominated Node", "+Readiness Gates"]
        case .deployments:
            ["Ready", "Up-to-date", "Available", "Age", "+Containers", "+Images", "+Selector"]
        case .replicaSets: ["Desired", "Current", "Ready", "Age", "+Containers", "+Images", "+Selector"]
        case .statefulSets: ["Ready", "Age", "+Containers", "+Images"]
        case .daemonSets:
            [
                "Desired", "Current", "Ready", "Up-to-date", "Available", "Node Selector", "Age",
                "+Containers",
                "+Images", "+Selector",
            ]
        case .services: ["Type", "Cluster-IP", "External-IP", "Port(s)", "Age", "+Selector"]
        case .jobs: ["Status", "Completions", "Duration", "Age", "+Containers", "+Images", "+Selector"]
        case .cronJobs:
            [
                "Schedule", "Timezone", "Suspend", "Active", "Last Schedule", "Age", "+Containers", "+Images",
                "+Selector",
            ]
        case .namespaces: ["Status", "Age"]
        case .configMaps: ["Data", "Age"]
        case .secrets: ["Type", "Data", "Age"]
        case .serviceAccounts: ["Age"]
        case .nodes:
            [
                "Status", "Roles", "Age", "Version", "+Internal-IP", "+External-IP", "+OS-Image",
                "+Kernel-Version", "+Container-Runtime",
            ]
        case .events:
            [
                "Last Seen", "Type", "Reason", "Object", "+Subobject", "+Source", "Message", "+First Seen",
                "+Count", "+Name",
            ]
        case .horizontalPodAutoscalers: ["Reference", "Targets", "MinPods", "MaxPods", "Replicas", "Age"]
        case .podDisruptionBudgets: ["Min Available", "Max Unavailable", "Allowed Disruptions", "Age"]
        case .ingresses: ["Class", "Hosts", "Address", "Ports", "Age"]
        case .networkPolicies: ["Pod-Selector", "Age"]
        case .persistentVolumeClaims:
            [
                "Status", "Volume", "Capacity", "Access Modes", "StorageClass", "VolumeAttributesClass",
                "Age",
                "+VolumeMode",
            ]
        case .endpointSlices: ["AddressType", "Ports", "Endpoints", "Age"]
        case .leases: ["Holder", "Age"]
        case .resourceQuotas: ["Request", "Limit", "Age"]
        case .roleBindings, .clusterRoleBindings:
            ["Role", "Age", "+Users", "+Groups", "+ServiceAccounts"]
        case .controllerRevisions: ["Controller", "Revision", "Age"]
        case .storageClasses:
            ["Provisioner", "ReclaimPolicy", "VolumeBindingMode", "AllowVolumeExpansion", "Age"]
        case .priorityClasses: ["Value", "Global-Default", "Age", "+PreemptionPolicy"]
        case .ingressClasses: ["Controller", "Parameters", "Age"]
        case .endpoints: ["Endpoints", "Age"]
        case .httpRoutes: ["Hostnames", "Age"]
        case .gateways: ["Class", "Address", "Programmed", "Age"]
        default: ResourceType.named(type.type) == nil ? ["Age"] : [createdAt]
        }
    }

    /// The name, with a word for a class that is taken where nothing names one.
    private static func shownName(_ object: JSONValue, _ type: ResourceType) -> String {
        let name = object[path: "metadata", "name"]?.string ?? ""
        let mark: String? =
            switch type {
            case .storageClasses: "storageclass.kubernetes.io/is-default-class"
            case .ingressClasses: "ingressclass.kubernetes.io/is-default-class"
            default: nil
            }
        let isDefault = mark.flatMap { object[path: "metadata", "annotations", $0]?.string } == "true"
        return isDefault ? "\(name) (default)" : name
    }

    static func cells(_ object: JSONValue, type: ResourceType, now: Timestamp) -> [JSONValue] {
        let row = TableRow(object: object, now: now)
        let name: [JSONValue] = type == .events ? [] : [.string(shownName(object, type))]
        return name + row.cells(type)
    }
}
