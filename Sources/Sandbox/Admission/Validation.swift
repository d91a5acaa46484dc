// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// Refuses what a real server refuses, with its words, for the rules that people run into.
enum Validation {
    static func check(_ object: JSONValue, type: ResourceType, name: String) throws(StatusFailure) {
        let causes = causes(object, type: type, name: name)
        guard !causes.isEmpty else { return }
        throw .invalid(type.type, name, causes)
    }

    /// What is wrong with a new state, and with its difference from the old one.
    static func checkUpdate(
        from old: StoredObject,
        to object: JSONValue,
        type: ResourceType
    ) throws(StatusFailure) {
        let causes =
            causes(object, type: type, name: old.name)
            + Immutability.causes(
                old: .object(old.json),
                new: object,
                type: type,
                isDeleting: old.isDeleting
            )
        guard !causes.isEmpty else { return }
        throw .invalid(type.type, old.name, causes)
    }

    private static func causes(_ object: JSONValue, type: ResourceType, name: String) -> [StatusFailure.Cause]
    {
        var causes = nameCauses(name, type)
        causes += metadataCauses(object["metadata"] ?? [:])
        causes += kindCauses(object, type)
        return causes + shapeCauses(object, type, reported: Set(causes.map(\.field)))
    }

    private static func kindCauses(_ object: JSONValue, _ type: ResourceType) -> [StatusFailure.Cause] {
        let spec = object["spec"] ?? [:]
        switch type {
        case .deployments, .replicaSets, .statefulSets, .daemonSets:
            return WorkloadValidation.workload(spec, type)
        case .jobs: return WorkloadValidation.job(spec) + NumberValidation.causes(spec, type)
        case .cronJobs: return WorkloadValidation.cronJob(spec) + NumberValidation.causes(spec, type)
        case .pods: return WorkloadValidation.pod(spec, at: "spec")
        case .configMaps: return configMap(object)
        case .secrets: return secret(object)
        case .services: return service(spec)
        case .horizontalPodAutoscalers: return AutoscalerValidation.causes(spec)
        case .leases: return lease(spec)
        case .events: return event(object)
        case .podDisruptionBudgets:
            let negative = NumberValidation.causes(spec, type)
            guard spec["minAvailable"] != nil, spec["maxUnavailable"] != nil else { return negative }
            return [.invalid("spec", spec, "minAvailable and maxUnavailable cannot be both set")] + negative
        default: return []
        }
    }

    private static func nameCauses(_ name: String, _ type: ResourceType) -> [StatusFailure.Cause] {
        if type.type.group == "rbac.authorization.k8s.io" { return [] }
        let isLabel = type == .namespaces || type == .services
        let bytes = Array(name.utf8)
        let limit = isLabel ? 63 : 253
        let allowed = bytes.allSatisfy { byte in
            (97...122).contains(byte) || (48...57).contains(byte) || byte == 45 || (!isLabel && byte == 46)
        }
        let edges = [bytes.first, bytes.last].allSatisfy { $0 != 45 && $0 != 46 && $0 != nil }
        if allowed, edges, bytes.count <= limit, type != .services || !(48...57).contains(bytes[0]) {
            return []
        }
        if bytes.count > limit {
            return [.invalid("metadata.name", .string(name), "must be no more than \(limit) characters")]
        }
        let rule: String =
            switch type {
            case .services:
                "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an "
                    + "alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', "
                    + "regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')"
            case .namespaces:
                "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must "
                    + "start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for "
                    + "validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')"
            default:
                "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and "
                    + "must start and end with an alphanumeric character (e.g. 'example.com', regex used for "
                    + "validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"
            }
        return [.invalid("metadata.name", .string(name), rule)]
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

    private static func metadataCauses(_ metadata: JSONValue) -> [StatusFailure.Cause] {
        var causes: [StatusFailure.Cause] = []
        for label in metadata["labels"]?.members ?? [:] {
            let name = label.key.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
            if name.isEmpty || !WorkloadValidation.isLabelValue(String(name)) {
                causes.append(
                    .invalid("metadata.labels", .string(label.key), WorkloadValidation.labelNameRule)
                )
            }
            let value = label.value.string ?? ""
            guard !WorkloadValidation.isLabelValue(value) else { continue }
            causes.append(.invalid("metadata.labels", .string(value), WorkloadValidation.labelValueRule))
        }
        causes += MetadataValidation.finalizers(metadata["finalizers"]?.elements ?? [])
        causes += MetadataValidation.owners(metadata["ownerReferences"]?.elements ?? [])
        let size = (metadata["annotations"]?.members ?? [:])
            .reduce(0) { $0 + $1.key.utf8.count + ($1.value.string?.utf8.count ?? 0) }
        if size > 262_144 {
            causes.append(
                StatusFailure.Cause(
                    field: "metadata.annotations",
                    reason: "FieldValueTooLong",
                    message: "Too long: may not be more than 262144 bytes"
                )
            )
        }
        return causes
    }

    private static func dataKeyCauses(_ data: JSONValue?, at field: String) -> [StatusFailure.Cause] {
        let rule =
            "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or "
            + "'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')"
        return (data?.members ?? [:]).compactMap { member in
            let isKey =
                !member.key.isEmpty
                && member.key.utf8.allSatisfy { byte in
                    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                        || [45, 46, 95].contains(byte)
                }
            return isKey ? nil : .invalid("\(field)[\(member.key)]", .string(member.key), rule)
        }
    }

    private static func configMap(_ object: JSONValue) -> [StatusFailure.Cause] {
        let causes =
            dataKeyCauses(object["data"], at: "data") + dataKeyCauses(object["binaryData"], at: "binaryData")
        let size = ["data", "binaryData"].reduce(0) { sum, name in
            sum + (object[name]?.members ?? [:]).reduce(0) { $0 + ($1.value.string?.utf8.count ?? 0) }
        }
        guard size > 1_048_576 else { return causes }
        return causes + [tooLong("[]")]
    }

    private static func secret(_ object: JSONValue) -> [StatusFailure.Cause] {
        let size = (object["data"]?.members ?? [:]).reduce(0) {
            $0 + ($1.value.string?.utf8.count ?? 0) * 3 / 4
        }
        let causes = dataKeyCauses(object["data"], at: "data") + typeCauses(object)
        return size > 1_048_576 ? causes + [tooLong("data")] : causes
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

    private static func tooLong(_ field: String) -> StatusFailure.Cause {
        StatusFailure.Cause(
            field: field,
            reason: "FieldValueTooLong",
            message: "Too long: may not be more than 1048576 bytes"
        )
    }

    private static func service(_ spec: JSONValue) -> [StatusFailure.Cause] {
        let ports = spec["ports"]?.elements ?? []
        if ports.isEmpty, spec["type"]?.string != "ExternalName", spec["clusterIP"]?.string != "None" {
            return [.required("spec.ports")]
        }
        var seen: Set<String> = []
        return ports.enumerated().flatMap { index, port -> [StatusFailure.Cause] in
            var causes: [StatusFailure.Cause] = []
            let name = port["name"]?.string ?? ""
            if ports.count > 1, name.isEmpty { causes.append(.required("spec.ports[\(index)].name")) }
            if !name.isEmpty, !seen.insert(name).inserted {
                causes.append(.duplicate("spec.ports[\(index)].name", .string(name)))
            }
            let number = port["port"]?.integer ?? 0
            if !(1...65_535).contains(number) {
                causes.append(
                    .invalid(
                        "spec.ports[\(index)].port",
                        .integer(number),
                        "must be between 1 and 65535, inclusive"
                    )
                )
            }
            return causes
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
