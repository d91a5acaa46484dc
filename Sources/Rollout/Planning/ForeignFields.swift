// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// What others have added to the pods of a workload of ours, beside what a deploy applies.
///
/// Applying leaves alone what it does not name, so that such fields survive every deploy, and no difference shows them.
/// The server's record of who owns which field does. Only fields are looked at that somebody has meant to set: whoever
/// makes or replaces a whole object owns the defaults in it as well.
struct ForeignFields: Sendable {
    /// One field, or one element of a list.
    struct Field: Sendable, Hashable {
        /// What kind of element it is; empty for a field, whose name says that.
        var noun = ""
        var name: String
        /// What it is part of; empty for what the pods have only once.
        var place = ""
        /// Whether all of it is theirs: a value may also have been ours before.
        var isAdded: Bool
        var manager: String
        /// The field alone, as the record of owners writes it.
        var set: FieldSet
    }

    /// In the order in which the owners and their fields are recorded.
    let fields: [Field]

    /// Looks through a live object; one that we have never applied is not ours.
    init(of workload: KubernetesObject) {
        let entries = workload[metadata: "managedFields"]?.array ?? []
        let strangers = entries.filter { Self.isAddition($0, to: workload) }
        guard !strangers.isEmpty, entries.contains(where: FieldManager.isOurApply) else {
            fields = []
            return
        }
        var ours = FieldSet()
        for entry in entries where Self.isOurs(entry) {
            ours.formUnion(FieldSet(Self.template(of: entry, workload)?.object ?? [:]))
        }
        let template = workload.podTemplate ?? [:]
        fields = strangers.flatMap { entry in
            var search = Search(
                manager: entry["manager"]?.string ?? "",
                base: Self.path(of: workload),
                template: template
            )
            search.look(through: Self.template(of: entry, workload), ours: .object(ours.tree))
            return search.found
        }
    }

    /// Everything of it, a sentence for all that one owner has done to one thing.
    var sentences: [String] { Self.sentences(fields, end: "") }

    /// What of it stays when some object is applied, a sentence each.
    func staying(beside desired: KubernetesObject) -> [String] {
        Self.sentences(fields.filter { !$0.set.touches(.object(desired.json)) }, end: ", and stays")
    }

    /// What of it others no longer own alone, a sentence each, and whether there is more that they do own alone.
    func comparison(with later: ForeignFields) -> (shared: [String], isMore: Bool) {
        let before = Set(fields)
        let after = Set(later.fields)
        let shared = fields.filter { !after.contains($0) }
        return (Self.sentences(shared, end: Self.sharing), !after.isSubset(of: before))
    }

    /// What becomes of a field that somebody has set by hand and that is declared from now on.
    static let sharing = ", and becomes msctl's as well"

    private static func sentences(_ fields: [Field], end: String) -> [String] {
        struct Deed: Hashable {
            var noun: String
            var place: String
            var isAdded: Bool
            var manager: String
        }
        var names: [Deed: [String]] = [:]
        var deeds: [Deed] = []
        for field in fields {
            let deed = Deed(
                noun: field.noun,
                place: field.place,
                isAdded: field.isAdded,
                manager: field.manager
            )
            if names[deed] == nil { deeds.append(deed) }
            names[deed, default: []].append("`\(field.name)`")
        }
        return deeds.map { deed in
            let all = names[deed] ?? []
            let shown = all.count > 5 ? Array(all.prefix(4)) + ["\(all.count - 4) more"] : all
            let list = [shown.dropLast().joined(separator: ", "), shown.last ?? ""].filter { !$0.isEmpty }
            let what = (deed.noun.isEmpty ? "" : deed.noun + " ") + list.joined(separator: " and ")
            let verb = (all.count > 1 ? "were " : "was ") + (deed.isAdded ? "added" : "set")
            return "\(what)\(deed.place) \(verb) by `\(deed.manager)`\(end)"
        }
    }
}

extension ForeignFields {
    private static func isOurs(_ entry: JSONValue) -> Bool {
        owner(of: entry) == .ourselves
    }

    /// Whether an entry is about the pods of a workload, and of somebody who does not bring pods about.
    static func isAddition(_ entry: JSONValue, to workload: KubernetesObject) -> Bool {
        GroupVersionKind.podOwners.contains(workload.type) && entry["subresource"] == nil
            && entry["manager"]?.string != FieldManager.controllers && !isOurs(entry)
            && !OwnershipPolicy.isAutoscaler(entry["manager"]?.string ?? "", subresource: nil)
            && template(of: entry, workload) != nil
    }

    private static func owner(of entry: JSONValue) -> OwnedField.Owner {
        OwnershipPolicy.owner(
            manager: entry["manager"]?.string ?? "",
            subresource: entry["subresource"]?.string,
            field: ""
        )
    }

    /// What an entry says about the template of the pods; `nil` if that is nothing.
    private static func template(of entry: JSONValue, _ workload: KubernetesObject) -> JSONValue? {
        path(of: workload).reduce(entry["fieldsV1"]) { fields, name in fields?[name] }
    }

    /// Where the template of the pods stands, as the record of owners writes it.
    static func path(of workload: KubernetesObject) -> [String] {
        workload.kind == "CronJob"
            ? ["f:spec", "f:jobTemplate", "f:spec", "f:template"] : ["f:spec", "f:template"]
    }
}

extension KubernetesObject {
    /// The template of its pods, if it is of a kind that makes pods.
    fileprivate var podTemplate: JSONValue? {
        kind == "CronJob"
            ? self["spec"]?[path: "jobTemplate", "spec", "template"] : self["spec"]?["template"]
    }
}

/// The search through the fields of one owner.
private struct Search {
    let manager: String
    let base: [String]
    let template: JSONValue
    var found: [ForeignFields.Field] = []

