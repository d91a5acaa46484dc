// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Somebody whom the sandbox knows by a bearer token.
package struct SandboxAccount: Sendable, Hashable {
    /// What the client sends after `Bearer`.
    package var token: String
    /// The user name that roles are bound to.
    package var name: String
    /// The user's identity, if there is one.
    package var uid: String
    /// The groups, without the ones that every account is in.
    package var groups: [String]

    /// Describes an account; members of `system:masters` may do everything.
    package init(token: String, name: String, uid: String = "", groups: [String] = []) {
        self.token = token
        self.name = name
        self.uid = uid
        self.groups = groups
    }
}
