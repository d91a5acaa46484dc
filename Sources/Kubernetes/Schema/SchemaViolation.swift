// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Documents

/// One way in which an object does not fit the field table.
package struct SchemaViolation: Sendable, Hashable {
    /// In which way a field does not fit.
    package enum Reason: Sendable, Hashable {
        case unknownField
        /// What was expected and what was found, with their articles.
        case wrongType(expected: String, found: String)
        case missing
        case unsupportedValue(String, supported: [String])
        /// Two elements of a keyed list have the same keys.
        case duplicate
    }

    /// In which way it does not fit.
    package var reason: Reason
    /// Where; for a missing field, where it should be.
    package var pointer: JSONPointer
    /// The place in the server's dotted form, such as `spec.template.spec.containers[0].image`.
    package var path: String
    /// The place in the form of server-side apply, such as `.spec.ports[port=80,protocol="TCP"].name`.
    package var applyPath: String

    /// What is wrong, worded as a real server does where it has a fixed wording.
    package var message: String {
        switch reason {
        case .unknownField: "unknown field \"\(path)\""
        case .wrongType(let expected, let found): "\(path): expected \(expected), got \(found)"
        case .missing: "\(path): Required value"
        case .unsupportedValue(let value, let supported):
            "\(path): Unsupported value: \"\(value)\": supported values: "
                + supported.map { "\"\($0)\"" }.joined(separator: ", ")
        case .duplicate: "\(path): Duplicate value"
        }
    }
}
