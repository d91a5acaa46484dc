// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// The Secrets and ConfigMaps that pods need and somebody else has to provide.
struct ReferencedConfiguration: Sendable, Hashable {
    /// One reference from a workload.
    struct Use: Sendable, Hashable {
        /// The workload, its text included.
        var workload: DesiredObject
        /// Where in the workload.
        var pointer: String
        /// What is referred to.
        var target: ObjectReference
        /// The key needed; `nil` for the whole.
        var key: String?
    }

    /// The references that are not optional and that no object of the deploy answers.
    static func external(in objects: [DesiredObject], namespace: String) -> [Use] {
        let provided = Set(objects.flatMap { provides($0.object) })
        return objects.flatMap { uses(of: $0, namespace: namespace) }.filter { use in
            !provided.contains("\(use.target.type.kind)/\(use.target.name)")
        }
    }

    /// What the pods of an object ask for, as far as they cannot do without.
    static func targets(of object: KubernetesObject, namespace: String) -> Set<ObjectReference> {
        Set(uses(of: DesiredObject(object, service: nil), namespace: namespace).map(\.target))
    }

    /// What an object is or will make: operators turn some kinds into Secrets.
    private static func provides(_ object: KubernetesObject) -> [String] {
        switch object.kind {
        case "Secret", "ConfigMap": return ["\(object.kind)/\(object.name)"]
        case "ExternalSecret", "SealedSecret", "SecretProviderClass", "Certificate":
            let spec = object["spec"]
            let names = [spec?["target"]?["name"]?.string, spec?["secretName"]?.string, object.name]
            return names.compactMap { $0.map { "Secret/\($0)" } }
        default: return []
        }
    }

    private static func uses(of desired: DesiredObject, namespace: String) -> [Use] {
        let locator = CauseLocator(desired.object)
        let base = locator.podPointer
        guard let pod = JSONPointer(text: base)?.resolve(in: .object(desired.object.json)) else { return [] }
        var found: [Use] = []
        func add(_ source: JSONValue?, _ kind: String, _ pointer: String, name: String = "name") {
            guard let source, source["optional"]?.bool != true, let named = source[name]?.string else {
                return
            }
            let type = GroupVersionKind(apiVersion: "v1", kind: kind)
            let target = ObjectReference(type: type, namespace: namespace, name: named)
            func use(_ pointer: String, key: String?) {
                found.append(Use(workload: desired, pointer: pointer, target: target, key: key))
            }
            let items = source["items"]?.array ?? []
            for (index, item) in items.enumerated() {
                use("\(pointer)/items/\(index)/key", key: item["key"]?.string)
            }
            if items.isEmpty { use(pointer, key: source["key"]?.string) }
        }
        for list in ["initContainers", "containers"] {
            for (index, container) in (pod[list]?.array ?? []).enumerated() {
                let place = "\(base)/\(list)/\(index)"
                for (index, source) in (container["envFrom"]?.array ?? []).enumerated() {
                    add(source["secretRef"], "Secret", "\(place)/envFrom/\(index)/secretRef")
                    add(source["configMapRef"], "ConfigMap", "\(place)/envFrom/\(index)/configMapRef")
                }
                for (index, variable) in (container["env"]?.array ?? []).enumerated() {
                    let from = variable["valueFrom"]
                    let place = "\(place)/env/\(index)/valueFrom"
                    add(from?["secretKeyRef"], "Secret", "\(place)/secretKeyRef")
                    add(from?["configMapKeyRef"], "ConfigMap", "\(place)/configMapKeyRef")
                }
            }
        }
        for (index, volume) in (pod["volumes"]?.array ?? []).enumerated() {
            let place = "\(base)/volumes/\(index)"
            add(volume["secret"], "Secret", "\(place)/secret", name: "secretName")
            add(volume["configMap"], "ConfigMap", "\(place)/configMap")
            for (index, source) in (volume["projected"]?["sources"]?.array ?? []).enumerated() {
                add(source["secret"], "Secret", "\(place)/projected/sources/\(index)/secret")
                add(source["configMap"], "ConfigMap", "\(place)/projected/sources/\(index)/configMap")
            }
        }
        for (index, secret) in (pod["imagePullSecrets"]?.array ?? []).enumerated() {
            add(secret, "Secret", "\(base)/imagePullSecrets/\(index)")
        }
        return found
    }

    /// The uses that a workload makes of one object, together, in the order of the first of each.
    static func byTarget(_ uses: [Use]) -> [[Use]] {
        struct Pair: Hashable {
            var workload: ObjectReference
            var target: ObjectReference
        }
        var positions: [Pair: Int] = [:]
        var groups: [[Use]] = []
        for use in uses {
            let pair = Pair(workload: use.workload.object.reference, target: use.target)
            if let position = positions[pair] {
                groups[position].append(use)
            } else {
                positions[pair] = groups.count
                groups.append([use])
            }
        }
        return groups
    }

    /// The cause that the uses of one object become if it is not there, or some of the keys are not.
    static func cause(_ uses: [Use], found: KubernetesObject?) -> RootCause? {
        guard let first = uses.first else { return nil }
        let name = "\(first.target.type.kind) `\(first.target.name)`"
        let blamed: Use
        let headline: String
        let remedy: String
        if let found {
            let absent = uses.filter { use in use.key.map { !has($0, found) } ?? false }
            guard let one = absent.first else { return nil }
            blamed = one
            let keys = Set(absent.compactMap(\.key)).sorted()
            headline = "\(name) has no \(listed(keys))"
            let present = found.dataKeys.sorted()
            let offer = present.isEmpty ? "no key at all" : "the \(listed(Array(present.prefix(5))))"
            let rest = present.count > 5 ? " and \(present.count - 5) more" : ""
            remedy = "add \(keys.count == 1 ? "it" : "them"), or correct the name: it has \(offer)\(rest)"
        } else {
            blamed = first
            let keys = Set(uses.compactMap(\.key)).sorted()
            headline = "\(name) does not exist"
            let place = first.target.namespace.map { " in the namespace `\($0)`" } ?? ""
            remedy = "create it\(place)" + (keys.isEmpty ? "" : " with the \(listed(keys))")
        }
        var cause = RootCause(
            first.target.type.kind == "Secret" ? .missingSecret : .missingConfig,
            headline,
            object: blamed.workload.object.reference,
            pointer: blamed.pointer
        )
        cause.remedy = remedy
        cause.span = blamed.workload.origin(of: blamed.pointer)
        return cause
    }

    private static func has(_ key: String, _ object: KubernetesObject) -> Bool {
        object["data"]?[key] != nil || object["binaryData"]?[key] != nil
    }

    /// `key `a``, or `keys `a` and `b``.
    private static func listed(_ keys: [String]) -> String {
        let names = keys.map { "`\($0)`" }
        guard names.count > 1, let last = names.last else { return "key \(names.joined())" }
        return "keys \(names.dropLast().joined(separator: ", ")) and \(last)"
    }
}

extension KubernetesObject {
    /// The keys of a Secret or ConfigMap.
    fileprivate var dataKeys: [String] {
        ["data", "binaryData"].flatMap { self[$0]?.object?.members.map { $0.key } ?? [] }
    }
}
