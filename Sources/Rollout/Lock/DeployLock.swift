// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes
import KubernetesClient
import NIOConcurrencyHelpers

/// The lock of one system in one namespace, whatever Environments name it: a Lease, whose resource version is the fencing token.
struct DeployLock: Sendable {
    /// How often a waiting deploy looks again.
    private static let glance = Duration.seconds(2)
    /// How often one renewal is written anew on top of a state that has moved.
    private static let attempts = 3
    /// How long whoever has cancelled waits for the lock to be given back: it is free by itself after
    /// ``LeaseRecord/expiry``, and a server that does not answer lets a request wait for longer than that.
    private static let grace = Duration.seconds(5)

    let client: ClusterClient
    let time: DeployTime
    let scope: SystemScope
    let holder: String
    /// What is noted in the lock while it is ours.
    var operation: LockedOperation?
    /// Services that its holder brings about: what somebody else was about to do with them is overtaken.
    var services: Set<String> = []

    /// How an attempt to take the lock ended.
    enum Acquisition: Sendable {
        /// It is ours; `waited` says whether somebody may have deployed since we looked first, and `found` is what the lock
        /// was left as by a holder who is gone, or by one who has not done all that was to be done.
        /// `at` is when the write that counts was begun, and `answeredIn` how long its answer took.
        case acquired(LeaseRecord, at: Duration, answeredIn: Duration, waited: Bool, found: LeaseRecord?)
        /// Somebody else has it.
        case held(LeaseRecord)
    }

    private var reference: ObjectReference {
        ObjectReference(
            type: LeaseRecord.type,
            namespace: scope.namespace,
            name: "msctl.\(scope.system)"
        )
    }

    /// The lock as it is; `nil` if nobody has ever taken it.
    func look() async throws(DeployError) -> LeaseRecord? {
        try await client.live(reference).map(LeaseRecord.init)
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
        var hasMoved = false
        while true {
            let now = time.now()
            let begun = time.elapsed()
            if known?.isFree(at: now, unchangedFor: time.elapsed() - knownSince) ?? true {
                var record = LeaseRecord(takenBy: holder, at: now, after: known)
                // What a run that was killed has left undone stays noted until this one has done it.
                let undone = (known?.operations ?? []).filter { !services.contains($0.service) }
                record.operations = (operation.map { [$0] } ?? []) + undone
                if let taken = try await taken(record), let held = await prolonged(taken, begun) {
                    let found = known.flatMap { $0.isBlank ? nil : $0 }
                    return .acquired(
                        held.record,
                        at: held.begun,
                        answeredIn: time.elapsed() - held.begun,
                        waited: waited,
                        found: found
                    )
                }
            } else if let known {
                // One that seems to be left behind is looked at for long enough, even by those who do not wait.
                let isDoubtful = known.isAbandoned(at: now) && !hasMoved
                guard isDoubtful || policy.waits(for: time.elapsed() - start) else { return .held(known) }
                if !waited { onWait(known) }
                try await pause()
            }
            let current = try await look()
            if current != known {
                hasMoved = true
                known = current
                knownSince = time.elapsed()
            }
            waited = true
        }
    }

    /// Takes the lock; `nil` if its state was no longer the one that the record came from.
    ///
    /// A proxy that sends a request once more hears only of a conflict with what the first one has done.
    private func taken(_ record: LeaseRecord) async throws(DeployError) -> LeaseRecord? {
        if let written = try await write(record) { return written }
        guard let current = try await look(), current.isSameWrite(as: record) else { return nil }
        return current
    }

    /// The lock as it is kept: one that was slow to come lasts longer, and has to say so before anything is done under it.
    ///
    /// Its first renewal would be no quicker, and its time over before the answer. `nil` if somebody else has it by now.
    private func prolonged(
        _ taken: LeaseRecord,
        _ begun: Duration
    ) async -> (record: LeaseRecord, begun: Duration)? {
        var record = taken
        record.duration = LeaseRecord.duration(forWritesOf: time.elapsed() - begun)
        guard record.duration > taken.duration else { return (taken, begun) }
        let again = time.elapsed()
        record.renewedAt = time.now()
        do throws(DeployError) {
            return try await renew(record).map { ($0, again) }
        } catch {
            // It is ours all the same, for as long as it was taken for; who keeps it goes on trying.
            return (taken, begun)
        }
    }

    /// Gives the lock back if it is still ours; if that does not work out, it expires by itself.
    ///
    /// With `rest`, that is what it says then: what was not done is for the next one.
    func release(as rest: LeaseRecord? = nil) async {
        let executor = ConcurrentRequests.executor
        // Tasks of their own do not inherit cancellation; the alarm, if there is one, is called off and not waited for.
        let giving = Task(executorPreference: executor) { try? await give(as: rest) }
        let impatience = NIOLockedValueBox<Task<Void, Never>?>(nil)
        await withTaskCancellationHandler {
            _ = await giving.value
        } onCancel: {
            let alarm = Task(executorPreference: executor) {
                do { try await time.sleep(Self.grace) } catch { return }
                giving.cancel()
            }
            impatience.withLockedValue { $0 = alarm }
        }
        impatience.withLockedValue { $0 }?.cancel()
    }

    private func give(as rest: LeaseRecord?) async throws(DeployError) {
        guard var record = try await look(), record.holder == holder else { return }
        record.holder = rest?.holder ?? ""
        record.operations = rest?.operations ?? []
        if let rest {
            record.acquiredAt = rest.acquiredAt
            record.renewedAt = rest.renewedAt
            record.duration = rest.duration
        }
        _ = try await write(record)
    }

    /// Writes a renewal; `nil` if the lock is no longer ours, throws if something moves it under our hands.
    func renew(_ record: LeaseRecord) async throws(DeployError) -> LeaseRecord? {
        var record = record
        for _ in 0..<Self.attempts {
            if Task.isCancelled { throw .interrupted }
            if let written = try await write(record) { return written }
            // A renewal whose answer was lost has moved the state as well, and so has one beside this one.
            guard var current = try await look(), current.holder == holder else { return nil }
            // One that was begun later may have come through first.
            current.renewedAt = [current.renewedAt, record.renewedAt].compactMap(\.self).max()
            current.duration = max(current.duration, record.duration)
            record = current
        }
        throw .cluster(ClusterError(.conflict, doing: "renewing the lock", object: reference))
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

extension DeployOptions.LockPolicy {
    /// Whether to wait on after some time.
    fileprivate func waits(for time: Duration) -> Bool {
        if case .wait(let limit) = self { time < limit } else { false }
    }
}
