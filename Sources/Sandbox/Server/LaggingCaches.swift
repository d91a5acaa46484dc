// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// How far the caches have come that stale lists are answered from, by kind.
///
/// As a server's watch cache does, one that lags behind catches up: watches of a kind are fed by it, so that no list is
/// older than what they have been told, and what was there when it answered is in its next answer.
struct LaggingCaches: Sendable {
    private var reached: [GroupResource: Int64] = [:]

    /// How many changes ago a list looks that is struck at a revision, at most `most`; 0 for whatever is no list.
    mutating func staleness(
        of request: APIRequest,
        most: Int,
        at revision: Int64,
        isWatched: (GroupResource) -> Bool
    ) -> Int64 {
        let attributes = AccessAttributes(request)
        guard attributes.verb == "list" else { return 0 }
        let resource = GroupResource(
            text: attributes.group.isEmpty
                ? attributes.resource : "\(attributes.resource).\(attributes.group)"
        )
        defer { catchUp(resource, with: revision) }
        guard !isWatched(resource) else { return 0 }
        return max(0, min(Int64(most), revision - (reached[resource] ?? 0)))
    }

    /// Notes that watchers of a kind have been told everything up to a revision.
    mutating func catchUp(_ resource: GroupResource, with revision: Int64) {
        reached[resource] = revision
    }
}
