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
        var written = Written()
        /// When its turn came.
        var start = Duration.zero
        /// What to wait for; `nil` if that is not to be done.
        var target: RolloutTarget?
    }

    /// What has been written of the service, as far as it matters for a way back.
    struct Written: Sendable {
        var isEmpty = true
        /// The objects that came into being.
        var created: [KubernetesObject] = []

        init() {}

        init(_ applied: [ObjectApplier.Applied]) {
            isEmpty = applied.isEmpty
            created = applied.filter(\.isCreated).map(\.object)
        }
    }

    /// Begins in a task of its own, which takes what it needed with it.
    @inline(never)
    func begunApart() async -> Beginning {
        async let beginning = begin()
        return await beginning
    }

    /// Records and writes what has to be.
    ///
    /// Much is under way of what is being written, and little of what is waited for: so a service takes its turn, unless it
    /// has to wait until something is gone, for however long that takes. Where nothing is to be done it need not wait for others.
    private func begin() async -> Beginning {
        if !outline.contains(where: \.change.isWrite),
            let report = brieflyOpened({ settledRevision(content).map(unchanged) })
        {
            return Beginning(report: report)
        }
        let takesTurns = leavingAutoscalers.isEmpty && outline.allSatisfy { $0.predecessor == nil }
        if takesTurns { await context.writing.enter() }
        defer { if takesTurns { context.writing.leave() } }
        return await opened(write)
    }

    private var content: RevisionContent { RevisionContent(service.objects) }

    @inline(never)
    private func write() async -> Beginning {
        let start = context.time.elapsed()
        let content = content
        var revision = intendedRevision(content)
        var report = ServiceReport(service: name, outcome: .succeeded, revision: revision.number)
        do throws(DeployError) {
            // Cancelled, all that have waited for their turn come by: they say nothing of what is not done.
            try context.checkWriting()
        } catch {
            report.stop(error, at: nil)
            return Beginning(report: report)
        }
        announceUnfinished(before: revision)
        context.emit(name, .started(revision: revision.number))
        guard let applied = await put(content, &revision, &report) else { return Beginning(report: report) }
        var beginning = Beginning(
            report: report,
            revision: revision,
            written: Written(applied),
            start: start
        )
        if context.options.waits { beginning.target = target(applied, mask: mask) }
        return beginning
    }

    /// Records the revision and writes its objects; `nil` if it could not be recorded.
    @inline(never)
    private func put(
        _ content: RevisionContent,
        _ revision: inout Revision,
        _ report: inout ServiceReport
    ) async -> [ObjectApplier.Applied]? {
        do throws(DeployError) {
            if recorded == nil { try await context.store.record(&revision, content) }
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
}
