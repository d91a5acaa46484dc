// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes

/// A service that is deployed and that no manifest of the system declares any more.
///
/// It is never deleted without being asked for: a manifest that is not there may be in another repository.
struct DepartedService: Sendable {
    var history: RevisionHistory
    /// What of it is deleted with it.
    var deletions: [KubernetesObject]
    /// What of it is kept until somebody names it.
    var spared: [KubernetesObject]

    var name: String { history.service }

    /// Finds those that a deploy of a whole system leaves out; of one that was deleted by a run which was killed only its
    /// records may be left.
    static func all(
        of histories: [RevisionHistory],
        live: LiveObjects,
        wanted: Set<ObjectReference>,
        options: DeployOptions
    ) -> [DepartedService] {
        histories.map { history in
            let unwanted = ObjectPruner.unwanted(
                live: live,
                wanted: wanted,
                histories: [history],
                allowing: options.deletable,
                keepsWayBack: false
            )
            return DepartedService(
                history: history,
                deletions: unwanted.deletions,
                spared: unwanted.spared
            )
        }
    }

    /// What to say while it stays.
    func note(_ consumers: LiveConsumers) -> String {
        guard !deletions.isEmpty || !spared.isEmpty else {
            return """
                nothing but the record is left of `\(name)`, which no manifest here declares; `--allow-delete \(name)` \
                forgets it
                """
        }
        let objects = "\(deletions.count) object\(deletions.count == 1 ? "" : "s")"
        let callers = Set(deletions.flatMap { consumers.consumers(of: $0.reference) })
            .sorted { $0.service < $1.service }
        let calls =
            callers.isEmpty
            ? "" : ", though \(callers.map(\.description).joined(separator: " and ")) still calls it"
        return """
            `\(name)` is deployed and no manifest here declares it; if none elsewhere does either, \
            `--allow-delete \(name)` deletes its \(objects)\(calls)
            """
    }
}
