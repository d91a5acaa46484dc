// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// How an object is applied (C6.1).
package struct ApplyOptions: Sendable, Hashable {
    /// Under which name the fields are owned; `nil`: the client's.
    package var fieldManager: String?
    /// Takes fields over from other managers, instead of a conflict.
    package var force: Bool
    /// Decides and answers, but changes nothing.
    package var dryRun: Bool
    /// What the server does about fields that it does not know or that appear twice.
    package var fieldValidation: FieldValidation
    /// The subresource that is applied to, such as `status`.
    package var subresource: String?

    /// Strict, never by force, unless told otherwise.
    package init(
        fieldManager: String? = nil,
        force: Bool = false,
        dryRun: Bool = false,
        fieldValidation: FieldValidation = .strict,
        subresource: String? = nil
    ) {
        self.fieldManager = fieldManager
        self.force = force
        self.dryRun = dryRun
        self.fieldValidation = fieldValidation
        self.subresource = subresource
    }
}

/// What the server does about fields that it does not know.
package enum FieldValidation: String, Sendable, Hashable {
    case strict = "Strict"
    case warn = "Warn"
    case ignore = "Ignore"
}

/// How an object is created, replaced or patched.
package struct WriteOptions: Sendable, Hashable {
    /// Under which name the fields are owned; `nil`: the client's.
    package var fieldManager: String?
    /// Decides and answers, but changes nothing.
    package var dryRun: Bool
    /// What the server does about fields that it does not know.
    package var fieldValidation: FieldValidation
    /// The subresource that is written, such as `scale` or `status`.
    package var subresource: String?
    /// Whether the caller vouches that a second time changes nothing more, so that a lost answer is no obstacle (C1.9).
    ///
    /// True of a patch that sets fields to fixed values, whatever they were.
    package var isRepeatable: Bool

    /// For real, strict and once, unless told otherwise.
    package init(
        fieldManager: String? = nil,
        dryRun: Bool = false,
        fieldValidation: FieldValidation = .strict,
        subresource: String? = nil,
        isRepeatable: Bool = false
    ) {
        self.fieldManager = fieldManager
        self.dryRun = dryRun
        self.fieldValidation = fieldValidation
        self.subresource = subresource
        self.isRepeatable = isRepeatable
    }
}

/// How an object is deleted.
package struct DeleteOptions: Sendable, Hashable {
    /// What happens to the objects that it owns.
    package enum Propagation: String, Sendable, Hashable {
        case foreground = "Foreground"
        case background = "Background"
        case orphan = "Orphan"
    }

    /// Deletes only the object with this UID, not a later one of the same name.
    package var uid: String?
    /// Deletes only this state of the object.
    package var resourceVersion: String?
    /// What happens to the objects that it owns.
    package var propagation: Propagation?
    /// How long a pod may take to end, in seconds; `nil`: as the object says.
    package var gracePeriodSeconds: Int?
    /// Decides and answers, but changes nothing.
    package var dryRun: Bool

    /// Deletes in the background, unless told otherwise.
    package init(
        uid: String?,
        resourceVersion: String? = nil,
        propagation: Propagation? = .background,
        gracePeriodSeconds: Int? = nil,
        dryRun: Bool = false
    ) {
        self.uid = uid
        self.resourceVersion = resourceVersion
        self.propagation = propagation
        self.gracePeriodSeconds = gracePeriodSeconds
        self.dryRun = dryRun
    }
}
