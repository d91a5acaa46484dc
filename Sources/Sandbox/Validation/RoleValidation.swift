// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// The rules of roles and of who has them.
enum RoleValidation {
    private static let group = "rbac.authorization.k8s.io"

    static func role(_ role: JSONValue, isNamespaced: Bool) -> [StatusFailure.Cause] {
        var causes: [StatusFailure.Cause] = []
        for (index, rule) in (role["rules"]?.elements ?? []).enumerated() {
            let place = "rules[\(index)]"
            func has(_ name: String) -> Bool { !(rule[name]?.elements.isEmpty ?? true) }
            if !has("verbs") {
                causes.append(.required("\(place).verbs", "verbs must contain at least one value"))
            }
            if has("nonResourceURLs"), let addresses = rule["nonResourceURLs"] {
                let field = "\(place).nonResourceURLs"
                if isNamespaced {
                    let words = "namespaced rules cannot apply to non-resource URLs"
                    causes.append(.invalid(field, addresses, words))
                }
                if has("apiGroups") || has("resources") || has("resourceNames") {
                    let words = "rules cannot apply to both regular resources and non-resource URLs"
                    causes.append(.invalid(field, addresses, words))
                }
                continue
            }
            if !has("apiGroups") {
                let words = "resource rules must supply at least one api group"
                causes.append(.required("\(place).apiGroups", words))
            }
            if !has("resources") {
                let words = "resource rules must supply at least one resource"
                causes.append(.required("\(place).resources", words))
            }
        }
        return causes
    }

    static func binding(_ binding: JSONValue, isNamespaced: Bool) -> [StatusFailure.Cause] {
        var causes: [StatusFailure.Cause] = []
        let reference = binding["roleRef"] ?? [:]
        causes += group(of: reference, at: "roleRef.apiGroup")
        let kinds = isNamespaced ? ["Role", "ClusterRole"] : ["ClusterRole"]
        let kind = reference["kind"]?.string ?? ""
        if !kinds.contains(kind) { causes.append(.unsupported("roleRef.kind", kind, kinds)) }
        causes.addRequired(reference["name"], at: "roleRef.name", Format.pathSegment)
        for (index, subject) in (binding["subjects"]?.elements ?? []).enumerated() {
            causes += self.subject(subject, isNamespaced: isNamespaced, at: "subjects[\(index)]")
        }
        return causes
    }

    private static func subject(_ subject: JSONValue, isNamespaced: Bool, at place: String)
        -> [StatusFailure.Cause]
    {
        var causes: [StatusFailure.Cause] = []
        let kind = subject["kind"]?.string ?? ""
        let isAccount = kind == "ServiceAccount"
        causes.addRequired(subject["name"], at: "\(place).name") { isAccount ? Format.subdomain($0) : [] }
        switch kind {
        case "ServiceAccount":
            if let group = subject["apiGroup"]?.string, !group.isEmpty {
                causes.append(.unsupported("\(place).apiGroup", group, [""]))
            }
            if !isNamespaced, subject["namespace"]?.string?.isEmpty ?? true {
                causes.append(.required("\(place).namespace"))
            }
        case "User", "Group": causes += group(of: subject, at: "\(place).apiGroup")
        default:
            let kinds = ["ServiceAccount", "User", "Group"]
            causes.append(.unsupported("\(place).kind", kind, kinds))
        }
        return causes
    }

    private static func group(of reference: JSONValue, at field: String) -> [StatusFailure.Cause] {
        let given = reference["apiGroup"]?.string ?? ""
        return given == group ? [] : [.unsupported(field, given, [group])]
    }
}
