// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import NIOConcurrencyHelpers

/// Finds the field of a workload that some trouble of its pods follows from.
struct CauseLocator: Sendable {
    private let pod: JSONValue
    /// Where the spec of the pod stands.
    let podPointer: String

    init(_ workload: KubernetesObject) {
        podPointer = Self.podPointer(in: workload)
        pod = JSONPointer(text: podPointer)?.resolve(in: .object(workload.json)) ?? [:]
    }

    /// Where the spec of a pod stands in a workload.
    static func podPointer(in workload: KubernetesObject) -> String {
        switch workload.kind {
        case "CronJob": "/spec/jobTemplate/spec/template/spec"
        case "Pod": "/spec"
        default: "/spec/template/spec"
        }
    }

    /// All containers that we asked for; those that stay come first.
    var containers: [JSONValue] { Self.lists.flatMap { pod[$0]?.array ?? [] } }

    private static let lists = ["containers", "initContainers"]

    /// The container of this name, if it is one that we asked for.
    func container(_ name: String) -> (pointer: String, json: JSONValue)? {
        for list in Self.lists {
            for (index, container) in (pod[list]?.array ?? []).enumerated()
            where container["name"]?.string == name {
                return ("\(podPointer)/\(list)/\(index)", container)
            }
        }
        return nil
    }

    /// A field of a container, or the container itself where the field is not set.
    func field(_ path: String, of container: String) -> String {
        guard let found = self.container(container) else { return podPointer }
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
                return "\(podPointer)/volumes/\(index)/\(kind)"
            }
        }
        return container.flatMap { self.container($0)?.pointer } ?? podPointer
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

/// The locator of a workload, made when the first trouble asks for it: for that the workload has to be unpacked.
final class LateLocator: Sendable {
    private let workload: ObservedWorkload
    private let made = NIOLockedValueBox<CauseLocator?>(nil)

    init(_ workload: ObservedWorkload) { self.workload = workload }

    var value: CauseLocator {
        made.withLockedValue { made in
            let locator = made ?? CauseLocator(workload.desired.object)
            made = locator
            return locator
        }
    }
}
