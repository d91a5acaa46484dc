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
        case .jobs: BatchValidation.job(spec)
        case .cronJobs: BatchValidation.cronJob(spec, name: name, isNew: isNew)
        case .pods: PodValidation.pod(spec)
        case .configMaps: configMap(object)
        case .secrets: secret(object)
        case .services: ServiceValidation.causes(spec)
        case .persistentVolumeClaims: ResourceValidation.claim(spec, at: "spec")
        case .resourceQuotas: QuotaValidation.causes(spec)
        case .limitRanges: LimitRangeValidation.causes(spec)
        case .networkPolicies: NetworkValidation.policy(spec)
        case .ingresses: NetworkValidation.ingress(spec)
        case .roles, .clusterRoles: RoleValidation.role(object, isNamespaced: type == .roles)
        case .roleBindings, .clusterRoleBindings:
            RoleValidation.binding(object, isNamespaced: type == .roleBindings)
        case .horizontalPodAutoscalers: AutoscalerValidation.causes(spec)
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

    private static func dataKeyCauses(_ data: JSONValue?, at field: String) -> [StatusFailure.Cause] {
        var causes: [StatusFailure.Cause] = []
        for key in (data?.members ?? [:]).keys {
            causes.add(Format.configKey(key), at: "\(field)[\(key)]", key)
        }
        return causes
    }

    private static func configMap(_ object: JSONValue) -> [StatusFailure.Cause] {
        let causes =
            dataKeyCauses(object["data"], at: "data") + dataKeyCauses(object["binaryData"], at: "binaryData")
        let texts = (object["data"]?.members ?? [:]).reduce(0) { $0 + ($1.value.string?.utf8.count ?? 0) }
        let size = texts + decodedSize(object["binaryData"])
        guard size > 1_048_576 else { return causes }
        return causes + [.tooLong("[]", limit: 1_048_576)]
    }

    /// How many bytes the members stand for, which are base64.
    private static func decodedSize(_ data: JSONValue?) -> Int {
        (data?.members ?? [:]).reduce(0) { $0 + Base64.decodedSize($1.value.string ?? "") }
    }

    private static func secret(_ object: JSONValue) -> [StatusFailure.Cause] {
        let size = decodedSize(object["data"])
        let causes = dataKeyCauses(object["data"], at: "data") + typeCauses(object)
        return size > 1_048_576 ? causes + [.tooLong("data", limit: 1_048_576)] : causes
    }

    /// What a Secret of a type of Kubernetes' own has to hold.
    private static func typeCauses(_ secret: JSONValue) -> [StatusFailure.Cause] {
        func missing(_ keys: [String]) -> [StatusFailure.Cause] {
            keys.filter { secret["data"]?[$0] == nil }.map { .required("data[\($0)]") }
        }
        switch secret["type"]?.string {
        case "kubernetes.io/tls": return missing(["tls.crt", "tls.key"])
        case "kubernetes.io/ssh-auth": return missing(["ssh-privatekey"])
        case "kubernetes.io/dockerconfigjson": return missing([".dockerconfigjson"])
        case "kubernetes.io/dockercfg": return missing([".dockercfg"])
        case "kubernetes.io/basic-auth":
            // One of the two is enough.
            let both = missing(["username", "password"])
            return both.count == 2 ? both : []
        default: return []
        }
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
