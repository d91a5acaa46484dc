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

    /// The cause that a use without its target, or without its key, would become.
    static func cause(_ use: Use, found: KubernetesObject?) -> RootCause? {
        let isSecret = use.target.type.kind == "Secret"
        let headline: String
        if let found {
            guard let key = use.key, found["data"]?[key] == nil, found["binaryData"]?[key] == nil else {
                return nil
            }
            headline = "\(use.target.type.kind) `\(use.target.name)` has no key `\(key)`"
        } else {
            headline = "\(use.target.type.kind) `\(use.target.name)` does not exist"
        }
        var cause = RootCause(
            isSecret ? .missingSecret : .missingConfig,
            headline,
            object: use.workload.object.reference,
            pointer: use.pointer
        )
        cause.span = use.workload.origin(of: use.pointer)
        return cause
    }
}
