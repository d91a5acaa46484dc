// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient

extension Deployer {
    /// Makes objects that another tool has made, and that the request wants, objects of ours; changes no value.
    ///
    /// `managers` are field managers to take over from besides kubectl, Helm and the like. With `dryRun` the server is
    /// asked and nothing is kept. `onAdopted` is told of each object that has become ours, from any thread. Throws ``DeployError/locked(holder:since:)`` while somebody deploys.
    package func adopt(
        _ request: DeployRequest,
        from managers: Set<String> = [],
        dryRun: Bool = false,
        onAdopted: @escaping @Sendable (AdoptionResult) -> Void = { _ in }
    ) async throws(DeployError) -> [AdoptionResult] {
        // A namespace is everybody's who is in it: its labels would be ours, and gone with the next deploy.
        let shared = request.shared.filter { $0.object.kind != "Namespace" }
        let wanted = shared + request.services.flatMap(\.objects)
        let found = try await ConcurrentRequests.map(wanted) { (desired) async throws(DeployError) in
            (desired, try await client.live(desired.object.reference))
        }
        let isNeeded = found.contains { desired, object in
            object.map {
                OtherSystem.owner(of: $0, desired: desired.object) == nil
                    && Adoption($0, from: managers) != nil
            } ?? false
        }
        guard isNeeded, !dryRun else { return try await adopt(found, managers, dryRun, client, onAdopted) }
        return try await holdingLock(request) { (writer) async throws(DeployError) in
            try await adopt(found, managers, dryRun, writer, onAdopted)
        }
    }

    private func adopt(
        _ found: [(desired: DesiredObject, live: KubernetesObject?)],
        _ managers: Set<String>,
        _ dryRun: Bool,
        _ writer: ClusterClient,
        _ onAdopted: @escaping @Sendable (AdoptionResult) -> Void
    ) async throws(DeployError) -> [AdoptionResult] {
        try await ConcurrentRequests.map(found.map { Candidate(desired: $0.desired, live: $0.live) }) {
            (candidate) async throws(DeployError) in
            let result = try await adopt(candidate, managers, dryRun, writer)
            if result.outcome == .adopted, !dryRun { onAdopted(result) }
            return result
        }
    }

    private struct Candidate: Sendable {
        var desired: DesiredObject
        var live: KubernetesObject?
    }

    private func adopt(
        _ candidate: Candidate,
        _ managers: Set<String>,
        _ dryRun: Bool,
        _ writer: ClusterClient
    ) async throws(DeployError) -> AdoptionResult {
        let reference = candidate.desired.object.reference
        var result = AdoptionResult(object: reference, service: candidate.desired.service, outcome: .absent)
        guard let live = candidate.live else { return result }
        if let owner = OtherSystem.owner(of: live, desired: candidate.desired.object) {
            result.outcome = .refused(OtherSystem.adoptionRefusal(owner))
            return result
        }
        result.outcome = .ours
        result.others = Adoption.others(of: live, for: candidate.desired.object, from: managers)
        guard let adoption = Adoption(live, from: managers) else { return result }
        result.managers = adoption.managers
        result.fields = adoption.fields
        result.helmRelease = live.annotation("meta.helm.sh/release-name")
        if let reason = Self.obstacle(candidate.desired.object, live) {
            result.outcome = .refused(reason)
            return result
        }
        try await DeployError.wrapping { () async throws(ClusterError) in
            try await writer.carryOut(dryRun: dryRun, on: live) { Adoption($0, from: managers) }
        }
        result.outcome = .adopted
        return result
    }

    /// Why an object cannot become ours.
    private static func obstacle(_ desired: KubernetesObject, _ live: KubernetesObject) -> String? {
        if live.hasController { return "a controller has made it and looks after it" }
        let wanted = desired["spec"]?["selector"]
        let present = live["spec"]?["selector"]
        guard GroupVersionKind.podSelectors.contains(desired.type), wanted != present else {
            return nil
        }
        return
            "its `spec.selector` is another one, and a selector never changes: let msctl make it under another "
            + "name, or delete this one"
    }

    /// Does some work while nobody else deploys, with a client that writes only as long as that is so.
    ///
    /// Throws ``DeployError/abandoned(_:)`` where a run was killed: only a deploy puts that in order, and
    /// after the lock was given back nothing would tell of it any more.
    private func holdingLock<Output: Sendable>(
        _ request: DeployRequest,
        _ work: @Sendable (ClusterClient) async throws(DeployError) -> Output
    ) async throws(DeployError) -> Output {
        let lock = lock(request.scope, request.options)
        let seen = try await lock.look()
        switch try await lock.acquire(seen, policy: request.options.lock, onWait: { _ in }) {
        case .held(let record):
            throw .locked(holder: record.holder, since: record.acquiredAt.map(\.description) ?? "")
        case .acquired(let record, let begun, let answeredIn, _, let found):
            if let found, !found.holder.isEmpty {
                await lock.release(as: found)
                throw .abandoned(found.work)
            }
            let fence = DeployFence()
            fence.renewed(record, at: begun, answeredIn: answeredIn)
            let writer = client.admitting(fence.admission(time))
            do throws(DeployError) {
                let output = try await keeping(lock, record, fence) { () async throws(DeployError) in
                    try await work(writer)
                }
                await lock.release(as: found)
                return output
            } catch {
                await lock.release(as: found)
                throw error
            }
        }
    }
}
