// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension Cluster {
    /// A pod is refused that names an account or a priority that does not exist.
    ///
    /// The account `default` counts as there: every namespace gets it in a moment. A name that the server makes up is not
    /// made up yet, so the message has the beginning only, and repeated refusals are one event.
    func checkReferences(
        _ object: JSONValue,
        namespace: String,
        _ type: ResourceType,
        givenName: String
    ) throws(StatusFailure) {
        guard type == .pods else { return }
        let account = object[path: "spec", "serviceAccountName"]?.string ?? "default"
        let place = ObjectKey(resource: .serviceAccounts, namespace: namespace, name: account)
        if account != "default", store[place] == nil {
            throw .forbidden(
                type,
                givenName,
                "error looking up service account \(namespace)/\(account): serviceaccount \"\(account)\" not found"
            )
        }
        let priority = object[path: "spec", "priorityClassName"]?.string ?? ""
        let level = ObjectKey(
            resource: .priorityClasses,
            namespace: "",
            name: priority
        )
        if !priority.isEmpty, !priority.hasPrefix("system-"), store[level] == nil {
            throw .forbidden(type, givenName, "no PriorityClass with name \(priority) was found")
        }
    }
}
