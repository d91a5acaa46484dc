// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// Finds the field of a workload that some trouble of its pods follows from.
struct CauseLocator: Sendable {
    private let pod: JSONValue
    private let base: String

    init(_ workload: KubernetesObject) {
        let spec = workload["spec"] ?? [:]
        if workload.kind == "CronJob" {
            pod = spec[path: "jobTemplate", "spec", "template"]?["spec"] ?? [:]
            base = "/spec/jobTemplate/spec/template/spec"
        } else if workload.kind == "Pod" {
            pod = spec
            base = "/spec"
        } else {
            pod = spec["template"]?["spec"] ?? [:]
            base = "/spec/template/spec"
        }
    }

    /// The pod's spec.
    var podPointer: String { base }

    /// The container of this name, if it is one that we asked for.
    func container(_ name: String) -> (pointer: String, json: JSONValue)? {
        for list in ["containers", "initContainers"] {
            for (index, container) in (pod[list]?.array ?? []).enumerated()
            where container["name"]?.string == name {
                return ("\(base)/\(list)/\(index)", container)
            }
        }
        return nil
    }

    /// A field of a container, or the container itself where the field is not set.
    func field(_ path: String, of container: String) -> String {
        guard let found = self.container(container) else { return base }
        let pointer = JSONPointer(text: "/" + path)
        let isSet = pointer?.resolve(in: found.json) != nil
        return isSet ? "\(found.pointer)/\(path)" : found.pointer
    }

    /// Where a container or volume refers to a Secret or ConfigMap, and to a key of it if one is given.
    func reference(to name: String, isSecret: Bool, key: String?, container: String?) -> String {
        if let container, let found = self.container(container) {
            if let pointer = environment(found.json, name, isSecret, key) { return found.pointer + pointer }
        }
        for (index, volume) in (pod["volumes"]?.array ?? []).enumerated() {
            let kind = isSecret ? "secret" : "configMap"
            if volume[kind]?[isSecret ? "secretName" : "name"]?.string == name {
                return "\(base)/volumes/\(index)/\(kind)"
            }
        }
        return container.flatMap { self.container($0)?.pointer } ?? base
    }

    private func environment(_ json: JSONValue, _ name: String, _ isSecret: Bool, _ key: String?) -> String? {
        let reference = isSecret ? "secretKeyRef" : "configMapKeyRef"
        for (index, variable) in (json["env"]?.array ?? []).enumerated() {
            guard let source = variable["valueFrom"]?[reference], source["name"]?.string == name else {
                continue
            }
            if key == nil || source["key"]?.string == key { return "/env/\(index)/valueFrom/\(reference)" }
        }
        let whole = isSecret ? "secretRef" : "configMapRef"
        for (index, source) in (json["envFrom"]?.array ?? []).enumerated()
        where source[whole]?["name"]?.string == name {
            return "/envFrom/\(index)/\(whole)"
        }
        return nil
    }

    /// The environment variable that the last lines of a container name, if it is one of ours.
    func variable(namedIn lines: [String], container: String) -> String? {
        guard let found = self.container(container) else { return nil }
        let words = Set(
            lines.flatMap { $0.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init) }
        )
        for (index, variable) in (found.json["env"]?.array ?? []).enumerated() {
            if let name = variable["name"]?.string, words.contains(name) {
                return "\(found.pointer)/env/\(index)"
            }
        }
        return nil
    }
}
