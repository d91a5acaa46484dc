// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// JSON merge patch (RFC 7396): objects are merged member by member, null removes, everything else replaces.
package enum JSONMergePatch {
    /// The target with a patch applied; a patch that is no object takes the target's place.
    package static func apply(_ patch: JSONValue, to target: JSONValue?) -> JSONValue {
        guard case .object(let changes) = patch else { return patch }
        var result = target?.object ?? JSONObject()
        for change in changes {
            // An optional: the literal `nil` alone would be JSON's null.
            let value: JSONValue? =
                change.value.isNull ? Optional.none : apply(change.value, to: result[change.key])
            result[change.key] = value
        }
        return .object(result)
    }
}
