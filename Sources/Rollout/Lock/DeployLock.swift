// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes
import KubernetesClient

/// The lock of one system in one environment: a Lease, whose resource version is the fencing token.
struct DeployLock: Sendable {
    /// How often a waiting deploy looks again.
    private static let glance = Duration.seconds(2)

    let client: ClusterClient
    let time: DeployTime
    let scope: SystemScope
    let holder: String
    /// What is noted in the lock while it is ours.
    var operation: LockedOperation?

    /// How an attempt to take the lock ended.
    enum Acquisition: Sendable {
        /// It is ours; `waited` says whether somebody may have deployed since we looked first, and `abandoned` is
        /// what the lock was left as by a holder who is gone.
        /// `at` is when taking it was begun.
        case acquired(LeaseRecord, at: Duration, waited: Bool, abandoned: LeaseRecord?)
        /// Somebody else has it.
        case held(LeaseRecord)
    }

    private var reference: ObjectReference {
        ObjectReference(
            type: GroupVersionKind(apiVersion: "coordination.k8s.io/v1", kind: "Lease"),
            namespace: scope.namespace,
            name: "msctl.\(scope.system).\(scope.environment)"
        )
    }

    /// The lock as it is; `nil` if nobody has ever taken it.
    func look() async throws(DeployError) -> LeaseRecord? {
        do throws(ClusterError) {
            return try await client.find(reference).map(LeaseRecord.init)
        } catch {
            throw DeployError(error)
        }
    }

    /// Takes the lock, if need be after waiting; `seen` is what it was when the deploy was planned.
    func acquire(
        _ seen: LeaseRecord?,
        policy: DeployOptions.LockPolicy,
        onWait: @Sendable (LeaseRecord) -> Void
    ) async throws(DeployError) -> Acquisition {
        let start = time.elapsed()
        var known = seen
        var knownSince = start
        var waited = false
        while true {
            let now = time.now()
            let begun = time.elapsed()
            if known?.isFree(at: now, unchangedFor: time.elapsed() - knownSince) ?? true {
                var record = LeaseRecord(takenBy: holder, at: now, after: known)
                record.operation = operation
                if let taken = try await write(record) {
                    let abandoned = known.flatMap { $0.holder.isEmpty ? nil : $0 }
                    return .acquired(taken, at: begun, waited: waited, abandoned: abandoned)
                }
            } else if let known {
                guard case .wait(let limit) = policy, time.elapsed() - start < limit else {
                    return .held(known)
                }
                if !waited { onWait(known) }
                try await pause()
            }
            let current = try await look()
            if current != known {
                known = current
                knownSince = time.elapsed()
            }
            waited = true
        }
    }

    /// Keeps the lock until the task is cancelled; returns early when it is lost.
    ///
    /// Whoever waits may take it once it has not been renewed for so long; the fence knows that time by itself.
    func keep(_ record: LeaseRecord, fence: DeployFence) async {
        var record = record
        while !Task.isCancelled, fence.closure(at: time.elapsed()) == nil {
            do {
                try await time.sleep(LeaseRecord.renewal)
            } catch {
                break
            }
            let begun = time.elapsed()
            do throws(DeployError) {
                record.renewedAt = time.now()
                guard let written = try await renew(record) else {
                    fence.close("another deploy has taken the lock")
                    return
                }
                record = written
                fence.renewed(at: begun)
            } catch {
                continue
            }
        }
    }

    /// Gives the lock back if it is still ours; if that does not work out, it expires by itself.
    func release() async {
        do throws(DeployError) {
            try await Parallel.shielded { () async throws(DeployError) in
                guard var record = try await look(), record.holder == holder else { return }
                record.holder = ""
                record.operation = nil
                _ = try await write(record)
            }
        } catch {
            return
        }
    }

    /// Writes a renewal; `nil` if the lock is no longer ours.
    private func renew(_ record: LeaseRecord) async throws(DeployError) -> LeaseRecord? {
        if let written = try await write(record) { return written }
        // A renewal whose answer was lost has moved the state as well, and that one is ours.
        guard var current = try await look(), current.holder == holder else { return nil }
        current.renewedAt = record.renewedAt
        return try await write(current)
    }

    /// Writes on top of the state that the record came from; `nil` if that is no longer the state.
    private func write(_ record: LeaseRecord) async throws(DeployError) -> LeaseRecord? {
        let object = record.object(reference, system: scope.system)
        do throws(ClusterError) {
            if record.resourceVersion == nil { return LeaseRecord(try await client.create(object)) }
            return LeaseRecord(try await client.replace(object))
        } catch {
            // The answer was lost on the way: the lease itself says whether the write was done.
            if error.isOutcomeUnknown, let current = try await look(), current.isSameWrite(as: record) {
                return current
            }
            // Not found: the lease was deleted under us, which is no licence to write either.
            guard
                error.code == .conflict || error.code == .alreadyExists
                    || (error.code == .notFound && record.resourceVersion != nil)
            else { throw DeployError(error) }
            return nil
        }
    }

    private func pause() async throws(DeployError) {
        do {
            try await time.sleep(Self.glance)
        } catch {
            throw DeployError.interrupted
        }
    }
}
