// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Kubernetes
import KubernetesClient

/// A rollback of one service that has begun and not come to its end, of which the lock alone tells.
package struct BegunRollback: Sendable, Hashable, CustomStringConvertible {
    /// The service that goes back.
    package var service: String
    /// The revision that it goes back to.
    package var revision: Int
    /// Who holds the lock, or had it last and did not give it back; empty where it was given back.
    ///
    /// It need not be who has begun the rollback: a run that takes the lock keeps the note of what one before left undone.
    package var holder: String
    /// When the holder took the lock; `nil` where there is no holder, or the lock does not say.
    package var since: Timestamp?
    /// Whether the holder seems to be at work, on the rollback or on something else.
    package var isHeld: Bool

    init(_ operation: LockedOperation, _ record: LeaseRecord, at now: Timestamp) {
        service = operation.service
        revision = operation.revision
        holder = record.holder
        since = record.holder.isEmpty ? nil : record.acquiredAt
        isHeld = !record.holder.isEmpty && !record.isAbandoned(at: now)
    }

    /// What there is to say of it, with the way out.
    package var description: String {
        let what = "a rollback of `\(service)` to r\(revision)"
        let who = "by \(holder)" + (since.map { " since \($0)" } ?? "")
        if isHeld { return "\(what) is noted as begun and not ended; the lock is held \(who)" }
        let last = holder.isEmpty ? "" : " (the lock was left held \(who))"
        return "\(what) was begun and did not come to its end\(last); "
            + "run `msctl rollback \(service)`, or deploy"
    }
}

extension Deployer {
    /// The rollbacks that have begun and not come to their end, by service; none without the right to read the lock.
    package func begunRollbacks(in scope: SystemScope) async throws(DeployError) -> [String: BegunRollback] {
        let record: LeaseRecord?
        do throws(DeployError) {
            record = try await lock(scope, DeployOptions()).look()
        } catch {
            guard case .cluster(let refusal) = error, refusal.code == .forbidden else { throw error }
            return [:]
        }
        guard let record else { return [:] }
        let begun = record.operations.map { BegunRollback($0, record, at: time.now()) }
        return Dictionary(begun.map { ($0.service, $0) }, uniquingKeysWith: { first, _ in first })
    }
}
