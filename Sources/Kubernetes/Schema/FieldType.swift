// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// What a field may hold.
package indirect enum FieldType: Sendable, Hashable {
    case string
    /// Base64 of any bytes.
    case bytes
    /// One of a fixed set of strings.
    case enumeration([String])
    /// A number of 32 bits.
    case integer
    /// A number of 64 bits.
    case longInteger
    case boolean
    case quantity
    case intOrString
    /// RFC 3339 with whole seconds.
    case time
    /// RFC 3339 with microseconds.
    case microTime
    /// Fields that FieldTable/shape(named:) knows by this name.
    case object(String)
    case list(of: FieldType, ListKind)
    /// Any names; an atomic map is owned as a whole in server-side apply.
    case map(of: FieldType, isAtomic: Bool)
    /// Anything at all.
    case any

    /// How server-side apply merges a list.
    package enum ListKind: Sendable, Hashable {
        /// Replaced as a whole.
        case atomic
        /// Elements are their own keys.
        case set
        /// Elements are objects told apart by these members.
        case map(keys: [String])
    }
}

/// The fields of one type of object.
package struct ObjectShape: Sendable, Hashable {
    /// One field.
    package struct Field: Sendable, Hashable {
        /// What it may hold.
        package var type: FieldType
        /// Whether an object without it is refused.
        package var isRequired: Bool
        /// What the schema says it holds when absent, as text; only where that is neither zero nor empty.
        package var defaultText: String?
        /// How a strategic merge patch treats it: `merge`, `retainKeys`, both or neither.
        package var patchStrategies: [String]
        /// The member by which a strategic merge patch tells the elements of a list apart.
        package var patchMergeKey: String?
    }

    /// The name of the type, such as `apps.v1.DeploymentSpec`.
    package var name: String
    /// The fields by name; one that is not among them is unknown.
    package var fields: [String: Field]
    /// Whether server-side apply owns it as a whole.
    package var isAtomic: Bool

    /// The names of the fields that must be there, sorted.
    package var required: [String] { fields.filter(\.value.isRequired).keys.sorted() }
}
