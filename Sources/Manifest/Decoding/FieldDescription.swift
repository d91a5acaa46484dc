// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// What a manifest field takes, for the JSON Schema and the reference page.
package indirect enum FieldShape: Sendable, Hashable {
    /// A scalar.
    case scalar(ScalarShape)
    /// A list of one shape.
    case list(FieldShape)
    /// A mapping with free names and one shape of values.
    case map(FieldShape)
    /// A mapping with known names.
    case object([FieldDescription])
    /// The long form and its shorthands.
    case anyOf([FieldShape])
    /// Anything, as in a patch's value.
    case any
}

extension FieldShape {
    /// The keys of a mapping with known names, in its long form if it has several.
    var keys: [String] {
        switch self {
        case .object(let fields): fields.map(\.name)
        case .anyOf(let shapes): shapes.flatMap(\.keys)
        case .scalar, .list, .map, .any: []
        }
    }
}

/// What a scalar field takes.
package struct ScalarShape: Sendable, Hashable {
    /// The JSON type of the usual spelling.
    package enum JSONType: String, Sendable, Hashable {
        case string
        case integer
        case number
        case boolean
    }

    /// The usual JSON type.
    package var type: JSONType
    /// What it is, with an article: "a duration".
    package var noun: String
    /// Values that are accepted, for messages and the reference.
    package var examples: [String]
    /// The only values accepted; empty when the format decides.
    package var choices: [String]
    /// The least number accepted; `nil` for no bound, and for what is no number.
    package var minimum: Double?
    /// The greatest number accepted; `nil` for no bound, and for what is no number.
    package var maximum: Double?
}

/// One field of a manifest.
package struct FieldDescription: Sendable, Hashable {
    /// The key, as it is written.
    package var name: String
    /// Whether it must be written.
    package var isRequired: Bool
    /// What it says, as a phrase for the reference and for completion.
    package var summary: String
    /// What it takes.
    package var shape: FieldShape
}

extension FieldDescription {
    /// The value that stands in for an absent one, as it would be written; `nil` when there is none or it depends on others.
    ///
    /// The summary is the one place that says so: "the longest wait; `2s` by default".
    package var defaultText: String? {
        guard summary.hasSuffix(" by default"), let start = summary.ranges(of: "; ").last?.upperBound else {
            return nil
        }
        let words = summary[start...].dropLast(" by default".count)
        if words.hasPrefix("`"), words.hasSuffix("`"), words.count > 2, !words.contains("<") {
            return String(words.dropFirst().dropLast())
        }
        let isLiteral =
            words == "true" || words == "false" || (!words.isEmpty && words.allSatisfy(\.isNumber))
        return isLiteral ? String(words) : nil
    }
}
