// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Kubernetes

/// What a deploy would do: one entry per object, in a fixed order; a value that can be saved and compared.
package struct DeployPlan: Sendable, Hashable {
    /// One object and what would become of it.
    package struct Entry: Sendable, Hashable {
        /// The object, whether it exists or not.
        package var object: ObjectReference
        /// The service it belongs to; `nil` for what the whole system shares.
        package var service: String?
        /// What would become of it.
        package var change: PlannedChange
        /// What would be made; `nil` for what is there already.
        package var content: PlannedContent?
        /// What the user should know about it, a sentence each.
        package var notes: [String]

        /// Makes an entry.
        package init(
            object: ObjectReference,
            service: String?,
            change: PlannedChange,
            content: PlannedContent? = nil,
            notes: [String] = []
        ) {
            self.object = object
            self.service = service
            self.change = change
            self.content = content
            self.notes = notes
        }
    }

    /// The system, Environment and namespace that it was made for.
    package var scope: SystemScope
    /// UID of the namespace `kube-system`, which tells clusters apart; `nil` if it may not be read.
    package var cluster: String?
    /// UID of the namespace deployed to, for who may not read `kube-system`; `nil` if it is yet to be made.
    package var namespaceUID: String?
    /// Shared objects first, then service by service in the order of the request, each in the order of writing;
    /// deletions last.
    package var entries: [Entry]

    /// Makes a plan.
    package init(
        scope: SystemScope,
        cluster: String? = nil,
        namespaceUID: String? = nil,
        entries: [Entry]
    ) {
        self.scope = scope
        self.cluster = cluster
        self.namespaceUID = namespaceUID
        self.entries = entries
    }

    /// Whether carrying it out would write anything.
    package var hasChanges: Bool { entries.contains { $0.change != .unchanged } }

    /// The entries that keep their service from being deployed.
    package var obstacles: [Entry] { entries.filter(\.change.isObstacle) }

    /// The entries of one service; `nil` for the shared ones.
    package func entries(of service: String?) -> [Entry] { entries.filter { $0.service == service } }
}
