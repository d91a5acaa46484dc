// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// The rules of a container's environment.
///
/// A name that occurs twice is no mistake: a server only warns of it.
enum EnvironmentValidation {
    static func variables(_ container: JSONValue, at path: String) -> [StatusFailure.Cause] {
        var causes: [StatusFailure.Cause] = []
        for (index, variable) in (container["env"]?.elements ?? []).enumerated() {
            let place = "\(path)[\(index)]"
            causes.addRequired(variable["name"], at: "\(place).name", Format.variable)
            guard let source = variable["valueFrom"] else { continue }
            let value = variable["value"]?.string ?? ""
            causes += self.source(source, isBesideValue: !value.isEmpty, at: "\(place).valueFrom")
        }
        return causes
    }

    private static func source(_ source: JSONValue, isBesideValue: Bool, at field: String)
        -> [StatusFailure.Cause]
    {
        var causes: [StatusFailure.Cause] = []
        if let reference = source["fieldRef"] { causes += self.field(reference, at: "\(field).fieldRef") }
        if let name = source["resourceFieldRef"]?["resource"]?.string {
            let isHuge = ["limits.hugepages-", "requests.hugepages-"].contains { name.hasPrefix($0) }
            let place = "\(field).resourceFieldRef.resource"
            if !isHuge { causes.add(.string(name), at: place, oneOf: resources) }
        }
        for kind in ["configMapKeyRef", "secretKeyRef"] {
            guard let reference = source[kind] else { continue }
            let name = reference["name"]?.string ?? ""
            causes.add(Format.subdomain(name), at: "\(field).\(kind).name", name)
            causes.addRequired(reference["key"], at: "\(field).\(kind).key", Format.configKey)
        }
        let count = kinds.filter { source[$0] != nil }.count
        let words: String? =
            count == 0
            ? "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`"
            : isBesideValue
                ? "may not be specified when `value` is not empty"
                : count > 1 ? "may not have more than one field specified at a time" : nil
        if let words { causes.append(.invalid(field, "", words)) }
        return causes
    }

    private static let kinds = [
        "fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef",
    ]

    private static let resources = [
        "limits.cpu", "limits.ephemeral-storage", "limits.memory", "requests.cpu",
        "requests.ephemeral-storage", "requests.memory",
    ]

    /// What a variable can say about its pod.
    private static let fields = [
        "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName",
        "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs",
    ]

    /// What can be said about a pod, but not in a variable.
    private static let otherFields = [
        "metadata.annotations", "metadata.labels", "spec.restartPolicy", "spec.schedulerName",
        "status.phase",
    ]

    private static func field(_ reference: JSONValue, at field: String) -> [StatusFailure.Cause] {
        var causes: [StatusFailure.Cause] = []
        let path = reference["fieldPath"]?.string ?? ""
        if path.isEmpty { return [.required("\(field).fieldPath")] }
        let lead = "error converting fieldPath: field label "
        if path.hasSuffix("']"), let bracket = path.firstRange(of: "['"), bracket.lowerBound > path.startIndex
        {
            let key = String(path[bracket.upperBound...].dropLast(2))
            switch path[..<bracket.lowerBound] {
            case "metadata.annotations": causes.add(Format.annotationKey(key), at: field, key.lowercased())
            case "metadata.labels": causes.add(Format.labelKey(key), at: field, key)
            default:
                let words = "\(lead)does not support subscript: \(path)"
                causes.append(.invalid("\(field).fieldPath", .string(path), words))
            }
        } else if otherFields.contains(path) {
            causes.append(.unsupported("\(field).fieldPath", path, fields))
        } else if !fields.contains(path), path != "spec.host" {
            let words = "\(lead)not supported: \(path)"
            causes.append(.invalid("\(field).fieldPath", .string(path), words))
        }
        return causes
    }

    /// What is wrong with sources of many variables; how many kinds one has is said of the list, not of the element.
    static func sources(_ container: JSONValue, at path: String) -> [StatusFailure.Cause] {
        var causes: [StatusFailure.Cause] = []
        for (index, source) in (container["envFrom"]?.elements ?? []).enumerated() {
            let place = "\(path)[\(index)]"
            causes.addOptional(source["prefix"], at: "\(place).prefix", Format.variable)
            let kinds = ["configMapRef", "secretRef"].filter { source[$0] != nil }
            for kind in kinds {
                let name = source[kind]?["name"]
                causes.addRequired(name, at: "\(place).\(kind).name", Format.subdomainPrefix)
            }
            if kinds.isEmpty {
                causes.append(.invalid(path, "", "must specify one of: `configMapRef` or `secretRef`"))
            } else if kinds.count > 1 {
                causes.append(.invalid(path, "", "may not have more than one field specified at a time"))
            }
        }
        return causes
    }
}
