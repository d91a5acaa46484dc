// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// How a deploy goes about its work.
package struct DeployOptions: Sendable, Hashable {
    /// Whether fields that a person or another tool owns are taken over instead of refused.
    package var takesOver = false
    /// Whether a failed service goes back to its last proven revision.
    package var rollsBack = true
    /// Whether to wait for readiness; without it a revision is never proven.
    package var waits = true
    /// How long a service must stay ready before its revision counts as proven.
    package var soak: Duration = .seconds(10)
    /// How long trouble that may pass, such as an overloaded registry, is tolerated.
    package var patience: Duration = .seconds(60)
    /// How long one service may take from its first write until it is ready.
    package var deadline: Duration = .seconds(600)
    /// How many revisions are kept of a service that does not say it itself, the one in place included.
    package var keptRevisions = 10
    /// How many objects may be deleted when that is more than a fifth of what exists; `nil` refuses then.
    package var allowedDeletions: Int?
    /// Objects that may be deleted, also those of kinds that never are otherwise (volume claims, namespaces, definitions).
    ///
    /// As long as no number is allowed, names are all that is deleted: what is not named stays.
    package var deletable: Set<NamedObject> = []
    /// Services that no manifest declares any more and that may be deleted, with all their objects.
    package var departing: Set<String> = []
    /// What to do while another deploy holds the lock.
    package var lock = LockPolicy.wait(.seconds(300))
    /// Whether the Secrets and ConfigMaps that pods need must exist before anything is written.
    package var checksConfiguration = true
    /// Whether rights, quotas, admission and deadlines are looked at before anything is written.
    package var preflights = true
    /// Who deploys, as lock and history show it: `user@host` or the address of a CI job.
    package var initiator = ""

    /// An object by kind and name, as a person writes it: the case of the letters of a kind does not count.
    package struct NamedObject: Sendable, Hashable {
        /// The kind.
        package var kind: String
        /// The name.
        package var name: String

        /// Names an object.
        package init(kind: String, name: String) {
            self.kind = kind
            self.name = name
        }

        /// Whether both name the same object.
        package static func == (left: NamedObject, right: NamedObject) -> Bool {
            left.name == right.name && left.kind.lowercased() == right.kind.lowercased()
        }

        /// Hashes what tells it from others.
        package func hash(into hasher: inout Hasher) {
            hasher.combine(kind.lowercased())
            hasher.combine(name)
        }
    }

    /// What to do while another deploy holds the lock.
    package enum LockPolicy: Sendable, Hashable {
        /// Wait for it, at most so long.
        case wait(Duration)
        /// Leave at once.
        case fail
    }

    /// The default options.
    package init() {}
}
