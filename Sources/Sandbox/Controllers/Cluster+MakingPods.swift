// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension Cluster {
    /// Makes a pod for what controls it, and tells how that went in an Event; the failure, if it did not work.
    mutating func makePod(_ pod: JSONValue, for owner: StoredObject, source: String) -> StatusFailure? {
        do throws(StatusFailure) {
            let made = try make(pod, .pods, namespace: owner.namespace)
            record(
                Event(reason: "SuccessfulCreate", message: "Created pod: \(made.name)", source: source),
                about: owner
            )
            return nil
        } catch {
            record(
                Event(
                    isWarning: true,
                    reason: "FailedCreate",
                    message: "Error creating: \(error.message)",
                    source: source
                ),
                about: owner
            )
            return error
        }
    }
}
