// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient

/// An element of a list that somebody has put in the place of one of ours, such as a port of a Service with another number.
///
/// A list is merged by the keys of its elements, and this one has other keys: applying adds ours beside it, with the same
/// name, and the server refuses both together. There is no conflict, as nobody owns what ours is.
struct ReplacedElement: Sendable, Hashable {
    /// Where it is owned, as the record of owners writes it.
    var path: [String]
    /// Its fields in that record.
    var set: JSONObject
    var manager: String
    /// When that manager last wrote.
    var time: String?
    /// In the server's spelling: `.spec.ports[port=9999,protocol="TCP"]`.
    var field: String
    var value: JSONValue
    /// What of that list the server does not have, and cannot have beside it.
    var wanted: JSONValue

    /// Something that the elements of a list may have but once, and that the server has found twice.
    struct Doubled: Sendable, Hashable {
        /// The list, whatever elements it stands in: `spec.template.spec.containers[].ports`.
        var list: String
        /// The member whose value is there twice: `name`.
        var member: String

        /// Reads `spec.ports[1].name`; `nil` for a complaint about anything else than a duplicate.
        init?(_ cause: KubernetesStatus.Cause) {
            guard cause.reason == "FieldValueDuplicate", let field = cause.field,
                let path = FieldPath(server: field), path.steps.count > 2,
                case .member(let member)? = path.steps.last, case .index = path.steps[path.steps.count - 2]
            else { return nil }
            self.member = member
            let names = path.steps.dropLast(2).map { step in
                if case .member(let name) = step { "." + name } else { "[]" }
            }
            list = String(names.joined().dropFirst())
        }
    }

    /// All that others own alone and that shares with an element of what is desired what the server refuses to have twice.
    static func all(
        in live: KubernetesObject,
        for desired: KubernetesObject,
        refusedFor error: ClusterError
    ) -> [ReplacedElement] {
        let doubles = Set((error.status?.causes ?? []).compactMap(Doubled.init))
        guard desired.kind != "Secret", !doubles.isEmpty else { return [] }
        let entries = live[metadata: "managedFields"]?.array ?? []
        var ours = FieldSet()
        for entry in entries where isOurs(entry) {
            ours.formUnion(FieldSet(entry["fieldsV1"]?.object ?? [:]))
        }
        return entries.filter { $0["subresource"] == nil && !isOurs($0) }.flatMap { entry in
            var search = Search(
                doubles: doubles,
                manager: entry["manager"]?.string ?? "",
                time: entry["time"]?.string
            )
            search.look(
                through: entry["fieldsV1"]?["f:spec"] ?? [:],
                ours: ours.tree["f:spec"],
                live: live["spec"] ?? [:],
                desired: desired["spec"] ?? [:],
                at: ["f:spec"]
            )
            return search.found
        }
    }

    private static func isOurs(_ entry: JSONValue) -> Bool {
        OwnershipPolicy.owner(
            manager: entry["manager"]?.string ?? "",
            subresource: entry["subresource"]?.string,
            field: ""
        ) == .ourselves
    }

    /// As something in the way of a deploy.
    var conflict: OwnedField {
        OwnedField(
            manager: manager,
            owner: OwnershipPolicy.owner(manager: manager, subresource: nil, field: field),
            field: field,
            value: identity(of: value),
            wanted: identity(of: wanted),
            time: time
        )
    }

    /// The element alone, as the record of owners writes it.
    var fields: FieldSet { FieldSet(at: path) }

    /// The change of an object that puts what is wanted there, for trying; `nil` if it is not there any more.
    func replacement(in live: KubernetesObject) -> JSONValue? {
        var value = JSONValue.object(live.json)
        var tokens: [String] = []
        for step in path {
            if step.hasPrefix("k:") {
                guard let keys = Search.keys(step), let elements = value.array,
                    let index = elements.firstIndex(where: { Search.matches($0, keys) })
                else { return nil }
                tokens.append(String(index))
                value = elements[index]
            } else {
                let name = String(step.dropFirst(2))
                guard let next = value[name] else { return nil }
                tokens.append(name)
                value = next
            }
        }
        return Adoption.replace(JSONPointer(tokens).description, wanted)
    }

    /// What has happened, and what was there.
    var note: String {
        let identity = identity(of: wanted).object ?? [:]
        let ours = identity.map { "\($0.key)=\($0.value.string ?? $0.value.text())" }.joined(separator: ",")
        return "`\(manager)` has put `\(OwnedField.path(of: field))` in place of `\(ours)`"
    }

    /// What tells an element from others of its list, and nothing else: the rest may hold what must not be said.
    private func identity(of element: JSONValue) -> JSONValue {
        let keys = path.last.flatMap(Search.keys) ?? [:]
        var result = JSONObject()
        for member in element.object ?? [:] where keys[member.key] != nil || member.key == "name" {
            result[member.key] = SecretMask.shown(member.value, as: member.key)
        }
        return .object(result)
    }
}

