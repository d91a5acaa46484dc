// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Documents

/// A Kubernetes object: a tree that is known to have an apiVersion, a kind and a name.
package struct KubernetesObject: Sendable, Hashable {
    /// The whole tree, in the order in which it was read or made.
    package private(set) var json: JSONObject
    /// Group, version and kind, which a later change of the tree cannot touch.
    package let type: GroupVersionKind

    /// Why a tree is not an object.
    package struct ShapeError: Error, Sendable, Hashable {
        /// Where in the tree, as a JSON pointer.
        package var pointer: String
        /// What was expected there, and what was found.
        package var message: String

        /// What is wrong, and where.
        package init(pointer: String, message: String) {
            self.pointer = pointer
            self.message = message
        }
    }

    /// Checks that the tree has `apiVersion`, `kind` and `metadata.name`.
    package init(_ json: JSONObject) throws(ShapeError) {
        guard let apiVersion = json["apiVersion"]?.string, !apiVersion.isEmpty else {
            throw ShapeError(pointer: "/apiVersion", message: "expected a string such as apps/v1")
        }
        guard let kind = json["kind"]?.string, !kind.isEmpty else {
            throw ShapeError(pointer: "/kind", message: "expected a string such as Deployment")
        }
        guard let name = json["metadata"]?["name"]?.string, !name.isEmpty else {
            throw ShapeError(pointer: "/metadata/name", message: "expected a name")
        }
        self.json = json
        type = GroupVersionKind(apiVersion: apiVersion, kind: kind)
    }

    /// Builds an object whose identity is given in code; `members` are appended in order.
    package init(type: GroupVersionKind, metadata: JSONObject, members: JSONObject = [:]) {
        var tree = JSONObject(capacity: members.count + 3)
        tree["apiVersion"] = .string(type.apiVersion)
        tree["kind"] = .string(type.kind)
        tree["metadata"] = .object(metadata)
        for member in members { tree[member.key] = member.value }
        json = tree
        self.type = type
    }

    private init(type: GroupVersionKind) {
        json = JSONObject()
        self.type = type
    }

    /// Takes a tree that was an object before.
    init(known json: JSONObject) {
        let (version, kind) = (json["apiVersion"]?.string ?? "", json["kind"]?.string ?? "")
        self.json = json
        type = GroupVersionKind(apiVersion: version, kind: kind)
    }

    /// The kind alone, for messages; compare ``type``, since other groups may have a kind of that name.
    package var kind: String { type.kind }
    /// `metadata.name`, which every object has.
    package var name: String { json["metadata"]?["name"]?.string ?? "" }
    /// `metadata.namespace`; `nil` for cluster-scoped objects.
    package var namespace: String? { json["metadata"]?["namespace"]?.string }
    /// `metadata.uid`; `nil` for an object that no server has made, and new for one that is made again under
    /// its name.
    package var uid: String? { json["metadata"]?["uid"]?.string }
    /// `metadata.resourceVersion`: opaque, to be compared for equality only; `nil` before a server has stored
    /// it.
    package var resourceVersion: String? { json["metadata"]?["resourceVersion"]?.string }
    /// `metadata.generation`, which grows with each change of the spec; `nil` for kinds that do not count.
    package var generation: Int64? { json["metadata"]?["generation"]?.integer }
    /// `metadata.labels`; empty when absent, without values that are no strings.
    package var labels: [String: String] { strings(at: "labels") }
    /// `metadata.annotations`; empty when absent, without values that are no strings.
    package var annotations: [String: String] { strings(at: "annotations") }
    /// One label, without making a dictionary of all of them; `nil` as well where it is no string.
    package func label(_ name: String) -> String? { string(name, in: "labels") }
    /// One annotation, without making a dictionary of all of them; `nil` as well where it is no string.
    package func annotation(_ name: String) -> String? { string(name, in: "annotations") }
    /// What tells it apart from all other objects of a cluster, by name.
    package var reference: ObjectReference { ObjectReference(type: type, namespace: namespace, name: name) }

    /// A top-level member.
    ///
    /// Setting cannot change the identity: `apiVersion`, `kind` and `metadata` are ignored.
    package subscript(member: String) -> JSONValue? {
        get { json[member] }
        set {
            guard !["apiVersion", "kind", "metadata"].contains(member) else { return }
            json[member] = newValue
        }
    }

    /// A member of `metadata`; setting `name` to nothing is ignored.
    package subscript(metadata key: String) -> JSONValue? {
        get { json["metadata"]?[key] }
        set {
            if key == "name", newValue?.string?.isEmpty ?? true { return }
            json["metadata"]?[key] = newValue
        }
    }

    private func string(_ name: String, in key: String) -> String? { json["metadata"]?[key]?[name]?.string }

    private func strings(at key: String) -> [String: String] {
        guard let members = json["metadata"]?[key]?.object else { return [:] }
        var result: [String: String] = [:]
        for member in members { result[member.key] = member.value.string }
        return result
    }
}

extension KubernetesObject {
    /// Nothing but its type, where even names would be much.
    package var onlyType: KubernetesObject { KubernetesObject(type: type) }

    /// Nothing but what it takes to name the object.
    package var onlyName: KubernetesObject {
        let metadata: JSONObject = ["name": .string(name), "namespace": namespace.map { .string($0) }]
        return KubernetesObject(type: type, metadata: metadata)
    }
}

/// The identity of an object in a cluster.
package struct ObjectReference: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Group, version and kind; another version of a kind is another reference.
    package var type: GroupVersionKind
    /// The namespace; `nil` for cluster-scoped objects.
    package var namespace: String?
    /// The name, unique for the type in its namespace.
    package var name: String

    /// Names an object, whether it exists or not.
    package init(type: GroupVersionKind, namespace: String?, name: String) {
        self.type = type
        self.namespace = namespace
        self.name = name
    }

    /// `Deployment shop/web`, or `Namespace shop` for cluster-scoped objects.
    package var description: String {
        namespace.map { "\(type.kind) \($0)/\(name)" } ?? "\(type.kind) \(name)"
    }

    /// Orders by namespace, type and name.
    package static func < (left: ObjectReference, right: ObjectReference) -> Bool {
        if left.namespace != right.namespace { return (left.namespace ?? "") < (right.namespace ?? "") }
        if left.type != right.type { return left.type < right.type }
        return left.name < right.name
    }
}
