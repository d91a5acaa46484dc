// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Kubernetes

/// Pods with a token for the API of the cluster although nothing among the files gives their account any right.
enum MountedTokens {
    static func findings(in context: ObjectContext) -> [Finding] {
        let bound = boundAccounts(in: context)
        return context.pods.filter { $0.work != .foreign }.compactMap { pod in
            let own = pod.spec.entry("automountServiceAccountToken")
            if own?.value.flag == false { return nil }
            let name = (pod.spec.at("serviceAccountName") ?? pod.spec.at("serviceAccount"))?.text ?? "default"
            guard !bound.contains(name) else { return nil }
            let accounts = context.objects("ServiceAccount", named: name, near: pod.owner)
            if own == nil,
                accounts.contains(where: { $0.node["automountServiceAccountToken"]?.flag == false })
            {
                return nil
            }
            return Finding(
                "\(pod.owner.phrase) holds a token for the API of the cluster",
                at: own?.value.span ?? pod.specKey,
                "of the account `\(name)`",
                severity: own == nil ? .info : .warning,
                notes: ["no RoleBinding among these files gives the account a right"],
                help: "set `automountServiceAccountToken: false` unless it calls the API of the cluster",
                object: pod.owner
            )
        }
    }

    private static func boundAccounts(in context: ObjectContext) -> Set<String> {
        let bindings = context.objects.filter { $0.type.group == "rbac.authorization.k8s.io" }
        let subjects = bindings.flatMap { $0.node["subjects"]?.elements ?? [] }
        return Set(subjects.filter { $0["kind"]?.text == "ServiceAccount" }.compactMap { $0["name"]?.text })
    }
}
