// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension Cluster {
    /// Refuses what no role allows.
    func authorize(_ request: APIRequest) throws(StatusFailure) {
        if request.caller.isMaster { return }
        var wish = AccessAttributes(request)
        // Creating an object is asked for before the object has a name.
        if wish.verb == "create", wish.subresource.isEmpty { wish.name = "" }
        guard grant(wish, to: request.caller) == nil else { return }
        throw wish.refusal(of: request.caller)
    }

    /// Why somebody may do something, in a server's words; `nil` when nothing allows it.
    func grant(_ wish: AccessAttributes, to caller: Caller) -> String? {
        if caller.isMaster { return "" }
        for binding in bindings(of: caller, namespace: wish.namespace) {
            guard rules(of: binding).contains(where: { $0.allows(wish) }) else { continue }
            let kind = binding.object.namespace.isEmpty ? "ClusterRoleBinding" : "RoleBinding"
            let place = binding.object.namespace.isEmpty ? "" : "\(binding.object.namespace)/"
            let role = binding.object.json["roleRef"] ?? [:]
            let name = binding.object.namespace.isEmpty ? binding.object.name : place + binding.object.name
            return
                "RBAC: allowed by \(kind) \"\(name)\" of \(role["kind"]?.string ?? "") "
                + "\"\(role["name"]?.string ?? "")\" to \(binding.subject)"
        }
        return nil
    }

    /// Every rule that holds for somebody in a namespace.
    func rules(for caller: Caller, namespace: String) -> [AccessRule] {
        var result: [AccessRule] = []
        if caller.isMaster {
            result = [
                AccessRule(["verbs": ["*"], "apiGroups": ["*"], "resources": ["*"]]),
                AccessRule(["verbs": ["*"], "nonResourceURLs": ["*"]]),
            ]
        }
        for binding in bindings(of: caller, namespace: namespace) {
            for rule in rules(of: binding) where !result.contains(rule) { result.append(rule) }
        }
        return result
    }

    private struct Binding {
        var object: StoredObject
        /// `User "ada"`.
        var subject: String
    }

    private func bindings(of caller: Caller, namespace: String) -> [Binding] {
        let wide = store.list(.clusterRoleBindings)
        let near =
            namespace.isEmpty
            ? [] : store.list(.roleBindings, namespace: namespace)
        return (wide + near).compactMap { object in
            for subject in object.json["subjects"]?.elements ?? [] {
                guard let text = Self.describe(subject, ifIt: caller, in: object.namespace) else { continue }
                return Binding(object: object, subject: text)
            }
            return nil
        }
    }

    private static func describe(_ subject: JSONValue, ifIt caller: Caller, in namespace: String) -> String? {
        let name = subject["name"]?.string ?? ""
        switch subject["kind"]?.string {
        case "User" where name == caller.name: return "User \"\(name)\""
        case "Group" where caller.groups.contains(name): return "Group \"\(name)\""
        case "ServiceAccount":
            let home = subject["namespace"]?.string ?? namespace
            return caller.name == "system:serviceaccount:\(home):\(name)"
                ? "ServiceAccount \"\(name)/\(home)\"" : nil
        default: return nil
        }
    }

    private func rules(of binding: Binding) -> [AccessRule] {
        let reference = binding.object.json["roleRef"] ?? [:]
        let isWide = reference["kind"]?.string == "ClusterRole"
        let key = ObjectKey(
            resource: isWide ? .clusterRoles : .roles,
            namespace: isWide ? "" : binding.object.namespace,
            name: reference["name"]?.string ?? ""
        )
        return (store[key]?.json["rules"]?.elements ?? []).map { AccessRule($0) }
    }
}
