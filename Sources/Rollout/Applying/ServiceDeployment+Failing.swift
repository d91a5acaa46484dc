// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes
import KubernetesClient

extension ServiceDeployment {
    /// Says why, keeps the evidence, remembers it, and goes back if there is a way.
    @inline(never)
    func fail(
        _ revision: inout Revision,
        _ written: Written,
        _ report: inout ServiceReport
    ) async {
        let leaves = await namesLeavingNamespace(&report)
        if let cause = report.cause { context.emit(name, .failed(cause)) }
        guard let mask = await witness(&report), !isInterrupted(&report) else { return }
        revision.failure = report.cause?.headline ?? report.notes.first
        // With the namespace go the records, and nothing can be made in it.
        if leaves { return }
        let target = wayBack(from: revision, written, &report)
        if target == nil { return await end(&revision, &report) }
        // Until the way back is done the failed revision stays unfinished: whoever finds it so knows to act.
        if recorded == nil { await remember(revision, &report) }
        guard let target else { return }
        let rollback = ServiceRollback(
            context: context,
            service: name,
            target: target,
            failed: revision.number,
            activation: max(history.nextActivation, revision.activation + 1),
            created: made(by: revision, written),
            doubtful: ServiceRollback.doubtfulSets(of: target, after: items, history),
            mask: mask
        )
        do throws(DeployError) {
            let result = try await rollback.run(&report.notes)
            report.rollback = result
            if !result.isVerified {
                let objects = result.differences.map(\.description).joined(separator: ", ")
                report.notes.append("a dry run of \(target.label) still shows differences: \(objects)")
            }
            context.emit(name, .rolledBack(result))
        } catch {
            // Half-way back, it stays unfinished: the next run goes on.
            guard !error.isCancellation else { return report.outcome = .interrupted }
            if case .unseen = error {
                // Not to see it is no sign that it does not work (decision 0025).
                report.outcome = .unconfirmed
                report.notes.append(mask.clean(text: error.description))
            } else {
                let reason = mask.clean(text: error.description)
                report.rollbackFailure = reason
                let failure = revision.failure.map { "\($0); " } ?? ""
                revision.failure = "\(failure)the way back to \(target.label) did not work: \(reason)"
                context.emit(name, .rollbackFailed(reason))
            }
        }
        await end(&revision, &report)
    }

    /// Keeps what can be seen of a service that is not ready; returns what must not be said of it, or `nil` if somebody has
    /// cancelled the deploy.
    @discardableResult
    @inline(never)
    func witness(_ report: inout ServiceReport) async -> SecretMask? {
        let mask = await maskWithLiveSecrets()
        report.notes = report.notes.map(mask.clean(text:))
        guard !isInterrupted(&report) else { return nil }
        let evidence = await EvidenceCollector(context: context, service: name, mask: mask)
            .collect(items.map(\.desired.object), report: report)
        report.hasEvidence = !evidence.isEmpty
        // A thousand bundles would be a gigabyte, and a run that is killed on the way back should leave what it has seen.
        if !evidence.isEmpty { context.emit(name, .witnessed(evidence, revision: report.revision)) }
        return mask
    }

    /// Whether it has failed because its whole namespace goes; then that is the cause, and the same for all services.
    private func namesLeavingNamespace(_ report: inout ServiceReport) async -> Bool {
        let isSuspect = [.replaced, .objectGone, .applyRefused].contains(report.cause?.code)
        let namespace = ObjectReference(type: .namespace, namespace: nil, name: context.scope.namespace)
        guard isSuspect else { return false }
        do throws(ClusterError) {
            let found = try await context.client.find(namespace)
            guard found?.isBeingDeleted ?? true else { return false }
            var cause = RootCause(
                .replaced,
                "the namespace `\(namespace.name)` has been deleted",
                object: namespace,
                pointer: ""
            )
            cause.remedy = "deploy again once it is gone, which makes it and everything in it anew"
            report.cause = cause
            return true
        } catch {
            // Without the right to look at it, what was seen has to do.
            return false
        }
    }

    /// Whether somebody has cancelled the deploy: then nothing more is begun, neither evidence nor a way back.
    private func isInterrupted(_ report: inout ServiceReport) -> Bool {
        guard Task.isCancelled else { return false }
        report.outcome = .interrupted
        return true
    }

    /// Everything that must not be said of a service whose pods of any version may be heard.
    ///
    /// A Secret that is named by its content stays as long as a revision that is kept lists it, and is not among the objects
    /// of this one.
    private func maskWithLiveSecrets() async -> SecretMask {
        var mask = mask
        do throws(DeployError) {
            let live = try await LiveObjects.read(
                [RevisionSecret.type],
                of: name,
                scope: context.scope,
                client: context.client
            )
            mask.take(live.all.filter { $0.label(Label.record) == nil })
        } catch {
            // Without the right to read Secrets, what is known of them has to do.
        }
        return await context.secrets.filling(mask)
    }

    /// Writes down that this is all that becomes of a revision.
    func end(_ revision: inout Revision, _ report: inout ServiceReport) async {
        revision.endedAt = context.time.now()
        if recorded == nil { await remember(revision, &report) }
    }

    private func remember(_ revision: Revision, _ report: inout ServiceReport) async {
        do throws(DeployError) {
            try context.checkWriting()
            try await context.store.update(revision)
        } catch {
            // Tried before and after the way back, and the reason is rarely another one.
            let start = "what became of r\(revision.number) could not be recorded: "
            guard !report.notes.contains(where: { $0.hasPrefix(start) }) else { return }
            report.notes.append("\(start)\(error)")
        }
    }

    /// Where to go back to; `nil` if there is no need, no wish or no way.
    private func wayBack(
        from revision: Revision,
        _ written: Written,
        _ report: inout ServiceReport
    ) -> Revision? {
        // A deploy that was killed may have written everything already, so that nothing was left to write now.
        let isBegun = !written.isEmpty || history.current?.number == revision.number
        guard context.options.rollsBack, isBegun, context.fence.closure(at: context.time.elapsed()) == nil
        else { return nil }
        if report.cause?.code == .overtaken {
            report.notes.append("it was left as they made it; `msctl plan` shows the difference")
            return nil
        }
        let proven = history.lastProven(besides: revision.number)
        if let cause = report.cause, cause.code == .lingering,
            proven?.objects.contains(where: { $0 == cause.object }) ?? true
        {
            report.notes.append("it was left as it is: a way back would wait for the same object")
            return nil
        }
        if proven != nil, let cause = report.cause, cause.isOlder {
            report.notes.append(
                "it was left as it is: `\(cause.object)` was not ready before, and this deploy has not changed it"
            )
            return nil
        }
        if let proven { return proven }
        report.notes.append("there is no proven revision to go back to, so it was left as it is")
        return nil
    }

    /// The objects that came into being with the revision, in this run or in one that was killed.
    ///
    /// The number of the revision alone does not tell: it is also on what was there before and was only taken in.
    private func made(by revision: Revision, _ written: Written) -> [KubernetesObject] {
        guard let stored = revision.storedAt else { return written.created }
        let earlier = items.compactMap(\.live).filter { object in
            guard let made = object.createdAt, made >= stored, object.isMadeByUs else { return false }
            return object.label(Label.service) == name
                && object.annotation(Label.revision) == String(revision.number)
        }
        return written.created + earlier
    }
}
