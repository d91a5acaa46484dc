// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTPTypes
import Kubernetes

extension Cluster {
    /// Makes out who sends a request: by bearer token where there are accounts, and by impersonation.
    ///
    /// Other credentials are ignored, as by a server that has no authenticator for them.
    func authenticate(_ request: APIRequest) throws(StatusFailure) -> Caller {
        let caller = try authenticated(request)
        guard let name = request.impersonatedUser else {
            guard request.impersonatedGroups.isEmpty else {
                throw .internalError(
                    "requested [{Group  \(request.impersonatedGroups)}] without impersonating a user"
                )
            }
            return caller
        }
        var wish = AccessAttributes(request)
        if !mayImpersonate(caller, name, request.impersonatedGroups) {
            wish.verb = "impersonate-on:user-info:\(wish.verb)"
            throw wish.refusal(of: caller)
        }
        return .authenticated(name, groups: request.impersonatedGroups)
    }

    private func authenticated(_ request: APIRequest) throws(StatusFailure) -> Caller {
        guard !options.accounts.isEmpty else { return .sandbox }
        let parts = request.authorization.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return .anonymous }
        guard let account = options.accounts.first(where: { $0.token == parts[1] }) else {
            throw StatusFailure(code: 401, reason: "Unauthorized", message: "Unauthorized")
        }
        return .authenticated(account.name, uid: account.uid, groups: account.groups)
    }

    private func mayImpersonate(_ caller: Caller, _ name: String, _ groups: [String]) -> Bool {
        if caller.isMaster { return true }
        func may(_ resource: String, _ name: String) -> Bool {
            var wish = AccessAttributes(verb: "impersonate", path: "")
            wish.resource = resource
            wish.name = name
            return grant(wish, to: caller) != nil
        }
        return may("users", name) && groups.allSatisfy { may("groups", $0) }
    }
}

extension AccessAttributes {
    /// A wish to be filled in.
    init(verb: String, path: String) {
        self.verb = verb
        self.path = path
    }
}
