// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes

extension DeployRun {
    /// Deletes what nothing wants any more, now that everything that is wanted works.
    ///
    /// What was to be deleted and is still there is no success: somebody may have asked for nothing else.
    func prune(_ report: inout DeployReport) async {
        let pending = resolvedPlan.deletions.filter { !report.pruned.contains($0.reference) }
        let left = await delete(pending, &report)
        guard left > 0 else { return }
        if report.outcome == .succeeded { report.outcome = .unconfirmed }
        report.stopped =
            "\(left) object\(left == 1 ? "" : "s") that nothing wants any more could not be deleted"
    }

    /// Returns how many of the objects are still there.
    private func delete(_ objects: [KubernetesObject], _ report: inout DeployReport) async -> Int {
        var going: [KubernetesObject] = []
        var left = objects.count
        for object in objects {
            do throws(DeployError) {
                switch try await ObjectPruner.request(object, context: context) {
                case .going(let rest): going.append(rest)
                case .gone:
                    note(object, &report)
                    left -= 1
                case .replaced:
                    report.notes.append(ObjectPruner.replacement(of: object))
                    left -= 1
                }
            } catch {
                report.notes.append("\(object.reference) was not deleted: \(error)")
                // Then none of the others can be deleted either.
                if case .lockLost = error { return left }
                if error.isCancellation {
                    report.outcome = .interrupted
                    return left
                }
            }
        }
        let gone = await seeGone(going, &report)
        return left - gone
    }

    /// Waits for all that goes on existing at once, so that many of them take no longer than one; returns how many go.
    ///
    /// Without waiting they are not said to be deleted, and what is recorded of them stays.
    private func seeGone(_ going: [KubernetesObject], _ report: inout DeployReport) async -> Int {
        guard context.options.waits else {
            report.notes += going.map {
                "`\($0.reference)` was asked to go and not waited for: it is \($0.departure)"
            }
            return going.count
        }
        do throws(DeployError) {
            let left = try await ObjectPruner.remaining(of: going, context: context)
            let names = Set(left.map(\.reference))
            for object in going where !names.contains(object.reference) { note(object, &report) }
            report.notes += left.map { "\(DeployError.lingering($0.reference, $0.departure))" }
            return going.count - left.count
        } catch {
            let names = going.map { "`\($0.reference)`" }
            let more = names.count > 5 ? ", and \(names.count - 5) more" : ""
            let asked = names.prefix(5).joined(separator: ", ") + more
            report.notes.append("\(asked): asked to go, and not seen to be gone: \(error)")
            if error.isCancellation { report.outcome = .interrupted }
            return 0
        }
    }

    private func note(_ object: KubernetesObject, _ report: inout DeployReport) {
        context.emit(object.label(Label.service), .pruned(object.reference))
        report.pruned.append(object.reference)
    }
}
