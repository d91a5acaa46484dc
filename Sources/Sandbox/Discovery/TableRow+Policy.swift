// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension TableRow {
    /// A role, who has it, and in what form: people, groups, accounts.
    var binding: [JSONValue] {
        let role = object["roleRef"] ?? [:]
        func names(_ kind: String) -> JSONValue {
            let named = (object["subjects"]?.elements ?? []).filter { $0["kind"]?.string == kind }
            let texts = named.map { subject in
                let name = subject["name"]?.string ?? ""
                return subject["namespace"]?.string.map { "\($0)/\(name)" } ?? name
            }
            return .string(texts.joined(separator: ", "))
        }
        return [
            .string("\(role["kind"]?.string ?? "")/\(role["name"]?.string ?? "")"), age,
            names("User"), names("Group"), names("ServiceAccount"),
        ]
    }

    /// The controller of an object, as `deployment.apps/web`.
    var controller: JSONValue {
        let owners = object[path: "metadata", "ownerReferences"]?.elements ?? []
        guard let owner = owners.first(where: { $0["controller"]?.bool == true }) else { return "<none>" }
        let type = GroupVersionKind(
            apiVersion: owner["apiVersion"]?.string ?? "",
            kind: owner["kind"]?.string ?? ""
        )
        let group = type.group.isEmpty ? "" : ".\(type.group)"
        return .string("\(type.kind.lowercased())\(group)/\(owner["name"]?.string ?? "")")
    }

    /// What a claim has of its volume; before it has one, neither size nor modes are known.
    var claim: [JSONValue] {
        let short = [
            "ReadWriteOnce": "RWO", "ReadOnlyMany": "ROX", "ReadWriteMany": "RWX",
            "ReadWriteOncePod": "RWOP",
        ]
        let modes = (status["accessModes"]?.elements ?? []).compactMap(\.string).map { short[$0] ?? $0 }
        let isBound = spec["volumeName"] != nil
        let isGoing = object[path: "metadata", "deletionTimestamp"] != nil
        return [
            isGoing ? "Terminating" : status["phase"] ?? "", spec["volumeName"] ?? "",
            isBound ? status[path: "capacity", "storage"] ?? "" : "",
            .string(isBound ? modes.joined(separator: ",") : ""), spec["storageClassName"] ?? "",
            spec["volumeAttributesClassName"] ?? "<unset>", age, spec["volumeMode"] ?? "<unset>",
        ]
    }

    /// What an autoscaler measures of the first two resources, and what it aims at.
    var metrics: String {
        let measured = status["currentMetrics"]?.elements ?? []
        let all = (spec["metrics"]?.elements ?? []).enumerated().map { index, metric -> String in
            let source = metric["resource"] ?? metric["containerResource"] ?? [:]
            let current = measured.indices.contains(index) ? measured[index] : [:]
            let use = (current["resource"] ?? current["containerResource"] ?? [:])["current"] ?? [:]
            let name = source["name"]?.string ?? ""
            if let goal = source[path: "target", "averageValue"]?.string {
                return "\(name): \(use["averageValue"]?.string ?? "<unknown>")/\(goal)"
            }
            let goal = source[path: "target", "averageUtilization"]?.wholeNumber.map { "\($0)%" } ?? "<auto>"
            let part = use["averageUtilization"]?.wholeNumber.map { "\($0)%" } ?? "<unknown>"
            return "\(name): \(part)/\(goal)"
        }
        guard !all.isEmpty else { return "<none>" }
        let rest = all.count > 2 ? " + \(all.count - 2) more..." : ""
        return all.prefix(2).joined(separator: ", ") + rest
    }
}
