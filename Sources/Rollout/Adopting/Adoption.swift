// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// What has to be written for an object of another tool to become ours, with all its values as they are.
///
/// This is how kubectl itself goes from client-side to server-side apply (C6.4): the fields of the others join those
/// of our own apply, so that the next apply can change them without a conflict and remove those that it does not name.
struct Adoption: Sendable {
    /// Who gives up fields, each once, in the order of the object.
    let managers: [String]
    /// How many fields change hands.
    let fields: Int
    /// The JSON patch; it fails with a conflict if anybody has written since.
    let operations: [JSONValue]

    static let lastApplied = "kubectl.kubernetes.io/last-applied-configuration"

    /// Works out the change of hands; `nil` if nobody has fields to give up.
    ///
    /// With `freesReplicas` the number of replicas becomes nobody's: to own and then drop it would set it to 1 (C6.5).
    init?(_ live: KubernetesObject, from named: Set<String>, freesReplicas: Bool = false) {
        let entries = live[metadata: "managedFields"]?.array ?? []
        let taken = Self.entries(of: live, from: named)
        guard !taken.isEmpty, let version = live.resourceVersion else { return nil }
        var set = FieldSet()
        for entry in taken { set.formUnion(FieldSet(entry["fieldsV1"]?.object ?? [:])) }
        if freesReplicas { set.remove(["f:spec", "f:replicas"]) }
        // It is the memory of `kubectl apply`, which has nothing to remember any more.
        var forgotten = [Self.lastApplied]
        // By our own fingerprint the next deploy would find that nothing is to be done, and leave what is ours now.
        if live.annotation(Label.applied) != nil { forgotten.append(Label.applied) }
        managers = taken.reduce(into: []) { names, entry in
            if let name = entry["manager"]?.string, !names.contains(name) { names.append(name) }
        }
        for name in forgotten { set.remove(["f:metadata", "f:annotations", "f:\(name)"]) }
        fields = set.count
        let others = entries.filter { !taken.contains($0) && !Self.isOurs($0) }
        let ours = entries.first(where: Self.isOurs)
        set.formUnion(FieldSet(ours?["fieldsV1"]?.object ?? [:]))
        for name in forgotten { set.remove(["f:metadata", "f:annotations", "f:\(name)"]) }
        operations =
            [
                Self.replace("/metadata/resourceVersion", .string(version)),
                Self.replace("/metadata/managedFields", .array([Self.entry(set, live, ours)] + others)),
            ]
            + forgotten.filter { live.annotation($0) != nil }.map { name in
                let path = JSONPointer("metadata", "annotations", name).description
                return ["op": "remove", "path": .string(path)]
            }
    }

    /// The entries of managedFields that are taken over.
    static func entries(of live: KubernetesObject, from named: Set<String>) -> [JSONValue] {
        (live[metadata: "managedFields"]?.array ?? []).filter {
            isAdoptable($0, from: named) && $0["apiVersion"]?.string == live.type.apiVersion
        }
    }

    /// Whether fields of an owner are taken: those of tools that are run and end.
    ///
    /// Those that go on writing would only fight, so they have to be named.
    /// `kubectl rollout restart` marks the pod template with a time; to own and then drop that would restart again.
    static func isAdoptable(_ entry: JSONValue, from named: Set<String>) -> Bool {
        let manager = entry["manager"]?.string ?? ""
        let subresource = entry["subresource"]?.string
        guard !isOurs(entry), subresource == nil || subresource == "scale" else { return false }
        if named.contains(manager) { return true }
        guard manager != "kubectl-rollout", manager != ScaleOverride.fieldManager else { return false }
        return OwnershipPolicy.owner(manager: manager, subresource: subresource, field: "") == .person
            || ["helm", "Helm", "Go-http-client", "kapp", "terraform"].contains(manager)
    }

    /// Who owns fields that `desired` has and keeps them, because it goes on writing and nobody has named it.
    ///
    /// Controllers write what nobody else has an opinion about; those fields are not in what is desired.
    static func others(
        of live: KubernetesObject,
        for desired: KubernetesObject,
        from named: Set<String>
    ) -> [String] {
        (live[metadata: "managedFields"]?.array ?? []).reduce(into: []) { names, entry in
            guard let name = entry["manager"]?.string, !names.contains(name), entry["subresource"] == nil,
                !isAdoptable(entry, from: named),
                OwnershipPolicy.owner(manager: name, subresource: nil, field: "") == .tool
            else { return }
            let set = FieldSet(entry["fieldsV1"]?.object ?? [:])
            if set.touches(.object(desired.json)) { names.append(name) }
        }
    }

    static func isOurs(_ entry: JSONValue) -> Bool {
        FieldManager.isOurApply(entry) && entry["subresource"] == nil
    }

    static func replace(_ path: String, _ value: JSONValue) -> JSONValue {
        ["op": "replace", "path": .string(path), "value": value]
    }

    static func entry(_ set: FieldSet, _ live: KubernetesObject, _ ours: JSONValue?) -> JSONValue {
        [
            "manager": .string(FieldManager.msctl),
            "operation": "Apply",
            "apiVersion": .string(live.type.apiVersion),
            "time": ours?["time"] ?? live[metadata: "creationTimestamp"],
            "fieldsType": "FieldsV1",
            "fieldsV1": .object(set.tree),
        ]
    }
}
