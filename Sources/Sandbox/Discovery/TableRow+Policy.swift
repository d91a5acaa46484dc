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

    /// What an autoscaler measures, and what it aims at.
    var metrics: String {
        let measured = status["currentMetrics"]?.elements ?? []
        let all = (spec["metrics"]?.elements ?? []).enumerated().map { index, metric -> String in
            let kinds = ["external", "pods", "object", "resource", "containerResource"]
            guard let kind = kinds.first(where: { metric[$0] != nil }), let source = metric[kind] else {
                return "<unknown type>"
            }
            let use = measured.indices.contains(index) ? measured[index][path: kind, "current"] ?? [:] : [:]
            return Self.metric(kind, source, use)
        }
        return Self.few(all, most: 2, separator: ", ", none: "<none>")
    }

    /// One measure by its aim: of resources by name, and of those of others an average is told from a sum.
    private static func metric(_ kind: String, _ source: JSONValue, _ use: JSONValue) -> String {
        let isResource = kind == "resource" || kind == "containerResource"
        let lead = isResource ? "\(source["name"]?.string ?? ""): " : ""
        if let goal = source[path: "target", "averageValue"]?.string {
            let mark = kind == "external" || kind == "object" ? " (avg)" : ""
            return "\(lead)\(use["averageValue"]?.string ?? "<unknown>")/\(goal)\(mark)"
        }
        guard isResource else {
            return "\(use["value"]?.string ?? "<unknown>")/\(source[path: "target", "value"]?.string ?? "")"
        }
        let goal = source[path: "target", "averageUtilization"]?.wholeNumber.map { "\($0)%" } ?? "<auto>"
        let part = use["averageUtilization"]?.wholeNumber.map { "\($0)%" } ?? "<unknown>"
        return "\(lead)\(part)/\(goal)"
    }
}
