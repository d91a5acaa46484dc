// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// A version in which a kind is served beside the one of the field table, in which it is stored.
///
/// Objects are converted where they come in and where they go out; between the two there is the stored version only.
struct ConvertedVersion: Sendable {
    /// How this version is addressed and described.
    var served: ResourceType
    /// The kind as it is stored.
    var stored: ResourceType
    /// A stored object in this version; parts of an object are converted as far as they go.
    var fromStored: @Sendable (JSONValue) -> JSONValue
    /// An object of this version as it is stored.
    var toStored: @Sendable (JSONValue) -> JSONValue
    /// What is wrong with a stored object, or a change of one, that comes in this version only.
    var causes: @Sendable (_ object: JSONValue, _ old: JSONValue?) -> [StatusFailure.Cause] = { _, _ in [] }
    /// The stored name of a field that objects are selected by.
    var selected: @Sendable (String) -> String = { $0 }

    /// Every version that is served and not stored.
    static let all: [ConvertedVersion] = [autoscalingV1, eventsV1]

    /// The version that an address names; `nil` for those that are stored.
    static func named(group: String, version: String, plural: String) -> ConvertedVersion? {
        all.first { known in
            known.served.type.group == group && known.served.type.version == version
                && known.served.plural == plural
        }
    }

    /// The fields of the kinds in these versions, in the form of the field table.
    static let fields = FieldTable(parsing: autoscalingV1Fields + eventsV1Fields)
}

extension APIRequest {
    /// A stored object in the version that the request speaks.
    func inItsVersion(_ object: JSONValue) -> JSONValue { version?.fromStored(object) ?? object }

    /// The kind in the version that the request speaks.
    func served(_ type: ResourceType) -> ResourceType { version?.served ?? type }
}
