// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// One entry of `status.conditions`.
package struct ConditionView: Sendable {
    /// The fields of the entry.
    package var fields: ObjectFields

    /// What it is about, such as `Available`; empty when it is missing.
    package var type: String { get throws(ObjectFields.ShapeError) { try fields.string("type") ?? "" } }
    /// `True`, `False` or `Unknown`; `nil` in a condition that lacks it.
    package var status: String? { get throws(ObjectFields.ShapeError) { try fields.string("status") } }
    /// A CamelCase word for why, for machines.
    package var reason: String? { get throws(ObjectFields.ShapeError) { try fields.string("reason") } }
    /// A sentence for people, which may change from one server to the next.
    package var message: String? { get throws(ObjectFields.ShapeError) { try fields.string("message") } }
    /// The generation of the object that it speaks of; `nil` where the controller does not say.
    package var observedGeneration: Int? {
        get throws(ObjectFields.ShapeError) { try fields.integer("observedGeneration") }
    }
    /// When it was last confirmed; only Deployments have it.
    package var lastUpdateTime: Timestamp? {
        get throws(ObjectFields.ShapeError) { try fields.time("lastUpdateTime") }
    }
    /// When its status last changed; a new message alone does not count.
    package var lastTransitionTime: Timestamp? {
        get throws(ObjectFields.ShapeError) { try fields.time("lastTransitionTime") }
    }

    /// Whether the status is `True`; not for `Unknown`.
    package var isTrue: Bool { get throws(ObjectFields.ShapeError) { try status == "True" } }
    /// Whether the status is `False`; not for `Unknown`.
    package var isFalse: Bool { get throws(ObjectFields.ShapeError) { try status == "False" } }

    /// The message, else the reason, else nothing.
    package var explanation: String {
        get throws(ObjectFields.ShapeError) {
            if let message = try message, !message.isEmpty { return message }
            return try reason ?? ""
        }
    }
}

extension ObjectFields {
    /// The conditions below some names, in order.
    package func conditions(_ names: String...) throws(ShapeError) -> [ConditionView] {
        try at(names).list().map(ConditionView.init(fields:))
    }
}

extension [ConditionView] {
    /// The condition of a type; `nil` when the controller has not reported it.
    package func first(_ type: String) throws(ObjectFields.ShapeError) -> ConditionView? {
        for condition in self where try condition.type == type { return condition }
        return nil
    }
}
