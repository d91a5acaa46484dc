// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Documents
package import Kubernetes

/// Why one service is as it is now.
package struct ServiceDiagnosis: Sendable {
    /// The service, or the workload of this name that msctl has not made.
    package var service: String
    /// Whether msctl has made it; what it has not made has no revision.
    package var isOurs: Bool
    /// The revision in place; `nil` if none is recorded.
    package var revision: Revision?
    /// Replicas of all its workloads, added up.
    package var ready: ReadyCount
    /// Whether everything is ready.
    package var isReady: Bool
    /// The one cause if not; `nil` also while nothing is wrong but time has to pass.
    package var cause: RootCause?
    /// What of the revision in place is gone or other than it recorded; a sentence each.
    package var deviations: [String]
    /// The objects that run its pods.
    package var workloads: [ObjectReference]
    /// The images that run.
    package var images: [String]
    /// Its latest warnings, oldest first.
    package var warnings: [EventEntry]
    /// What the account may not read, and what is therefore not known; a sentence each.
    package var unread: [String]
    /// What is worth knowing and nothing against the service; a sentence each.
    package var remarks: [String] = []

    /// The diagnosis as machine output shows it.
    package var json: JSONObject {
        [
            "service": .string(service),
            "isOurs": .bool(isOurs),
            "revision": revision.map { .object($0.json) },
            "ready": .integer(Int64(ready.ready)),
            "desired": .integer(Int64(ready.desired)),
            "isReady": .bool(isReady),
            "cause": cause.map { .object($0.json) },
            "deviations": deviations.isEmpty ? nil : .array(deviations.map(JSONValue.string)),
            "workloads": .array(workloads.map { .string($0.description) }),
            "images": .array(images.map(JSONValue.string)),
            "warnings": .array(warnings.map { .object($0.json) }),
            "remarks": remarks.isEmpty ? nil : .array(remarks.map(JSONValue.string)),
            "unread": unread.isEmpty ? nil : .array(unread.map(JSONValue.string)),
        ]
    }
}
