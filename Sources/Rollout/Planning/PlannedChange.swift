// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Documents

/// What would become of one object.
package enum PlannedChange: Sendable, Hashable {
    /// It does not exist yet.
    case create
    /// These fields would change.
    case update([FieldChange])
    /// Applying it would change nothing.
    case unchanged
    /// Others own fields that would change; nothing of the service is written.
    case conflict([OwnedField])
    /// A field would change that the server never lets change.
    case replaceNeeded(String)
    /// The server refuses the object, and why.
    case refused(String)
    /// A previous revision wanted it and this one does not.
    case delete

    /// The change in one word, stable in machine output.
    package var word: String {
        switch self {
        case .create: "create"
        case .update: "update"
        case .unchanged: "unchanged"
        case .conflict: "conflict"
        case .replaceNeeded: "replace-needed"
        case .refused: "refused"
        case .delete: "delete"
        }
    }

    /// The change in words that say what is in the way: the fields with their owners, or the reason.
    var explanation: String {
        switch self {
        case .conflict(let fields):
            let owners = fields.map { "`\($0.field)` belongs to `\($0.manager)`" }
            return "\(word): \(owners.joined(separator: ", "))"
        case .replaceNeeded(let reason), .refused(let reason): return "\(word): \(reason)"
        case .create, .update, .unchanged, .delete: return word
        }
    }

    /// Whether something would be written.
    package var isWrite: Bool {
        switch self {
        case .create, .update, .delete: true
        case .unchanged, .conflict, .replaceNeeded, .refused: false
        }
    }

    /// Whether it keeps the service from being deployed.
    package var isObstacle: Bool {
        switch self {
        case .conflict, .replaceNeeded, .refused: true
        case .create, .update, .unchanged, .delete: false
        }
    }
}

/// One field before and after.
package struct FieldChange: Sendable, Hashable {
    /// The field as people write it: `spec.template.spec.containers[name=web].image`.
    package var field: String
    /// JSON pointer to it in the desired object, or in the live one if it goes away.
    package var pointer: String
    /// The live value; `nil` if the field is new, and hidden for Secrets.
    package var before: JSONValue?
    /// The value afterwards; `nil` if the field goes away, and hidden for Secrets.
    package var after: JSONValue?
    /// Tells whether what is hidden of the values is still the same; `nil` where nothing is.
    package var seal: String?

    /// Makes a change.
    package init(
        field: String,
        pointer: String,
        before: JSONValue?,
        after: JSONValue?,
        seal: String? = nil
    ) {
        self.field = field
        self.pointer = pointer
        self.before = before
        self.after = after
        self.seal = seal
    }
}

/// A field that somebody else owns with another value.
package struct OwnedField: Sendable, Hashable {
    /// What kind of owner it is, which decides what happens.
    package enum Owner: String, Sendable, Hashable {
        /// An autoscaler: the field is left to it.
        case autoscaler
        /// A person with kubectl: refused unless taken over.
        case person
        /// Another tool or controller: refused unless taken over.
        case tool
        /// An earlier write of ours under another operation: simply taken over.
        case ourselves
    }

    /// The manager's name in managedFields.
    package var manager: String
    /// What kind of owner that is.
    package var owner: Owner
    /// The field in the server's spelling: `.spec.replicas`.
    package var field: String
    /// The live value; hidden for Secrets, `nil` if it could not be found.
    package var value: JSONValue?
    /// What would be put in its place; hidden for Secrets, `nil` where it is more than one value.
    package var wanted: JSONValue?
    /// When that manager last wrote, as managedFields says.
    package var time: String?

    /// Names a field and its owner.
    package init(
        manager: String,
        owner: Owner,
        field: String,
        value: JSONValue?,
        wanted: JSONValue? = nil,
        time: String?
    ) {
        self.manager = manager
        self.owner = owner
        self.field = field
        self.value = value
        self.wanted = wanted
        self.time = time
    }
}
