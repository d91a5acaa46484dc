// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// RFC 7396: objects are merged member by member, null removes, everything else replaces.
enum JSONMergePatch {
    static func apply(_ patch: JSONValue, to target: JSONValue?) -> JSONValue {
        guard case .object(let members) = patch else { return patch }
        var result = target?.object ?? JSONObject()
        for member in members {
            if member.value.isNull {
                result[member.key] = Optional.none
            } else {
                result[member.key] = apply(member.value, to: result[member.key])
            }
        }
        return .object(result)
    }
}
