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
    /// Who holds the lock, or held it when that run was killed; empty where it was given back.
    package var holder: String
    /// When the holder took the lock; `nil` where there is no holder, or the lock does not say.
    package var since: Timestamp?
    /// Whether the holder seems to be at work.
    package var isUnderWay: Bool

    init(_ operation: LockedOperation, _ record: LeaseRecord, at now: Timestamp) {
        service = operation.service
        revision = operation.revision
        holder = record.holder
        since = record.holder.isEmpty ? nil : record.acquiredAt
        isUnderWay = !record.holder.isEmpty && !record.isAbandoned(at: now)
    }

    /// What there is to say of it, with the way out.
    package var description: String {
        let what = "a rollback of `\(service)` to r\(revision)"
        let who = (holder.isEmpty ? "" : " by \(holder)") + (since.map { " \($0)" } ?? "")
        if isUnderWay { return "\(what) is under way, begun\(who)" }
        return "\(what) was begun\(who) and did not come to its end; "
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
