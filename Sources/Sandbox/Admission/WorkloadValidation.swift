// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// The rules of pods and of what makes pods.
enum WorkloadValidation {
    static let labelValueRule =
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start "
        + "and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for "
        + "validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"

    static let labelNameRule =
        "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an "
        + "alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is "
        + "'([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"

    static func isLabelValue(_ text: String) -> Bool {
        func isLetter(_ byte: UInt8) -> Bool {
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
        }
        let bytes = Array(text.utf8)
        guard let first = bytes.first, let last = bytes.last else { return true }
        return bytes.count <= 63 && isLetter(first) && isLetter(last)
            && bytes.allSatisfy { isLetter($0) || [45, 46, 95].contains($0) }
    }

    static func workload(_ spec: JSONValue, _ type: ResourceType) -> [StatusFailure.Cause] {
        var causes: [StatusFailure.Cause] = []
        if let replicas = spec["replicas"]?.integer, replicas < 0 {
            causes.append(.invalid("spec.replicas", .integer(replicas), NumberValidation.words))
        }
        let labels = spec[path: "template", "metadata", "labels"]?.sortedByName ?? .null
        if let selector = spec["selector"]?.object {
            causes += selectorCauses(selector, labels)
        } else {
            causes.append(.required("spec.selector"))
            causes.append(
                .invalid(
                    "spec.template.metadata.labels",
                    labels,
                    "`selector` does not match template `labels`"
                )
            )
        }
        if type == .deployments { causes += strategy(spec["strategy"] ?? [:]) }
        let policy = spec[path: "template", "spec", "restartPolicy"]?.string ?? "Always"
        if policy != "Always" {
            causes.append(.unsupported("spec.template.spec.restartPolicy", policy, ["Always"]))
        }
        // Claims of a StatefulSet are volumes of its pods as well.
        let claims = type == .statefulSets ? spec["volumeClaimTemplates"]?.elements ?? [] : []
        return causes
            + pod(
                spec[path: "template", "spec"] ?? [:],
                at: "spec.template.spec",
                claims: claims.compactMap { $0[path: "metadata", "name"]?.string }
            ) + NumberValidation.causes(spec, type)
    }

    private static func selectorCauses(_ selector: JSONObject, _ labels: JSONValue) -> [StatusFailure.Cause] {
        let isEmpty =
            (selector["matchLabels"]?.members.isEmpty ?? true)
            && (selector["matchExpressions"]?.elements.isEmpty ?? true)
        if isEmpty {
            return [.invalid("spec.selector", .object(selector), "empty selector is invalid for deployment")]
        }
        var known: [String: String] = [:]
        for label in labels.members { known[label.key] = label.value.string }
        do throws(LabelSelector.SyntaxError) {
            if try LabelSelector(object: selector).matches(known) { return [] }
        } catch {
            return [.invalid("spec.selector", .object(selector), error.message)]
        }
        return [
            .invalid("spec.template.metadata.labels", labels, "`selector` does not match template `labels`")
        ]
    }

    private static func strategy(_ strategy: JSONValue) -> [StatusFailure.Cause] {
        if strategy["type"]?.string == "Recreate" {
            guard strategy["rollingUpdate"] != nil else { return [] }
            return [
                .forbidden(
                    "spec.strategy.rollingUpdate",
                    "may not be specified when strategy `type` is 'Recreate'"
                )
            ]
        }
        let surge = strategy[path: "rollingUpdate", "maxSurge"].flatMap { IntOrString($0) }
        let unavailable = strategy[path: "rollingUpdate", "maxUnavailable"].flatMap { IntOrString($0) }
        guard let surge, let unavailable, surge.scaled(to: 100, roundingUp: true) == 0,
            unavailable.scaled(to: 100, roundingUp: false) == 0
        else { return [] }
        return [
            .invalid(
                "spec.strategy.rollingUpdate.maxUnavailable",
                unavailable.json,
                "may not be 0 when `maxSurge` is 0"
            )
        ]
    }

