// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Kubernetes
package import KubernetesClient

/// The one way to change a cluster: plans, deploys, goes back, scales, and tells what runs.
package struct Deployer: Sendable {
    let client: ClusterClient
    let time: DeployTime
    /// Tells this run from others, as the holder of a lock.
    let identity: String
    let access: AccessCheck

    /// Makes a deployer; nothing is sent yet.
    ///
    /// - Parameters:
    ///   - client: the cluster.
    ///   - clock: for waiting.
    ///   - now: the wall clock, for records.
    package init(
        client: ClusterClient,
        clock: any Clock<Duration> = ContinuousClock(),
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.client = client
        access = AccessCheck(client: client)
        time = DeployTime(clock: clock, now: now)
        identity = String(UInt64.random(in: .min ... .max), radix: 36)
    }

    /// What a deploy of the request would do; changes nothing.
    package func plan(_ request: DeployRequest) async throws(DeployError) -> DeployPlan {
        try await prepare(request).resolvedPlan.plan
    }

    /// What a deploy of the request would do, and whether it would be refused; changes nothing.
    ///
    /// The checks are those of a deploy, made with reads, reviews of rights and dry runs. Rights that are missing refuse
    /// nothing: whoever deploys may be another account.
    package func forecast(_ request: DeployRequest) async throws(DeployError) -> DeployForecast {
        var run = DeployRun(
            prepared: try await prepare(request),
            context: context(request) { _ in },
            recorded: [:],
            start: time.elapsed()
        )
        if run.needsWriting, run.refusal == nil { try await preflight(&run.prepared) }
        let denied = run.prepared.denied
        run.prepared.denied = []
        var forecast = DeployForecast(
            plan: run.plan,
            refusal: run.refusal,
            reason: run.prepared.refusalReason,
            denied: denied.map(\.description)
        )
        forecast.notes = run.resolvedPlan.idleNotes
        return forecast
    }

    /// Deploys a request and says how it went; throws only while nothing of any service has been written.
    ///
    /// With a saved plan, refuses if the plan would not be the same today. Cancelling the task finishes the writes
    /// under way and reports what was applied.
    package func deploy(
        _ request: DeployRequest,
        expecting saved: DeployPlan? = nil,
        onEvent: @escaping @Sendable (DeployEvent) -> Void = { _ in }
    ) async throws(DeployError) -> DeployReport {
        try await run(RunGoal(request: request, saved: saved), onEvent: onEvent)
    }

    /// Puts a recorded revision of a service back in place: unless told which, the last proven one that was not itself
    /// rolled back from.
    package func rollback(
        _ service: String,
        in scope: SystemScope,
        to number: Int? = nil,
        options: DeployOptions = DeployOptions(),
        onEvent: @escaping @Sendable (DeployEvent) -> Void = { _ in }
    ) async throws(DeployError) -> DeployReport {
        let store = RevisionStore(client: client, scope: scope)
        guard let history = try await store.histories(of: service)[service] else {
            let found = try await objects(of: service, in: scope)
            throw found.isOurs ? .noRevisions(service: service) : .unknownService(service)
        }
        let begun = try await rollbackUnderWay(history, scope)
        let target: Revision
        if let number {
            guard let found = history.revision(number) else {
                throw .unknownRevision(service: service, revision: number)
            }
            target = found
        } else {
            guard let found = begun ?? history.wayBack else {
                let left = history.revisions.filter { $0.isProven && history.isLeft($0) }
                throw .nothingToReturnTo(service: service, left: left.map(\.number))
            }
            target = found
        }
        let objects = try await store.content(of: target).objects.map { DesiredObject($0, service: service) }
        var request = DeployRequest(
            system: scope.system,
            environment: scope.environment,
            namespace: scope.namespace,
            // What is put back makes no new revision, so that none has to go.
            services: [DesiredService(name: service, objects: objects, oldRevisions: .max)],
            options: options
        )
        request.returning = [service]
        let goal = RunGoal(
            request: request,
            recorded: [service: target.number],
            operation: LockedOperation(rollbackOf: service, to: target.number),
            isGoingOn: number == nil && begun != nil
        )
        return try await run(goal, onEvent: onEvent)
    }

    /// Where a rollback of the service was going that holds the lock, or held it when it was killed.
    private func rollbackUnderWay(
        _ history: RevisionHistory,
        _ scope: SystemScope
    ) async throws(DeployError) -> Revision? {
        let record = try await lock(scope, DeployOptions()).look()
        let operation = record?.operations.first { $0.service == history.service }
        return operation.flatMap { history.revision($0.revision) }
    }

    /// The recorded revisions of a service, oldest first; throws for a service that has none.
    package func history(
        of service: String,
        in scope: SystemScope
    ) async throws(DeployError) -> RevisionHistory {
        let store = RevisionStore(client: client, scope: scope)
        guard let history = try await store.histories(of: service)[service] else {
            throw .unknownService(service)
        }
        return history
    }

    /// The recorded revisions of all services, by the name of the service.
    package func histories(in scope: SystemScope) async throws(DeployError) -> [RevisionHistory] {
        try await RevisionStore(client: client, scope: scope).histories().values
            .sorted { $0.service < $1.service }
    }

    func context(
        _ request: DeployRequest,
        onEvent: @escaping @Sendable (DeployEvent) -> Void
    ) -> DeployContext {
        DeployContext(request, client: client, time: time, onEvent: onEvent)
    }
}
