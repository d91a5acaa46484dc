// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes
import KubernetesClient

extension Deployer {
    /// Plans, takes the lock if there is anything to write, writes, watches, and gives the lock back.
    func run(
        _ request: DeployRequest,
        recorded: [String: Int] = [:],
        expecting saved: DeployPlan? = nil,
        onEvent: @escaping @Sendable (DeployEvent) -> Void
    ) async throws(DeployError) -> DeployReport {
        let start = time.elapsed()
        let lock = lock(request)
        let seen = try await lock.look()
        var run = DeployRun(
            prepared: try await prepare(request),
            context: context(request, onEvent: onEvent),
            recorded: recorded,
            start: start
        )
        if let saved { try Self.check(saved, against: run.plan) }
        run.context.emit(nil, .planned(run.plan))
        if run.needsWriting, run.refusal == nil { try await preflight(&run.prepared) }
        if let refusal = run.refusal { return refusal }
        guard run.needsWriting else { return await run.execute(lock: nil) }
        // The lock lives in the namespace, so that has to be there first.
        try await run.applyShared { $0 == "Namespace" }
        let context = run.context
        let acquisition = try await lock.acquire(seen, policy: request.options.lock) { record in
            context.emit(nil, .lockHeld(by: record.holder))
        }
        switch acquisition {
        case .held(let record): return run.locked(by: record)
        case .acquired(let record, let waited, let abandoned):
            context.emit(nil, .lockAcquired)
            if let abandoned { context.emit(nil, .foundInterrupted(Self.interruption(abandoned))) }
            do throws(DeployError) {
                let report = try await proceed(&run, record, saved: saved, isStale: waited)
                await lock.release()
                return report
            } catch {
                await lock.release()
                throw error
            }
        }
    }

    private static func interruption(_ record: LeaseRecord) -> String {
        let since = record.acquiredAt.map { " begun \($0)" } ?? ""
        return
            "a deploy by \(record.holder)\(since) stopped without an end; what it left undone of these services is done now"
    }

    /// The rest of a deploy, under the lock.
    private func proceed(
        _ run: inout DeployRun,
        _ record: LeaseRecord,
        saved: DeployPlan?,
        isStale: Bool
    ) async throws(DeployError) -> DeployReport {
        if isStale {
            // Somebody may have deployed while we waited: what was found out before no longer counts.
            run.prepared = try await prepare(run.prepared.request)
            if let saved { try Self.check(saved, against: run.plan) }
            run.context.emit(nil, .planned(run.plan))
            if run.refusal == nil { try await preflight(&run.prepared) }
            if let refusal = run.refusal { return refusal }
        }
        try await run.applyShared { $0 != "Namespace" }
        return await run.execute(lock: (lock(run.prepared.request), record))
    }

    private func lock(_ request: DeployRequest) -> DeployLock {
        DeployLock(
            client: client,
            time: time,
            scope: request.scope,
            // Two runs of one user on one machine are two holders.
            holder: "\(request.options.initiator.isEmpty ? "msctl" : request.options.initiator)/\(identity)"
        )
    }
}
