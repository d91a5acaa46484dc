// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes
import KubernetesClient

extension Deployer {
    /// Plans, takes the lock if there is anything to write, writes, watches, and gives the lock back.
    func run(
        _ goal: RunGoal,
        onEvent: @escaping @Sendable (DeployEvent) -> Void
    ) async throws(DeployError) -> DeployReport {
        let request = goal.request
        let start = time.elapsed()
        var lock = lock(request.scope, request.options)
        lock.operation = goal.operation
        lock.services = Set(request.services.map(\.name))
        let seen = try await lock.look()
        let context = context(request, onEvent: onEvent)
        var run = DeployRun(
            prepared: try await prepare(request, context.secrets),
            context: context,
            recorded: goal.recorded,
            start: start
        )
        if let reason = request.partialReason {
            run.notes.append("services that no manifest declares are not deleted: \(reason)")
        }
        try run.hold(goal.saved)
        run.context.emit(nil, .planned(run.plan))
        if run.needsWriting, run.refusal == nil { try await preflight(&run.prepared) }
        if let refusal = run.refusal { return refusal }
        let isAbandoned = seen?.isAbandoned(at: time.now()) ?? false
        guard run.needsWriting || goal.isGoingOn || isAbandoned && goal.saved == nil else {
            // Whether its holder is at work or gone, somebody who deploys wants to know of it.
            if let seen, !seen.holder.isEmpty { run.notes.append("the lock is held: \(seen.work)") }
            return await run.execute(isSettled: true)
        }
        do throws(DeployError) {
            return try await carryOut(&run, lock, seen, goal)
        } catch {
            throw run.shared.isEmpty ? error : .stoppedAfter(run.shared, error)
        }
    }

    /// What is done under the lock; `seen` is what that was when the run was planned.
    private func carryOut(
        _ run: inout DeployRun,
        _ lock: DeployLock,
        _ seen: LeaseRecord?,
        _ goal: RunGoal
    ) async throws(DeployError) -> DeployReport {
        // The lock lives in the namespace, so that has to be there first.
        try await run.applyShared { $0 == "Namespace" }
        let context = run.context
        // With a namespace go its lock and everything else that was read of it.
        let isNewPlace = run.resolvedPlan.losesNamespace
        let policy = goal.request.options.lock
        let limit: Timestamp? = if case .wait(let limit) = policy { time.now() + limit } else { nil }
        let acquisition = try await lock.acquire(isNewPlace ? nil : seen, policy: policy) { record in
            context.emit(nil, .lockHeld(by: record.holder, since: record.acquiredAt, until: limit))
        }
        switch acquisition {
        case .held(let record):
            return run.prepared.locked(by: record, after: run.duration, written: run.shared)
        case .acquired(let record, let begun, let answeredIn, let waited, let found):
            context.fence.renewed(record, at: begun, answeredIn: answeredIn)
            context.emit(nil, .lockAcquired)
            do throws(DeployError) {
                let report = try await keeping(lock, record, context.fence) {
                    () async throws(DeployError) in
                    var isStale = waited || isNewPlace
                    if let found, !found.holder.isEmpty,
                        try await takeUp(found, in: &run, isPlanned: goal.saved != nil)
                    {
                        isStale = true
                    }
                    return try await proceed(&run, saved: goal.saved, isStale: isStale)
                }
                await lock.release(as: run.remains(record, found: found, after: report))
                return report
            } catch {
                await lock.release(as: found)
                throw error
            }
        }
    }

    /// Plans again under the lock, where what was found out before no longer counts.
    private func again(_ run: inout DeployRun) async throws(DeployError) -> DeployReport? {
        run.prepared = try await prepare(run.prepared.request, run.context.secrets)
        run.context.emit(nil, .planned(run.plan))
        if run.refusal == nil { try await preflight(&run.prepared) }
        guard let refusal = run.refusal, !run.leftovers.isEmpty else { return run.refusal }
        // What nobody asked for now must not stand in the way of what somebody did.
        for service in run.leftovers { run.leave(service, because: refusal.stopped) }
        let leftovers = run.leftovers
        run.prepared.request.services.removeAll { leftovers.contains($0.name) }
        run.leftovers = []
        return try await again(&run)
    }

    /// The rest of a deploy, under the lock.
    private func proceed(
        _ run: inout DeployRun,
        saved: DeployPlan?,
        isStale: Bool
    ) async throws(DeployError) -> DeployReport {
        if isStale {
            let refusal = try await again(&run)
            try run.hold(saved)
            if let refusal { return refusal }
        }
        for (service, job) in run.resolvedPlan.repeatedJobs {
            let words = "`\(job)` runs again, as going back makes it anew"
            run.context.emit(service, .noted(words))
            run.notes.append(words)
        }
        run.hasBegun = true
        try await run.applyShared { $0 != "Namespace" }
        return await run.execute()
    }

    /// Does some work while the lock is renewed; cancelled, what has not been sent yet is not sent any more.
    func keeping<Output: Sendable>(
        _ lock: DeployLock,
        _ record: LeaseRecord,
        _ fence: DeployFence,
        _ work: () async throws(DeployError) -> Output
    ) async throws(DeployError) -> Output {
        let result = await withTaskCancellationHandler {
            await withTaskGroup(of: Void.self) { group -> Result<Output, DeployError> in
                group.addTask { await lock.keep(record, fence: fence) }
                let result: Result<Output, DeployError>
                do throws(DeployError) {
                    result = .success(try await work())
                } catch {
                    result = .failure(error)
                }
                group.cancelAll()
                return result
            }
        } onCancel: {
            fence.interrupt()
        }
        return try result.get()
    }

    func lock(_ scope: SystemScope, _ options: DeployOptions) -> DeployLock {
        DeployLock(
            // A renewal that waits behind a thousand writes comes too late, and so does one that waits for as long as an overloaded
            // server asks: up to 32 s.
            client: client.urgent(waitingAtMost: .seconds(5)),
            time: time,
            scope: scope,
            // Two runs of one user on one machine are two holders.
            holder: "\(options.initiator.isEmpty ? "msctl" : options.initiator)/\(identity)"
        )
    }
}
