// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension KubernetesObject {
    /// The Secrets that its pods refer to, optional ones included: for variables, files, registries and volumes.
    var referredSecrets: Set<ObjectReference> {
        var names: Set<String> = []
        if kind == "ServiceAccount" {
            Self.collect(.object(["imagePullSecrets": self["imagePullSecrets"] ?? []]), &names)
        } else if let pod = podSpec {
            Self.collect(pod, &names)
        }
        return Set(names.map { ObjectReference(type: .secret, namespace: namespace, name: $0) })
    }

    /// The spec of the pods that it is or makes.
    private var podSpec: JSONValue? {
        let spec = self["spec"]
        let candidates = [
            spec, spec?["template"]?["spec"], spec?[path: "jobTemplate", "spec", "template", "spec"],
        ]
        return candidates.compactMap { $0 }.first { $0["containers"]?.array != nil }
    }

    /// Every place of a pod's spec that names a Secret has one of few names, whatever kind of volume it is in.
    private static func collect(_ value: JSONValue, _ names: inout Set<String>) {
        switch value {
        case .array(let elements): for element in elements { collect(element, &names) }
        case .object(let object):
            for member in object {
                switch member.key {
                case "secretKeyRef", "secretRef", "nodePublishSecretRef":
                    if let name = member.value["name"]?.string { names.insert(name) }
                case "secret":
                    let name = member.value["secretName"] ?? member.value["name"]
                    if let name = name?.string { names.insert(name) }
                case "azureFile":
                    if let name = member.value["secretName"]?.string { names.insert(name) }
                case "imagePullSecrets":
                    names.formUnion((member.value.array ?? []).compactMap { $0["name"]?.string })
                default: collect(member.value, &names)
                }
            }
        default: break
        }
    }
}
