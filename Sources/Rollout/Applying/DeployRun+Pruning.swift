// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes

extension DeployRun {
    /// Deletes what nothing wants any more, now that everything that is wanted works.
    ///
    /// What was to be deleted and is still there is no success: somebody may have asked for nothing else.
    func prune(_ report: inout DeployReport) async {
        let pending = resolvedPlan.deletions.filter { !report.pruned.contains($0.reference) }
        await delete(pending, &report)
        let left = pending.count { !report.pruned.contains($0.reference) }
        guard left > 0 else { return }
        if report.outcome == .succeeded { report.outcome = .unconfirmed }
        report.stopped =
            "\(left) object\(left == 1 ? "" : "s") that nothing wants any more could not be deleted"
    }

    private func delete(_ objects: [KubernetesObject], _ report: inout DeployReport) async {
        var going: [KubernetesObject] = []
        for object in objects {
            do throws(DeployError) {
                if let rest = try await ObjectPruner.request(object, context: context) {
                    going.append(rest)
                } else {
                    note(object, &report)
                }
            } catch {
                report.notes.append("\(object.reference) was not deleted: \(error)")
                // Then none of the others can be deleted either.
                if case .lockLost = error { return }
                if error.isCancellation { return report.outcome = .interrupted }
            }
        }
        await seeGone(going, &report)
    }

    /// Waits for all that goes on existing at once, so that many of them take no longer than one.
    private func seeGone(_ going: [KubernetesObject], _ report: inout DeployReport) async {
        do throws(DeployError) {
            let left = try await ObjectPruner.remaining(of: going, context: context)
            let names = Set(left.map(\.reference))
            for object in going where !names.contains(object.reference) { note(object, &report) }
            report.notes += left.map { "\(DeployError.lingering($0.reference, $0.departure))" }
        } catch {
            report.notes.append("whether everything is deleted could not be seen: \(error)")
            if error.isCancellation { report.outcome = .interrupted }
        }
    }

    private func note(_ object: KubernetesObject, _ report: inout DeployReport) {
        context.emit(object.labels[Label.service], .pruned(object.reference))
        report.pruned.append(object.reference)
    }
}