extension ReplacedElement {
    /// The search through the fields of one owner.
    private struct Search {
        let doubles: Set<Doubled>
        let manager: String
        let time: String?
        var found: [ReplacedElement] = []

        mutating func look(
            through theirs: JSONValue,
            ours: JSONValue?,
            live: JSONValue,
            desired: JSONValue,
            at path: [String]
        ) {
            for member in theirs.object ?? [:] {
                let below = path + [member.key]
                if member.key.hasPrefix("f:") {
                    let name = String(member.key.dropFirst(2))
                    guard let live = live[name], let desired = desired[name] else { continue }
                    let own = ours?[member.key]
                    look(through: member.value, ours: own, live: live, desired: desired, at: below)
                } else if member.key.hasPrefix("k:") {
                    element(member.key, member.value, ours?[member.key], live.array, desired.array, below)
                }
            }
        }

        private mutating func element(
            _ key: String,
            _ theirs: JSONValue,
            _ ours: JSONValue?,
            _ live: [JSONValue]?,
            _ desired: [JSONValue]?,
            _ path: [String]
        ) {
            guard let live, let desired, let keys = Self.keys(key),
                let value = live.first(where: { Self.matches($0, keys) })
            else { return }
            if let wanted = desired.first(where: { Self.matches($0, keys) }) {
                return look(through: theirs, ours: ours, live: value, desired: wanted, at: path)
            }
            let name = path.dropLast().map { $0.hasPrefix("k:") ? "[]" : "." + $0.dropFirst(2) }.joined()
            let members = doubles.filter { "." + $0.list == name }.map(\.member)
            let lacking = desired.first { element in
                members.contains { element[$0] != nil && element[$0] == value[$0] }
                    && !live.contains { live in keys.allSatisfy { Self.isSame(live, element, $0.key) } }
            }
            guard theirs["."] != nil, ours == nil, let lacking else { return }
            let literals = keys.map { "\($0.key)=\($0.value.text())" }.joined(separator: ",")
            let list = path.dropLast().map { Self.step($0) }.joined()
            found.append(
                ReplacedElement(
                    path: path,
                    set: theirs.object ?? [:],
                    manager: manager,
                    time: time,
                    field: "\(list)[\(literals)]",
                    value: value,
                    wanted: lacking
                )
            )
        }

        private static func step(_ key: String) -> String {
            guard key.hasPrefix("k:"), let keys = keys(key) else { return "." + key.dropFirst(2) }
            return "[\(keys.map { "\($0.key)=\($0.value.text())" }.joined(separator: ","))]"
        }

        static func keys(_ key: String) -> JSONObject? {
            (try? JSONReader.read(Array(key.dropFirst(2).utf8)))?.object
        }

        /// Whether an element has these keys; one that it leaves to its default does not count.
        static func matches(_ element: JSONValue, _ keys: JSONObject) -> Bool {
            keys.contains { element[$0.key] != nil }
                && keys.allSatisfy { element[$0.key] == nil || element[$0.key] == $0.value }
        }

        private static func isSame(_ left: JSONValue, _ right: JSONValue, _ key: String) -> Bool {
            left[key] == nil || right[key] == nil || left[key] == right[key]
        }
    }
}

extension Adoption {
    /// Takes over some elements of lists and nothing else, so that the next apply, which does not name them, removes them.
    ///
    /// Whoever else has put something into one of them gives that up as well: a server keeps an element for as long as
    /// anybody but us has a field of it.
    init?(_ live: KubernetesObject, taking elements: [ReplacedElement]) {
        let entries = live[metadata: "managedFields"]?.array ?? []
        guard !elements.isEmpty, let version = live.resourceVersion else { return nil }
        let ours = entries.first(where: Self.isOurs)
        var set = FieldSet(ours?["fieldsV1"]?.object ?? [:])
        for element in elements {
            set.formUnion(FieldSet(element.set, at: element.path))
        }
        let others = entries.filter { !Self.isOurs($0) }.compactMap { entry -> JSONValue? in
            var rest = FieldSet(entry["fieldsV1"]?.object ?? [:])
            guard entry["subresource"] == nil else { return entry }
            for element in elements { rest.remove(element.path) }
            guard !rest.tree.isEmpty, var members = entry.object else { return nil }
            members["fieldsV1"] = .object(rest.tree)
            return .object(members)
        }
        managers = elements.reduce(into: []) { names, element in
            if !names.contains(element.manager) { names.append(element.manager) }
        }
        fields = elements.count
        operations = [
            Self.replace("/metadata/resourceVersion", .string(version)),
            Self.replace("/metadata/managedFields", .array([Self.entry(set, live, ours)] + others)),
        ]
    }
}
