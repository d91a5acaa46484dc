// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Documents
import Kubernetes

extension DeployPlan {
    /// Why a saved plan cannot be read.
    package struct ReadError: Error, Sendable, Hashable, CustomStringConvertible {
        /// Where and what.
        package var description: String
    }

    private static let format = "msctl.dev/plan/v1"

    /// The plan as a document; the same plan gives the same bytes.
    package var json: JSONValue {
        [
            "format": .string(Self.format),
            "system": .string(scope.system),
            "environment": .string(scope.environment),
            "namespace": .string(scope.namespace),
            "cluster": cluster.map(JSONValue.string),
            "namespaceUid": namespaceUID.map(JSONValue.string),
            "entries": .array(entries.map(\.json)),
        ]
    }

    /// Reads a saved plan.
    package init(json: JSONValue) throws(ReadError) {
        guard json["format"]?.string == Self.format else {
            throw ReadError(description: "this is not a plan of format \(Self.format)")
        }
        guard let system = json["system"]?.string, let environment = json["environment"]?.string,
            let namespace = json["namespace"]?.string, let list = json["entries"]?.array
        else { throw ReadError(description: "the plan does not say what it is for") }
        var entries: [Entry] = []
        for (index, element) in list.enumerated() {
            guard let entry = Entry(json: element) else {
                throw ReadError(description: "entry \(index) of the plan is incomplete")
            }
            entries.append(entry)
        }
        let scope = SystemScope(system: system, environment: environment, namespace: namespace)
        self.init(
            scope: scope,
            cluster: json["cluster"]?.string,
            namespaceUID: json["namespaceUid"]?.string,
            entries: entries
        )
    }
}

extension DeployPlan.Entry {
    /// The entry as machine output shows it.
    package var json: JSONValue {
        var members: JSONObject = [
            "object": object.json,
            "service": service.map(JSONValue.string),
            "change": .string(change.word),
            "content": (content?.fingerprint).map(JSONValue.string),
        ]
        switch change {
        case .create, .unchanged, .delete: break
        case .update(let changes): members["fields"] = .array(changes.map(\.json))
        case .conflict(let fields): members["conflicts"] = .array(fields.map(\.json))
        case .replaceNeeded(let reason), .refused(let reason): members["reason"] = .string(reason)
        }
        if !notes.isEmpty { members["notes"] = .array(notes.map(JSONValue.string)) }
        return .object(members)
    }

    fileprivate init?(json: JSONValue) {
        guard let object = json["object"].flatMap(ObjectReference.init(json:)),
            let change = PlannedChange(json: json)
        else { return nil }
        self.init(
            object: object,
            service: json["service"]?.string,
            change: change,
            content: (json["content"]?.string).map(PlannedContent.init(fingerprint:)),
            notes: (json["notes"]?.array ?? []).compactMap(\.string)
        )
    }
}

extension PlannedChange {
    fileprivate init?(json: JSONValue) {
        switch json["change"]?.string {
        case "create": self = .create
        case "unchanged": self = .unchanged
        case "delete": self = .delete
        case "update": self = .update((json["fields"]?.array ?? []).compactMap(FieldChange.init(json:)))
        case "conflict": self = .conflict((json["conflicts"]?.array ?? []).compactMap(OwnedField.init(json:)))
        case "replace-needed": self = .replaceNeeded(json["reason"]?.string ?? "")
        case "refused": self = .refused(json["reason"]?.string ?? "")
        default: return nil
        }
    }
}

extension FieldChange {
    /// The change as machine output shows it.
    package var json: JSONValue {
        [
            "field": .string(field), "pointer": .string(pointer), "before": before, "after": after,
            "seal": seal.map(JSONValue.string),
        ]
    }

    fileprivate init?(json: JSONValue) {
        guard let field = json["field"]?.string, let pointer = json["pointer"]?.string else { return nil }
        self.init(
            field: field,
            pointer: pointer,
            before: json["before"],
            after: json["after"],
            seal: json["seal"]?.string
        )
    }
}

extension OwnedField {
    /// The field and its owner as machine output shows them.
    package var json: JSONValue {
        [
            "field": .string(field),
            "manager": .string(manager),
            "owner": .string(owner.rawValue),
            "value": value,
            "wanted": wanted,
            "time": time.map(JSONValue.string),
        ]
    }

    fileprivate init?(json: JSONValue) {
        guard let field = json["field"]?.string, let manager = json["manager"]?.string,
            let owner = json["owner"]?.string.flatMap(Owner.init(rawValue:))
        else { return nil }
        self.init(
            manager: manager,
            owner: owner,
            field: field,
            value: json["value"],
            wanted: json["wanted"],
            time: json["time"]?.string
        )
    }
}

extension ObjectReference {
    /// The identity as machine output and records hold it.
    var json: JSONValue {
        [
            "apiVersion": .string(type.apiVersion),
            "kind": .string(type.kind),
            "namespace": namespace.map(JSONValue.string),
            "name": .string(name),
        ]
    }

    /// Reads an identity; `nil` if it is incomplete.
    init?(json: JSONValue) {
        guard let apiVersion = json["apiVersion"]?.string, let kind = json["kind"]?.string,
            let name = json["name"]?.string
        else { return nil }
        self.init(
            type: GroupVersionKind(apiVersion: apiVersion, kind: kind),
            namespace: json["namespace"]?.string,
            name: name
        )
    }
}
