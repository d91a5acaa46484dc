// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Documents
package import Kubernetes

/// What has become of one object that was to be adopted.
package struct AdoptionResult: Sendable, Hashable {
    /// How it ended.
    package enum Outcome: Sendable, Hashable {
        /// It is ours now, with the values that it had.
        case adopted
        /// Nobody has to give up anything of it, except for ``AdoptionResult/others``.
        case ours
        /// It does not exist yet; a deploy makes it.
        case absent
        /// It cannot be adopted, and why.
        case refused(String)

        /// The outcome in one word, stable in machine output.
        package var word: String {
            switch self {
            case .adopted: "adopted"
            case .ours: "ours"
            case .absent: "absent"
            case .refused: "refused"
            }
        }
    }

    /// The object that a manifest wants.
    package var object: ObjectReference
    /// The service that it becomes part of; `nil` for what the whole system shares.
    package var service: String?
    /// How it ended.
    package var outcome: Outcome
    /// Who owned fields of it before, by the names in managedFields.
    package var managers: [String] = []
    /// How many fields changed hands.
    package var fields = 0
    /// Who goes on owning fields that the request wants: tools that are not known to end, and were not named.
    package var others: [String] = []
    /// The Helm release that still lists it; `nil` if none does.
    package var helmRelease: String?

    /// Makes a result without anything that has changed hands.
    package init(object: ObjectReference, service: String?, outcome: Outcome) {
        self.object = object
        self.service = service
        self.outcome = outcome
    }

    /// The result as machine output shows it.
    package var json: JSONObject {
        var members: JSONObject = [
            "object": object.json,
            "service": service.map(JSONValue.string),
            "outcome": .string(outcome.word),
            "managers": .array(managers.map(JSONValue.string)),
            "fields": .integer(Int64(fields)),
            "others": others.isEmpty ? nil : .array(others.map(JSONValue.string)),
            "helmRelease": helmRelease.map(JSONValue.string),
        ]
        if case .refused(let reason) = outcome { members["reason"] = .string(reason) }
        return members
    }
}
