// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// Refuses what a real server refuses, with its words, for the rules that people run into.
enum Validation {
    static func check(_ object: JSONValue, type: ResourceType, name: String) throws(StatusFailure) {
        let metadata = object["metadata"] ?? [:]
        var causes = MetadataValidation.name(name, type) + MetadataValidation.causes(metadata, type)
        causes += kindCauses(object, type, name, isNew: true)
        causes += shapeCauses(object, type, reported: Set(causes.map(\.field)))
        guard !causes.isEmpty else { return }
        throw .invalid(type.type, name, causes)
    }

    /// What is wrong with a new state, and with its difference from the old one.
    ///
    /// Of a status only that is looked at: the rest of the object is the old one.
    static func checkUpdate(
        from old: StoredObject,
        to object: JSONValue,
        type: ResourceType,
        subresource: String
    ) throws(StatusFailure) {
        var causes = MetadataValidation.causes(object["metadata"] ?? [:], type)
        if subresource == "status" {
            causes += StatusValidation.causes(object["status"] ?? [:], type)
        } else {
            causes += kindCauses(object, type, old.name, isNew: false)
            causes += shapeCauses(object, type, reported: Set(causes.map(\.field)))
        }
        causes += Immutability.causes(
            old: .object(old.json),
            new: object,
            type: type,
            isDeleting: old.isDeleting
        )
        guard !causes.isEmpty else { return }
        throw .invalid(type.type, old.name, causes)
    }

    private static func kindCauses(
        _ object: JSONValue,
        _ type: ResourceType,
        _ name: String,
        isNew: Bool
    ) -> [StatusFailure.Cause] {
        let spec = object["spec"] ?? [:]
        return switch type {
        case .deployments, .replicaSets, .statefulSets, .daemonSets:
            WorkloadValidation.causes(spec, type, isNew: isNew)
        case .jobs: BatchValidation.job(spec, object["metadata"] ?? [:], isNew: isNew)
        case .cronJobs: BatchValidation.cronJob(spec, name: name, isNew: isNew)
        case .pods: PodValidation.pod(spec)
        case .configMaps: ConfigurationValidation.configMap(object)
        case .secrets: ConfigurationValidation.secret(object)
        case .services: ServiceValidation.causes(spec)
        case .persistentVolumeClaims: ResourceValidation.claim(spec, at: "spec")
        case .resourceQuotas: QuotaValidation.causes(spec)
        case .limitRanges: LimitRangeValidation.causes(spec)
        case .networkPolicies: NetworkValidation.policy(spec)
        case .ingresses: NetworkValidation.ingress(spec)
        case .roles, .clusterRoles: RoleValidation.role(object, isNamespaced: type == .roles)
        case .roleBindings, .clusterRoleBindings:
            RoleValidation.binding(object, isNamespaced: type == .roleBindings)
        case .horizontalPodAutoscalers: AutoscalerValidation.causes(spec, isNew: isNew)
        case .leases: lease(spec)
        case .events: event(object)
        case .podDisruptionBudgets: budget(spec)
        default: []
        }
    }

    private static func budget(_ spec: JSONValue) -> [StatusFailure.Cause] {
        var causes: [StatusFailure.Cause] = []
        if spec["minAvailable"] != nil, spec["maxUnavailable"] != nil {
            causes.append(.invalid("spec", spec, "minAvailable and maxUnavailable cannot be both set"))
        }
        for name in ["minAvailable", "maxUnavailable"] {
            causes.addShare(spec[name], at: "spec.\(name)", limit: 100)
        }
        return causes + SelectorValidation.selector(spec["selector"], at: "spec.selector")
    }

    private static func lease(_ spec: JSONValue) -> [StatusFailure.Cause] {
        var causes: [StatusFailure.Cause] = []
        if let duration = spec["leaseDurationSeconds"]?.integer, duration <= 0 {
            causes.append(
                .invalid("spec.leaseDurationSeconds", .integer(duration), "must be greater than 0")
            )
        }
        if let count = spec["leaseTransitions"]?.integer, count < 0 {
            causes.append(
                .invalid("spec.leaseTransitions", .integer(count), "must be greater than or equal to 0")
            )
        }
        return causes
    }

    /// An event stands in the namespace of what it is about; those of the newer kind say when, and who reports.
    private static func event(_ object: JSONValue) -> [StatusFailure.Cause] {
        let own = object[path: "metadata", "namespace"]?.string ?? ""
        let other = object[path: "involvedObject", "namespace"]?.string ?? ""
        let isNew = object["eventTime"]?.string != nil
        let fits =
            other.isEmpty ? own == "default" || isNew && own == "kube-system" : isNew || own == other
        let mismatch: [StatusFailure.Cause] =
            fits
            ? []
            : [.invalid("involvedObject.namespace", .string(other), "does not match event.namespace")]
        guard isNew else { return mismatch }
        let needed = ["reportingComponent", "reportingInstance", "action", "reason"]
        return mismatch + needed.filter { object[$0]?.string?.isEmpty ?? true }.map { .required($0) }
    }
}
