// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes

/// Which records go when a deploy is done: those of services that it has deleted, and the oldest of those that it has changed.
struct RevisionRetention: Sendable {
    /// The histories of given-up services of which nothing is left.
    let departed: [RevisionHistory]
    /// How many revisions are kept of each service that was changed.
    let changed: [String: Int]
    /// Objects that nothing wants and that stay for now: only the revisions that made them know them.
    let spared: Set<ObjectReference>

    /// Finds out what goes by how a deploy has ended.
    init(after report: DeployReport, of resolvedPlan: ResolvedPlan, options: DeployOptions) {
        let pruned = Set(report.pruned)
        let gone = resolvedPlan.leaving.filter { service in
            service.spared.isEmpty && service.deletions.allSatisfy { pruned.contains($0.reference) }
        }
        spared = Set(resolvedPlan.spared.map(\.reference))
        departed = report.outcome == .succeeded ? gone.map(\.history) : []
        let kept = Dictionary(
            resolvedPlan.services.map { ($0.service.name, $0.service.keptRevisions(options)) },
            uniquingKeysWith: { first, _ in first }
        )
        let written = report.services.filter { $0.outcome == .succeeded || $0.outcome == .failed }.map(
            \.service
        )
        changed = Dictionary(
            written.map { ($0, kept[$0] ?? options.keptRevisions) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// The one service that was changed; `nil` if there are several.
    var onlyChanged: String? { changed.count == 1 ? changed.keys.first : nil }

    /// The revisions of changed services that are beyond what is kept, service by service.
    func expired(in histories: [String: RevisionHistory]) -> [Revision] {
        changed.sorted { $0.key < $1.key }.flatMap { service, count in
            (histories[service]?.expired(keeping: count) ?? []).filter { spared.isDisjoint(with: $0.objects) }
        }
    }
}
