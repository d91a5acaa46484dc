// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Whether an object does what it is meant to do.
package enum Readiness: Sendable, Hashable {
    case ready
    /// It counts as ready although nothing says so; the text says why nothing does.
    case assumed(String)
    /// It is on its way; the text says what it waits for.
    case progressing(String)
    /// It will not get there by waiting.
    case failed(Failure)

    /// Why an object will not become ready.
    package struct Failure: Sendable, Hashable {
        /// The controller's word for it, such as `ProgressDeadlineExceeded`.
        package var reason: String
        /// A sentence for people.
        package var message: String

        /// A failure by its word, which machines compare, and its sentence.
        package init(reason: String, message: String) {
            self.reason = reason
            self.message = message
        }
    }

    /// Whether nothing is left to wait for.
    package var isReady: Bool {
        switch self {
        case .ready, .assumed: true
        case .progressing, .failed: false
        }
    }
}

/// What the readiness of an object depends on besides the object.
package struct ReadinessContext: Sendable {
    /// When we last wrote the object; conditions older than that speak of an earlier rollout.
    package var writtenAt: Timestamp?
    /// The ReplicaSets of the object's namespace, if a Deployment's newest one is to be checked.
    package var replicaSets: [KubernetesObject]
    /// The `pod-template-hash` of the pods that we want; `nil` when it is not known.
    package var podTemplateHash: String?
    /// Whether pods of the old version must be gone, not only replaced.
    package var waitsForTermination: Bool

    /// Depends on nothing but the object unless told otherwise.
    package init(
        writtenAt: Timestamp? = nil,
        replicaSets: [KubernetesObject] = [],
        podTemplateHash: String? = nil,
        waitsForTermination: Bool = false
    ) {
        self.writtenAt = writtenAt
        self.replicaSets = replicaSets
        self.podTemplateHash = podTemplateHash
        self.waitsForTermination = waitsForTermination
    }
}
