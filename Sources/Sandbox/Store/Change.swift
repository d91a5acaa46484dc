// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// One step of the store's history, with what was there before.
struct Change: Sendable {
    /// What happened to the object.
    enum Kind: String, Sendable {
        case added = "ADDED"
        case modified = "MODIFIED"
        case deleted = "DELETED"
    }

    var kind: Kind
    var key: ObjectKey
    /// The revision of this step.
    var revision: Int64
    /// The object after the step; for a deletion its last state with the deletion's revision.
    var object: StoredObject
    /// The object before the step.
    var previous: StoredObject?
}
