// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// Who sends a request, as the server has made out.
struct Caller: Sendable, Hashable {
    var name: String
    var uid = ""
    var groups: [String]

    /// Everybody, as long as the sandbox has no accounts.
    static let sandbox = Caller(
        name: "sandbox",
        uid: "sandbox",
        groups: ["system:masters", "system:authenticated"]
    )

    /// Whoever shows nothing.
    static let anonymous = Caller(name: "system:anonymous", groups: ["system:unauthenticated"])

    /// A known account, or somebody who is being impersonated.
    static func authenticated(_ name: String, uid: String = "", groups: [String]) -> Caller {
        let all = "system:authenticated"
        let isPlaced = groups.contains(all) || groups.contains("system:unauthenticated")
        return Caller(name: name, uid: uid, groups: isPlaced ? groups : groups + [all])
    }

    /// Roles do not bind the masters.
    var isMaster: Bool { groups.contains("system:masters") }

    /// The form of a review.
    var json: JSONValue {
        [
            "username": .string(name), "uid": uid.isEmpty ? nil : .string(uid),
            "groups": .array(groups.map { .string($0) }),
        ]
    }
}
