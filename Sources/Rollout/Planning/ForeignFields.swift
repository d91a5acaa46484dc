// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// What others have added to the pods of a workload of ours, or to a Service, beside what a deploy applies.
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
        /// What it is part of, such as ` of container `cart``; empty for what the pods have only once.
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
    init(of object: KubernetesObject) {
        let entries = object[metadata: "managedFields"]?.array ?? []
        let strangers = entries.filter { Self.isAddition($0, to: object) }
        guard !strangers.isEmpty, entries.contains(where: FieldManager.isOurApply) else {
            fields = []
            return
        }
        var ours = FieldSet()
        for entry in entries where Self.isOurs(entry) {
            ours.formUnion(FieldSet(Self.part(of: entry, object)?.object ?? [:]))
        }
        fields = strangers.flatMap { entry in
            var search = Search(
                manager: entry["manager"]?.string ?? "",
                base: Self.path(of: object),
                live: object.part ?? [:]
            )
            let theirs = Self.part(of: entry, object)
            if object.type == .service {
                search.look(throughService: object.name, theirs, ours: .object(ours.tree))
            } else {
                search.look(through: theirs, ours: .object(ours.tree))
            }
            return search.found
        }
    }

    /// Everything of it, a sentence for all that one owner has done to one thing.
    var sentences: [String] { Self.sentences(fields) { _ in "" } }

    /// What of it stays when some object is applied and elements of others go for that, a sentence each.
    func staying(beside desired: KubernetesObject, without evicted: [ReplacedElement]) -> [String] {
        let staying = fields.filter { field in
            !field.set.touches(.object(desired.json)) && !evicted.contains { $0.fields == field.set }
        }
        return Self.sentences(staying) { $0 ? ", and stay" : ", and stays" }
    }

    /// What of it others no longer own alone, a sentence each, and whether there is more that they do own alone.
    func comparison(with later: ForeignFields) -> (shared: [String], isMore: Bool) {
        let before = Set(fields)
        let after = Set(later.fields)
        let shared = fields.filter { !after.contains($0) }
        return (
            Self.sentences(shared) { $0 ? ", and become msctl's as well" : Self.sharing },
            !after.isSubset(of: before)
        )
    }

    /// What becomes of a field that somebody has set by hand and that is declared from now on.
    static let sharing = ", and becomes msctl's as well"

    /// A sentence for what each owner has done at each place; its end depends on whether it is about several fields.
    private static func sentences(_ fields: [Field], end: (_ isPlural: Bool) -> String) -> [String] {
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
            return "\(what)\(deed.place) \(verb) by `\(deed.manager)`\(end(all.count > 1))"
        }
    }
}

extension ForeignFields {
    private static func isOurs(_ entry: JSONValue) -> Bool {
        owner(of: entry) == .ourselves
    }

    /// Whether an entry is about the pods of a workload or a Service, and of somebody who does not bring pods about.
    static func isAddition(_ entry: JSONValue, to object: KubernetesObject) -> Bool {
        (GroupVersionKind.podOwners.contains(object.type) || object.type == .service)
            && entry["subresource"] == nil
            && entry["manager"]?.string != FieldManager.controllers && !isOurs(entry)
            && !OwnershipPolicy.isAutoscaler(entry["manager"]?.string ?? "", subresource: nil)
            && part(of: entry, object) != nil
    }

    private static func owner(of entry: JSONValue) -> OwnedField.Owner {
        OwnershipPolicy.owner(
            manager: entry["manager"]?.string ?? "",
            subresource: entry["subresource"]?.string,
            field: ""
        )
    }

    /// What an entry says about the part that is looked at; `nil` if that is nothing.
    private static func part(of entry: JSONValue, _ object: KubernetesObject) -> JSONValue? {
        path(of: object).reduce(entry["fieldsV1"]) { fields, name in fields?[name] }
    }

    /// Where that part stands, the template of the pods or the spec of a Service, as the record of owners writes it.
    static func path(of object: KubernetesObject) -> [String] {
        switch object.kind {
        case "CronJob": ["f:spec", "f:jobTemplate", "f:spec", "f:template"]
        case "Service": ["f:spec"]
        default: ["f:spec", "f:template"]
        }
    }
}

extension KubernetesObject {
    /// The part that others may add to: the template of pods, or the spec of a Service.
    fileprivate var part: JSONValue? {
        ForeignFields.path(of: self).reduce(Optional(JSONValue.object(json))) { value, name in
            value?[String(name.dropFirst(2))]
        }
    }
}
