// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Documents
package import Kubernetes

/// Compares two states of an object field by field, the way a person would tell the difference.
package enum FieldDiff {
    /// Stands for the value of a Secret.
    package static let hidden = JSONValue.string("(hidden)")

    /// What would change from `before` to `after`; both as the server stores them.
    package static func changes(from before: KubernetesObject, to after: KubernetesObject) -> [FieldChange] {
        var walk = Walk(hidesData: after.type == GroupVersionKind.secret, key: before.uid)
        walk.compare(
            .object(comparable(before.json)),
            .object(comparable(after.json)),
            at: Place()
        )
        return walk.changes
    }

    /// The object without what the server keeps for itself.
    static func comparable(_ json: JSONObject) -> JSONObject {
        var result = json
        result["status"] = nil
        guard var metadata = result["metadata"]?.object else { return result }
        for key in ["managedFields", "resourceVersion", "generation", "uid", "creationTimestamp", "selfLink"]
        {
            metadata[key] = nil
        }
        // The revision count of the Deployment controller, not of ours.
        if var annotations = metadata["annotations"]?.object {
            annotations["deployment.kubernetes.io/revision"] = nil
            metadata["annotations"] = annotations.isEmpty ? nil : .object(annotations)
        }
        result["metadata"] = .object(metadata)
        return result
    }

    /// The members that tell elements of a list apart, the most telling first.
    ///
    /// The API server merges by `name` mostly, ports by number and protocol, mounts by path; for reading a
    /// difference, any member that is there and unique in both lists will do.
    static let elementKeys = [
        "name", "mountPath", "containerPort", "port", "topologyKey", "key", "ip", "type",
    ]

    /// The member by which the elements of both lists can be paired; `nil` if there is none.
    static func elementKey(_ left: [JSONValue], _ right: [JSONValue]) -> String? {
        elementKeys.first { isUnique($0, in: left) && isUnique($0, in: right) }
    }

    private static func isUnique(_ key: String, in elements: [JSONValue]) -> Bool {
        var seen: Set<JSONValue> = []
        return elements.allSatisfy { element in
            guard let value = element[key] else { return false }
            return seen.insert(value).inserted
        }
    }
}

/// Where the walk is, in both spellings.
private struct Place {
    var field = ""
    var pointer = JSONPointer.root
    /// The name that a value stands beside, rather than under.
    var variable: String?

    func member(_ key: String) -> Place {
        Place(
            field: field + FieldPath.text(of: key, isFirst: field.isEmpty),
            pointer: pointer.appending(key),
            variable: key == "value" ? variable : nil
        )
    }

    func element(_ label: String, _ index: Int) -> Place {
        Place(field: "\(field)[\(label)]", pointer: pointer.appending(index))
    }
}

private struct Walk {
    let hidesData: Bool
    /// Seals what is hidden; `nil` where nobody has a key.
    let key: String?
    var changes: [FieldChange] = []

    mutating func compare(_ before: JSONValue?, _ after: JSONValue?, at place: Place) {
        guard before != after else { return }
        switch (before, after) {
        case (.object(let left)?, .object(let right)?):
            var place = place
            // The value of an environment variable is known by the name beside it.
            place.variable = (right["name"] ?? left["name"])?.string
            for key in right.keys { compare(left[key], right[key], at: place.member(key)) }
            for key in left.keys where right[key] == nil { compare(left[key], nil, at: place.member(key)) }
        case (.array(let left)?, .array(let right)?): compare(left, right, at: place)
        // An added map is said entry by entry, so that a Secret's keys show and its values do not.
        case (nil, .object(let right)?) where isData(place):
            for key in right.keys { compare(nil, right[key], at: place.member(key)) }
        default: append(before, after, at: place)
        }
    }

    private mutating func compare(_ left: [JSONValue], _ right: [JSONValue], at place: Place) {
        guard let key = FieldDiff.elementKey(left, right) else {
            guard left.count == right.count, right.allSatisfy({ $0.object != nil }) else {
                return append(.array(left), .array(right), at: place)
            }
            for (index, pair) in zip(left, right).enumerated() {
                compare(pair.0, pair.1, at: place.element(String(index), index))
            }
            return
        }
        let known = Dictionary(left.map { ($0[key], $0) }, uniquingKeysWith: { first, _ in first })
        for (index, element) in right.enumerated() {
            compare(known[element[key]], element, at: place.element(label(key, element), index))
        }
        let kept = Set(right.map { $0[key] })
        for (index, element) in left.enumerated() where !kept.contains(element[key]) {
            compare(element, nil, at: place.element(label(key, element), index))
        }
    }

    private func label(_ key: String, _ element: JSONValue) -> String {
        switch element[key] {
        case .string(let text)?: "\(key)=\(text)"
        case .integer(let number)?: "\(key)=\(number)"
        default: key
        }
    }

    private func isData(_ place: Place) -> Bool {
        hidesData && ["data", "stringData"].contains(place.pointer.tokens.first)
    }

    private mutating func append(_ before: JSONValue?, _ after: JSONValue?, at place: Place) {
        var change = FieldChange(
            field: place.field,
            pointer: place.pointer.description,
            before: before.map { shown($0, at: place) },
            after: after.map { shown($0, at: place) }
        )
        if let key, change.before != before || change.after != after {
            change.seal = HiddenSeal.of(before, after, at: change.pointer, key: key)
        }
        changes.append(change)
    }

    /// Literals that sound like secrets are not shown either, and neither is kubectl's copy of the whole object.
    private func shown(_ value: JSONValue, at place: Place) -> JSONValue {
        let name = place.variable ?? place.pointer.tokens.last
        if isData(place) || name == "kubectl.kubernetes.io/last-applied-configuration" {
            return FieldDiff.hidden
        }
        return SecretMask.shown(value, as: name)
    }
}