    mutating func look(through theirs: JSONValue?, ours: JSONValue) {
        for (map, noun) in [("labels", "label"), ("annotations", "annotation")] {
            let path = ["f:metadata", "f:\(map)"]
            let own = ours[path: path[0], path[1]]
            for key in Self.keys(theirs?[path: path[0], path[1]])
            where own?[key] == nil && !Self.isCustomary(key.dropFirst(2)) {
                add(noun, String(key.dropFirst(2)), " of the pods", isAdded: false, path + [key])
            }
        }
        let pod = template["spec"]
        let (theirs, ours) = (theirs?["f:spec"], ours["f:spec"])
        for list in ["initContainers", "containers"] {
            let theirs = theirs?["f:\(list)"]
            elements(theirs, ours?["f:\(list)"], by: "name", "container", "", ["f:spec", "f:\(list)"])
            for key in Self.keys(theirs) {
                guard let own = ours?["f:\(list)"]?[key], let name = Self.member("name", of: key) else {
                    continue
                }
                let live = pod?[list]?.array?.first { $0["name"]?.string == name }
                container(name, theirs?[key], own, live, ["f:spec", "f:\(list)", key])
            }
        }
        elements(theirs?["f:volumes"], ours?["f:volumes"], by: "name", "volume", "", ["f:spec", "f:volumes"])
        values(
            [
                "affinity", "hostIPC", "hostNetwork", "hostPID", "imagePullSecrets", "nodeSelector",
                "priorityClassName", "runtimeClassName", "serviceAccountName", "tolerations",
            ],
            theirs,
            ours,
            pod,
            " of the pods",
            ["f:spec"]
        )
    }

    private mutating func container(
        _ name: String,
        _ theirs: JSONValue?,
        _ ours: JSONValue,
        _ live: JSONValue?,
        _ path: [String]
    ) {
        let place = " of container `\(name)`"
        elements(theirs?["f:env"], ours["f:env"], by: "name", "env", place, path + ["f:env"])
        for key in Self.keys(theirs?["f:env"]) {
            guard let own = ours["f:env"]?[key], let name = Self.member("name", of: key) else { continue }
            let isTheirs = ["f:value", "f:valueFrom"].contains {
                theirs?["f:env"]?[key]?[$0] != nil && own[$0] == nil
            }
            if isTheirs { add("env", name, place, isAdded: false, path + ["f:env", key]) }
        }
        elements(
            theirs?["f:volumeMounts"],
            ours["f:volumeMounts"],
            by: "mountPath",
            "mount",
            place,
            path + ["f:volumeMounts"]
        )
        elements(
            theirs?["f:ports"],
            ours["f:ports"],
            by: "containerPort",
            "port",
            place,
            path + ["f:ports"]
        )
        for group in ["limits", "requests"] {
            let path = path + ["f:resources", "f:\(group)"]
            let own = ours["f:resources"]?["f:\(group)"]
            for key in Self.keys(theirs?["f:resources"]?["f:\(group)"]) where own?[key] == nil {
                add("", "\(group).\(key.dropFirst(2))", place, isAdded: false, path + [key])
            }
        }
        values(
            [
                "args", "command", "envFrom", "lifecycle", "livenessProbe", "readinessProbe",
                "securityContext", "startupProbe", "workingDir",
            ],
            theirs,
            ours,
            live,
            place,
            path
        )
    }

    /// Elements of a list of which we own nothing.
    private mutating func elements(
        _ theirs: JSONValue?,
        _ ours: JSONValue?,
        by key: String,
        _ noun: String,
        _ place: String,
        _ path: [String]
    ) {
        for element in Self.keys(theirs) where ours?[element] == nil && theirs?[element]?["."] != nil {
            guard let name = Self.member(key, of: element), !Self.isCustomary(name[...]) else { continue }
            add(noun, name, place, isAdded: true, path + [element])
        }
    }

    /// Fields that have no default, as far as we own nothing of them; an empty one is none.
    private mutating func values(
        _ names: [String],
        _ theirs: JSONValue?,
        _ ours: JSONValue?,
        _ live: JSONValue?,
        _ place: String,
        _ path: [String]
    ) {
        for name in names where theirs?["f:\(name)"] != nil && ours?["f:\(name)"] == nil {
            guard let value = live?[name], value.object?.isEmpty != true, value.array?.isEmpty != true else {
                continue
            }
            add("", name, place, isAdded: false, path + ["f:\(name)"])
        }
    }

    private mutating func add(
        _ noun: String,
        _ name: String,
        _ place: String,
        isAdded: Bool,
        _ path: [String]
    ) {
        let tree = (base + path).reversed().reduce(JSONObject()) { below, key in
            var above = JSONObject()
            above[key] = .object(below)
            return above
        }
        let field = ForeignFields.Field(
            noun: noun,
            name: name,
            place: place,
            isAdded: isAdded,
            manager: manager,
            set: FieldSet(tree)
        )
        found.append(field)
    }

    private static func keys(_ fields: JSONValue?) -> [String] {
        (fields?.object?.keys ?? []).filter { $0 != "." }
    }

    /// A member of the key of an element: `k:{"name":"web"}`.
    private static func member(_ name: String, of key: String) -> String? {
        guard key.hasPrefix("k:"), let members = try? JSONReader.read(Array(key.dropFirst(2).utf8)) else {
            return nil
        }
        return members[name]?.string ?? members[name]?.integer.map(String.init)
    }

    /// What tools write to have pods made anew, which is no change of what runs.
    private static func isCustomary(_ name: Substring) -> Bool {
        name.hasSuffix("restartedAt") || name == "cattle.io/timestamp"
            || name.hasPrefix("reloader.stakater.com/") || name.hasPrefix("STAKATER_")
    }
}
