// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Kubernetes

/// Something that happened during a deploy: one for each change of state.
package struct DeployEvent: Sendable {
    /// When, by the caller's clock.
    package var at: Timestamp
    /// The service it is about; `nil` for the system as a whole.
    package var service: String?
    /// What happened.
    package var what: What

    /// What happened.
    package enum What: Sendable {
        /// The changes are known; nothing has been written yet.
        case planned(DeployPlan)
        /// The lock was taken.
        case lockAcquired
        /// It is held by somebody else and waited for; `since` and `until` are `nil` where that is not known.
        case lockHeld(by: String, since: Timestamp?, until: Timestamp?)
        /// Signs of an earlier deploy that stopped in the middle, and what becomes of it, in a sentence.
        case foundInterrupted(String)
        /// The service has begun; `revision` is what it is becoming.
        case started(revision: Int)
        /// Nothing to change and already proven.
        case unchanged(revision: Int?)
        /// An object was written.
        case applied(ObjectReference, AppliedChange)
        /// A field was left to the autoscaler that owns it.
        case yielded(ObjectReference, field: String, manager: String)
        /// How many replicas of the new revision are ready.
        case progressed(ReadyCount)
        /// Trouble that may still pass.
        case troubled(RootCause)
        /// All of it is ready; the soak begins, which is so long if nothing happens and everything can be seen.
        case ready(ReadyCount, soak: Duration)
        /// It stayed ready: this revision can be returned to.
        case proven(revision: Int)
        /// It does not work, and why.
        case failed(RootCause)
        /// What was seen of the failure, before anything is taken back. It is handed over here and kept by nobody else.
        case witnessed(EvidenceBundle, revision: Int?)
        /// The way back has begun.
        case rollingBack(to: Int)
        /// The way back is done, and a dry run shows no difference.
        case rolledBack(RollbackResult)
        /// The way back did not work out.
        case rollbackFailed(String)
        /// The service was not begun, and why.
        case skipped(String)
        /// An object that is no longer wanted was deleted.
        case pruned(ObjectReference)
        /// It waits for something, in a sentence; over with the next event of the service.
        case waiting(String)
        /// Something worth knowing that changes nothing.
        case noted(String)
        /// The end of one service.
        case finished(ServiceReport)
    }

    /// Makes an event.
    package init(at: Timestamp, service: String?, what: What) {
        self.at = at
        self.service = service
        self.what = what
    }
}

extension DeployEvent {
    /// The same without the texts of what was seen, for those who only tell of it.
    package var withoutFiles: DeployEvent {
        guard case .witnessed(let bundle, let revision) = what else { return self }
        let files = bundle.files.map { EvidenceBundle.File(path: $0.path, text: "") }
        return DeployEvent(
            at: at,
            service: service,
            what: .witnessed(EvidenceBundle(files: files), revision: revision)
        )
    }
}

/// What a write did to an object.
package enum AppliedChange: String, Sendable, Hashable {
    case created
    case updated
    case replaced
    case deleted
}

/// How many replicas are ready, of how many.
package struct ReadyCount: Sendable, Hashable, CustomStringConvertible {
    /// Replicas of the new revision that are ready.
    package var ready: Int
    /// Replicas that there should be.
    package var desired: Int

    /// Makes a count.
    package init(ready: Int, desired: Int) {
        self.ready = ready
        self.desired = desired
    }

    /// `2/3`.
    package var description: String { "\(ready)/\(desired)" }
}
