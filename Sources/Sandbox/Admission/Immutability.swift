// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// Refuses changes of what cannot change.
enum Immutability {
    private static let immutable = "field is immutable"

    static func causes(
        old: JSONValue,
        new: JSONValue,
        type: ResourceType,
        isDeleting: Bool
    ) -> [StatusFailure.Cause] {
        var causes: [StatusFailure.Cause] = []
        if isDeleting {
            let before = Set(old[path: "metadata", "finalizers"]?.elements ?? [])
            let after = new[path: "metadata", "finalizers"]?.elements ?? []
            let added = after.filter { !before.contains($0) }
            if !added.isEmpty {
                let names = added.map { $0.text() }.joined(separator: ", ")
                causes.append(
                    .forbidden(
                        "metadata.finalizers",
                        "no new finalizers can be added if the object is being deleted, found new finalizers "
                            + "[]string{\(names)}"
                    )
                )
            }
        }
        return causes + kindCauses(old["spec"] ?? [:], new["spec"] ?? [:], old, new, type)
    }

    private static func kindCauses(
        _ before: JSONValue,
        _ after: JSONValue,
        _ old: JSONValue,
        _ new: JSONValue,
        _ type: ResourceType
    ) -> [StatusFailure.Cause] {
        switch type {
        case .deployments, .replicaSets, .daemonSets: return changed(["selector"], before, after)
        case .jobs: return changed(["completions", "selector", "template"], before, after)
        case .statefulSets: return statefulSet(before, after)
        case .services:
            guard let address = before["clusterIP"]?.string, !address.isEmpty,
                after["type"]?.string != "ExternalName",
                after["clusterIP"]?.string != address
            else { return [] }
            return [
                .invalid("spec.clusterIPs[0]", [after["clusterIP"] ?? ""], "may not change once set")
            ]
        case .persistentVolumeClaims: return claim(before, after, old["status"] ?? [:])
        case .horizontalPodAutoscalers:
            let (target, next) = (before["scaleTargetRef"], after["scaleTargetRef"])
            let isSame = ["apiVersion", "kind"].allSatisfy { target?[$0] == next?[$0] }
            return isSame ? [] : AutoscalerValidation.group(next)
        case .configMaps, .secrets: return data(old, new, type)
        case .roleBindings, .clusterRoleBindings:
            guard old["roleRef"] != new["roleRef"] else { return [] }
            return [.invalid("roleRef", new["roleRef"] ?? .null, "cannot change roleRef")]
        case .pods: return pod(before, after)
        default: return []
        }
    }

    /// A claim gets its volume once.
    ///
    /// When it has it, it may ask for more, and for less again as long as that is more than it has got.
    private static func claim(_ before: JSONValue, _ after: JSONValue, _ status: JSONValue)
        -> [StatusFailure.Cause]
    {
        var left = before
        if left["volumeName"]?.string?.isEmpty ?? true { left["volumeName"] = after["volumeName"] }
        func request(_ spec: JSONValue) -> JSONValue? { spec[path: "resources", "requests", "storage"] }
        if status["phase"] == "Bound" {
            left["resources"]?["requests"]?["storage"] = request(after)
            left["volumeAttributesClassName"] = after["volumeAttributesClassName"]
        }
        var causes: [StatusFailure.Cause] = []
        if left != after {
            causes.append(
                .forbidden(
                    "spec",
                    "spec is immutable after creation except resources.requests and volumeAttributesClassName for "
                        + "bound claims"
                )
            )
        }
        func amount(_ value: JSONValue?) -> Quantity { value?.string.flatMap { Quantity($0) } ?? .milli(0) }
        let size = amount(request(after))
        if size < amount(request(before)), size <= amount(status[path: "capacity", "storage"]) {
            let words = "field can not be less than status.capacity"
            causes.append(.forbidden("spec.resources.requests.storage", words))
        }
        return causes
    }

    private static func changed(_ fields: [String], _ before: JSONValue, _ after: JSONValue) -> [StatusFailure
        .Cause]
    {
        fields.filter { before[$0] != after[$0] }
            .map { .invalid("spec.\($0)", Self.sortedLabels(after[$0] ?? .null), immutable) }
    }

    /// A selector with its labels in the order of their names, in which a server shows maps.
    private static func sortedLabels(_ selector: JSONValue) -> JSONValue {
        var selector = selector
        if let labels = selector["matchLabels"] { selector["matchLabels"] = labels.sortedByName }
        return selector
    }

    private static func statefulSet(_ before: JSONValue, _ after: JSONValue) -> [StatusFailure.Cause] {
        let free: Set<String> = [
            "replicas", "ordinals", "template", "updateStrategy", "revisionHistoryLimit",
            "persistentVolumeClaimRetentionPolicy", "minReadySeconds",
        ]
        let names = Set(before.members.keys).union(after.members.keys).subtracting(free)
        guard names.contains(where: { before[$0] != after[$0] }) else { return [] }
        return [
            .forbidden(
                "spec",
                "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', "
                    + "'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and "
                    + "'minReadySeconds' are forbidden"
            )
        ]
    }

    private static func data(_ old: JSONValue, _ new: JSONValue, _ type: ResourceType)
        -> [StatusFailure.Cause]
    {
        var causes: [StatusFailure.Cause] = []
        if type == .secrets, old["type"] != new["type"] {
            causes.append(.invalid("type", new["type"] ?? .null, immutable))
        }
        guard old["immutable"]?.bool == true else { return causes }
        let detail = "field is immutable when `immutable` is set"
        if new["immutable"]?.bool != true { causes.append(.forbidden("immutable", detail)) }
        for field in ["data", "binaryData"] where old[field] != new[field] {
            causes.append(.forbidden(field, detail))
        }
        return causes
    }

    private static func pod(_ before: JSONValue, _ after: JSONValue) -> [StatusFailure.Cause] {
        var left = before
        var right = after
        for name in ["activeDeadlineSeconds", "tolerations"] {
            left[name] = nil
            right[name] = nil
        }
        let grace = "terminationGracePeriodSeconds"
        if before[grace]?.integer ?? 0 < 0, after[grace] == 1 { left[grace] = 1 }
        for list in ["containers", "initContainers"] {
            left.update(list, withoutImages)
            right.update(list, withoutImages)
        }
        guard left != right else { return [] }
        return [
            .forbidden(
                "spec",
                "pod updates may not change fields other than `spec.containers[*].image`,"
                    + "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to "
                    + "existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was "
                    + "previously negative)"
            )
        ]
    }

    private static func withoutImages(_ containers: inout JSONValue) {
        containers = .array(
            containers.elements.map { container in
                var container = container
                container["image"] = nil
                return container
            }
        )
    }
}
