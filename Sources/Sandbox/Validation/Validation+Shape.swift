// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension Validation {
    /// Required fields and enums from the field table, where no rule of a kind has spoken yet.
    static func shapeCauses(
        _ object: JSONValue,
        _ type: ResourceType,
        reported: Set<String>
    ) -> [StatusFailure.Cause] {
        guard case .record(let record, _) = ShapeIndex.builtIn.shape(of: type.type) else { return [] }
        var causes: [StatusFailure.Cause] = []
        for (name, field) in ShapeIndex.builtIn.fields(of: record)
        where name != "metadata" && name != "status" {
            guard let value = object[name] else { continue }
            visit(value, field.shape, at: name, &causes)
        }
        return causes.filter { !reported.contains($0.field) }.sorted { $0.field < $1.field }
    }

    private static func visit(
        _ value: JSONValue,
        _ shape: Shape,
        at path: String,
        _ causes: inout [StatusFailure.Cause]
    ) {
        switch (shape, value) {
        case (.record(let record, _), .object(let object)):
            for (name, field) in ShapeIndex.builtIn.fields(of: record) {
                if let member = object[name] {
                    if member == "", isUnset(name, field, in: record) { continue }
                    visit(member, field.shape, at: "\(path).\(name)", &causes)
                } else if field.isRequired, field.defaultValue == nil, !isLenient(record, name) {
                    causes.append(.required("\(path).\(name)"))
                }
            }
        case (.list(let element, _), .array(let elements)):
            for (index, member) in elements.enumerated() {
                visit(member, element, at: "\(path)[\(index)]", &causes)
            }
        case (.map(let values, _), .object(let object)):
            for member in object { visit(member.value, values, at: "\(path)[\(member.key)]", &causes) }
        case (.scalar(.enumeration(let allowed)), .string(let text)) where !allowed.contains(text):
            causes.append(.unsupported(path, text, allowed))
        default: break
        }
    }

    /// Whether empty text is no value at all to Go's decoder, and not one of the values that are not allowed.
    private static func isUnset(_ name: String, _ field: ShapeIndex.Field, in record: String) -> Bool {
        guard case .scalar(.enumeration) = field.shape else { return false }
        if field.isRequired, field.defaultValue == nil { return false }
        // A container's is a pointer, a pod's is not; and so with the ports of policies and of Services.
        if name == "restartPolicy" { return record.hasSuffix("PodSpec") }
        if name == "protocol" { return !record.hasSuffix("NetworkPolicyPort") }
        return !pointers.contains(name)
    }

    /// Fields that are pointers in Go, so that empty text in them is a value.
    private static let pointers: Set<String> = [
        "internalTrafficPolicy", "pathType", "volumeMode", "completionMode", "podReplacementPolicy",
        "preemptionPolicy", "ipFamilyPolicy", "selectPolicy", "mountPropagation", "procMount",
        "fsGroupChangePolicy", "supplementalGroupsPolicy", "unhealthyPodEvictionPolicy",
    ]

    /// The schema requires these, but a server accepts their absence: Go's zero values stand in.
    private static func isLenient(_ record: String, _ name: String) -> Bool {
        record.hasSuffix("Status") || record.hasSuffix("Condition")
            || record.hasSuffix("LocalObjectReference")
            || record.hasSuffix("PodDisruptionBudgetSpec") || record.contains("IngressBackend")
            || record.hasSuffix("LeaseSpec") || record.hasSuffix("LimitRangeSpec")
            || name == "selector" || name == "status"
            || record.hasSuffix("SecretKeySelector") && name == "name"
            || record.hasSuffix("ConfigMapKeySelector") && name == "name"
            || record.hasSuffix("JobTemplateSpec")
            || record.hasSuffix("StatefulSetSpec") || record.hasSuffix("NetworkPolicySpec")
            || record.hasSuffix("PersistentVolumeClaimSpec") || record.hasSuffix("ObjectFieldSelector")
    }
}
