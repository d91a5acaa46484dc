// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes
import KubernetesClient

extension ServiceDeployment {
    /// What has been written of the service.
    struct Beginning: Sendable {
        var report: ServiceReport
        /// What is being put in place; `nil` where there is nothing to do, or it could not be recorded.
        var revision: Revision?
        var applied: [ObjectApplier.Applied] = []
    }

    /// Begins in a task of its own, which takes what it needed with it.
    @inline(never)
    func begunApart() async -> Beginning {
        async let beginning = begin()
        return await beginning
    }

    /// Records and writes what has to be.
    private func begin() async -> Beginning {
        let content = RevisionContent(service.objects)
        if let current = settledRevision(content) { return Beginning(report: unchanged(current)) }
        var revision = intendedRevision(content)
        var report = ServiceReport(service: name, outcome: .succeeded, revision: revision.number)
        announceUnfinished(before: revision)
        context.emit(name, .started(revision: revision.number))
        guard let applied = await put(content, &revision, &report) else { return Beginning(report: report) }
        return Beginning(report: report, revision: revision, applied: applied)
    }

    /// Records the revision and writes its objects; `nil` if it could not be recorded.
    ///
    /// Much is under way of what is being written, and little of what is waited for: so a service takes its turn, unless it
    /// has to wait until something is gone, for however long that takes.
    @inline(never)
    private func put(
        _ content: RevisionContent,
        _ revision: inout Revision,
        _ report: inout ServiceReport
    ) async -> [ObjectApplier.Applied]? {
        let takesTurns = leavingAutoscalers.isEmpty && items.allSatisfy { $0.predecessor == nil }
        if takesTurns { await context.writing.enter() }
        defer { if takesTurns { context.writing.leave() } }
        do throws(DeployError) {
            try context.checkWriting()
            if recorded == nil { try await record(&revision, content) }
        } catch {
            report.stop(error, at: nil)
            return nil
        }
        return await write(&report)
    }

    /// Writes the objects; returns those that were written, and tells the report whatever stopped it.
    @inline(never)
    private func write(_ report: inout ServiceReport) async -> [ObjectApplier.Applied] {
        var applier = ObjectApplier(context: context, service: name, revision: report.revision)
        applier.leavingAutoscalers = leavingAutoscalers
        applier.intended = service.objects
        applier.keepsScale = recorded != nil
        let outcome = await applier.apply(items)
        report.applied = outcome.applied.map(\.object.reference)
        report.pruned = outcome.removed
        report.notes += outcome.notes
        if let failure = outcome.failure {
            report.stop(failure.error, at: failure.item.desired)
            let mask = await context.secrets.filling(mask)
            report.cause = report.cause.map(mask.clean)
        }
        return outcome.applied
    }

    /// Records what is about to be put in place.
    ///
    /// What is recorded is some ten times as large as what is kept of it, so a thousand services do not do that at once.
    @inline(never)
    private func record(_ revision: inout Revision, _ content: RevisionContent) async throws(DeployError) {
        await context.recording.enter()
        defer { context.recording.leave() }
        try context.checkWriting()
        try await context.store.record(&revision, content)
    }
}
