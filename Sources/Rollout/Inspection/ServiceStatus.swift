// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Kubernetes

/// How the services of a system are doing.
package struct SystemStatus: Sendable {
    /// One entry per service, by name.
    package var services: [ServiceStatus]
    /// What the account may not read, and what is therefore not known; a sentence each.
    package var unread: [String]
}

/// How one deployed service is doing.
package struct ServiceStatus: Sendable {
    /// The name of the service.
    package var service: String
    /// The revision in place; `nil` if none is recorded.
    package var revision: Revision?
    /// Replicas of all its workloads, added up.
    package var ready: ReadyCount
    /// Whether everything is ready.
    package var isReady: Bool
    /// The most likely cause if not.
    package var cause: RootCause?
    /// What of the revision in place is gone or other than it recorded; a sentence each.
    package var deviations: [String]
    /// The objects that run its pods.
    package var workloads: [ObjectReference]
    /// The images that run.
    package var images: [String]
    /// A scale that was set by hand: what is kept, and what the manifest said then.
    package var scaleOverride: String?
    /// Why the revision from which the present one was put back did not work; `nil` if nothing is known against it.
    package var replacedFailure: String?
    /// What is worth knowing and nothing against the service; a sentence each.
    package var remarks: [String] = []
}