    static func job(_ spec: JSONValue) -> [StatusFailure.Cause] {
        let policy = spec[path: "template", "spec", "restartPolicy"]?.string ?? "Always"
        var causes = pod(spec[path: "template", "spec"] ?? [:], at: "spec.template.spec")
        if policy == "Always" {
            causes.append(
                .required("spec.template.spec.restartPolicy", "valid values: \"OnFailure\", \"Never\"")
            )
        }
        return causes
    }

    static func cronJob(_ spec: JSONValue) -> [StatusFailure.Cause] {
        var causes: [StatusFailure.Cause] = []
        let schedule = spec["schedule"]?.string ?? ""
        if schedule.isEmpty {
            causes.append(.required("spec.schedule"))
        } else if CronSchedule(schedule) == nil {
            causes.append(
                .invalid(
                    "spec.schedule",
                    .string(schedule),
                    "expected exactly 5 fields, found \(schedule.split(separator: " ").count): [\(schedule)]"
                )
            )
        }
        let policy =
            spec[path: "jobTemplate", "spec", "template", "spec", "restartPolicy"]?.string ?? "Always"
        if policy == "Always" {
            causes.append(
                .required(
                    "spec.jobTemplate.spec.template.spec.restartPolicy",
                    "valid values: \"OnFailure\", \"Never\""
                )
            )
        }
        return causes
            + pod(
                spec[path: "jobTemplate", "spec", "template", "spec"] ?? [:],
                at: "spec.jobTemplate.spec.template.spec"
            )
    }

    /// What is wrong with pods; `claims` are volumes that they get besides their own.
    static func pod(_ spec: JSONValue, at path: String, claims: [String] = []) -> [StatusFailure.Cause] {
        var causes: [StatusFailure.Cause] = []
        if spec["containers"]?.elements.isEmpty ?? true { causes.append(.required("\(path).containers")) }
        let volumes = Set((spec["volumes"]?.elements ?? []).compactMap { $0["name"]?.string } + claims)
        causes += ContainerValidation.volumes(spec, at: path)
        var names: Set<String> = []
        for list in ["initContainers", "containers"] {
            for (index, container) in (spec[list]?.elements ?? []).enumerated() {
                let place = "\(path).\(list)[\(index)]"
                let name = container["name"]?.string ?? ""
                if name.isEmpty {
                    causes.append(.required("\(place).name"))
                } else if !ContainerValidation.isLabel(name) {
                    causes.append(.invalid("\(place).name", .string(name), ContainerValidation.labelRule))
                } else if !names.insert(name).inserted {
                    causes.append(.duplicate("\(place).name", .string(name)))
                }
                if container["image"]?.string?.isEmpty ?? true { causes.append(.required("\(place).image")) }
                causes += ContainerValidation.ports(container, at: place)
                causes += ContainerValidation.environment(container, at: place)
                causes += resources(container["resources"] ?? [:], at: "\(place).resources")
                for (position, mount) in (container["volumeMounts"]?.elements ?? []).enumerated() {
                    let volume = mount["name"] ?? ""
                    if volumes.contains(volume.string ?? "") { continue }
                    causes.append(
                        StatusFailure.Cause(
                            field: "\(place).volumeMounts[\(position)].name",
                            reason: "FieldValueNotFound",
                            message: "Not found: \(volume.text())"
                        )
                    )
                }
            }
        }
        return causes
    }

    private static func resources(_ resources: JSONValue, at place: String) -> [StatusFailure.Cause] {
        (resources["requests"]?.members ?? [:]).compactMap { request in
            guard let limit = resources[path: "limits", request.key]?.string, let most = Quantity(limit),
                let asked = request.value.string.flatMap({ Quantity($0) }), most < asked
            else { return nil }
            return .invalid(
                "\(place).requests",
                request.value,
                "must be less than or equal to \(request.key) limit of \(limit)"
            )
        }
    }
}
