// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Kubernetes

/// How a deploy, rollback or scaling ended.
package struct DeployReport: Sendable {
    /// The end in one word; the command line turns it into an exit code.
    package var outcome: DeployOutcome
    /// One report per selected service, in the order of the request.
    package var services: [ServiceReport]
    /// What was intended, whether or not it was carried out.
    package var plan: DeployPlan
    /// Objects that were deleted because nothing wants them any more.
    package var pruned: [ObjectReference]
    /// Objects of the whole system that were written, such as its Namespace, which comes before everything else.
    package var written: [ObjectReference]
    /// What stopped the whole deploy, in a sentence; `nil` if nothing did.
    package var stopped: String?
    /// What the user should know although nothing went wrong.
    package var notes: [String]
    /// From start to end.
    package var duration: Duration

    /// Makes a report.
    package init(
        outcome: DeployOutcome,
        services: [ServiceReport],
        plan: DeployPlan,
        duration: Duration
    ) {
        self.outcome = outcome
        self.services = services
        self.plan = plan
        self.duration = duration
        pruned = []
        written = []
        stopped = nil
        notes = []
    }

    /// What a run that was stopped before its services had written: mostly nothing.
    package var extent: String {
        guard !written.isEmpty else { return "nothing was written" }
        return "nothing but \(written.map(\.description).joined(separator: ", ")) was written"
    }

    /// Each cause once, with all services that it stopped, so that one trouble is said once.
    package var causes: [(cause: RootCause, services: [String])] {
        var result: [(cause: RootCause, services: [String])] = []
        for report in services {
            guard let cause = report.cause else { continue }
            if let index = result.firstIndex(where: { $0.cause.isSameTrouble(as: cause) }) {
                result[index].services.append(report.service)
            } else {
                result.append((cause, [report.service]))
            }
        }
        return result
    }
}

/// The end of a deploy in one word.
package enum DeployOutcome: String, Sendable, Hashable {
    /// Everything is as desired.
    case succeeded
    /// Something did not work, and each such service is back on a proven revision, without any difference.
    case failedRolledBack = "failed-rolled-back"
    /// Something did not work and was left as it is, or is not wholly back.
    case failedNotRolledBack = "failed-not-rolled-back"
    /// The way back did not work either.
    case rollbackFailed = "rollback-failed"
    /// Time ran out while there was still progress.
    case deadlinePassed = "deadline-passed"
    /// What was written is left as it is: whether it works could not be seen or recorded, or not everything that was to
    /// be deleted was.
    case unconfirmed
    /// Another deploy holds the lock.
    case locked
    /// Somebody else owns a field that the deploy would change.
    case conflict
    /// What the deploy needs is not there; nothing was written.
    case preflightRefused = "preflight-refused"
    /// The deploy was cancelled; the report says what was applied.
    case interrupted
    /// The server could not be reached, or stopped answering.
    case unreachable
    /// The server does not know us or does not let us.
    case notAllowed = "not-allowed"
}

/// How one service ended.
package struct ServiceReport: Sendable {
    /// How a service ended.
    package enum Outcome: String, Sendable, Hashable {
        case unchanged
        case succeeded
        case failed
        case deadlinePassed = "deadline-passed"
        /// Everything was written and left as it is: whether it works could not be seen, or could not be recorded.
        case unconfirmed
        case conflict
        case skipped
        case interrupted
    }

    /// The name of the service.
    package var service: String
    /// How it ended.
    package var outcome: Outcome
    /// The revision that was deployed; `nil` if none was recorded.
    package var revision: Int?
    /// Replicas at the end; `nil` when nobody has watched.
    package var ready: ReadyCount?
    /// From its first write to ready, or to the failure.
    package var duration: Duration
    /// Why it did not work; `nil` if it did, or if nothing tells.
    package var cause: RootCause? {
        get { causes.first }
        set { causes = newValue.map { [$0] } ?? [] }
    }
    /// What became of the way back; `nil` if there was none.
    package var rollback: RollbackResult? {
        get { rollbacks.first }
        set { rollbacks = newValue.map { [$0] } ?? [] }
    }
    /// Why the way back did not work; `nil` if it did or was not tried.
    package var rollbackFailure: String?
    /// Objects written, in the order of writing; unchanged ones are not among them.
    package var applied: [ObjectReference]
    /// Autoscalers that were deleted before their workloads were written.
    package var pruned: [ObjectReference]
    /// Fields of others that were in the way.
    package var conflicts: [OwnedField]
    /// Why it was skipped, or what else there is to know.
    package var notes: [String]
    /// Whether something was collected about its failure; see ``DeployEvent/What/witnessed(_:revision:)``.
    package var hasEvidence: Bool
    /// Where whoever took what was collected has kept it; `nil` where nobody has.
    package var evidence: String?
    // Behind references: most reports have none, and a thousand services wait with several copies of theirs.
    private var causes: [RootCause] = []
    private var rollbacks: [RollbackResult] = []

    /// Makes a report of a service of which nothing has been done.
    package init(service: String, outcome: Outcome, revision: Int? = nil) {
        self.service = service
        self.outcome = outcome
        self.revision = revision
        ready = nil
        duration = .zero
        rollbackFailure = nil
        applied = []
        pruned = []
        conflicts = []
        notes = []
        hasEvidence = false
    }
}

/// A way back that worked.
package struct RollbackResult: Sendable, Hashable {
    /// The revision that runs again.
    package var revision: Int
    /// When that revision was proven; `nil` if it never was.
    package var provenAt: Timestamp?
    /// Whether a dry run afterwards showed no difference.
    package var isVerified: Bool { differences.isEmpty }
    /// The objects that a dry run afterwards would still have changed.
    package var differences: [ObjectReference]
    /// Replicas at the end; `nil` when nobody has watched.
    package var ready: ReadyCount?
    /// From the first write to ready.
    package var duration: Duration

    /// Makes a result.
    package init(
        revision: Int,
        provenAt: Timestamp?,
        differences: [ObjectReference] = [],
        ready: ReadyCount?,
        duration: Duration
    ) {
        self.revision = revision
        self.provenAt = provenAt
        self.differences = differences
        self.ready = ready
        self.duration = duration
    }
}
