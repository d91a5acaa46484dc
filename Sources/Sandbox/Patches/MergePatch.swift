// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// JSON merge patch (RFC 7386).
enum MergePatch {
    static func apply(_ patch: JSONValue, to target: JSONValue) -> JSONValue {
        guard case .object(let changes) = patch else { return patch }
        var result = target.members
        for change in changes {
            // An optional: the literal `nil` alone would be JSON's null.
            let value: JSONValue? =
                change.value.isNull ? Optional.none : apply(change.value, to: result[change.key] ?? [:])
            result[change.key] = value
        }
        return .object(result)
    }
}
