// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Kubernetes
import KubernetesClient

extension Preparation {
    /// The report of a deploy that is not begun, if something stands in its way, and that took so long to find out.
    ///
    /// `written` is what had to be there before that could be found out.
    func refusal(after duration: Duration, written: [ObjectReference] = []) -> DeployReport? {
        guard let reason = refusalReason else { return nil }
        let plan = resolvedPlan.plan
        let obstacles = plan.obstacles
        let isConflict = obstacles.contains { if case .conflict = $0.change { true } else { false } }
        var report = DeployReport(
            outcome: isConflict ? .conflict : .preflightRefused,
            services: resolvedPlan.services.map { refused($0.service.name, obstacles) },
            plan: plan,
            duration: duration
        )
        if !denied.isEmpty, obstacles.isEmpty { report.outcome = .notAllowed }
        report.written = written
        report.stopped = "\(report.extent): \(reason)"
        report.services = Self.explained(report.services)
        // A name that was mistyped may be what allows too little.
        report.notes = resolvedPlan.idleNotes
        return report
    }

    /// What stands in the way of all of it, in one sentence; `nil` if nothing does.
    var refusalReason: String? {
        let obstacles = resolvedPlan.plan.obstacles
        if !obstacles.isEmpty {
            return Self.few(obstacles.map { "\($0.object) (\($0.change.word))" })
        }
        if !denied.isEmpty {
            return "not allowed to \(denied.map(\.description).joined(separator: ", "))"
        }
        if !missing.isEmpty {
            let headlines = Set(missing.values.flatMap { $0 }.map(\.headline))
            return headlines.sorted().joined(separator: ", ")
        }
        return deletionReason
    }

    /// The first three of some objects, and how many more there are: one reason often stops all that a service has.
    private static func few(_ objects: [String]) -> String {
        let rest = objects.count > 3 ? " and \(objects.count - 3) more" : ""
        return objects.prefix(3).joined(separator: ", ") + rest
    }

    private var deletionReason: String? {
        let needed = ObjectPruner.removals(resolvedPlan.unaskedDeletions)
        let called = calledDeletions
        guard called.isEmpty else {
            let losses = called.map { service in
                let consumers = resolvedPlan.consumers.consumers(of: service).map(\.description)
                return "\(service), which \(consumers.joined(separator: " and ")) still calls"
            }
            return """
                this would delete \(losses.joined(separator: ", ")); deploy what calls it without \
                the call first, or allow it with `--allow-delete \(needed)`
                """
        }
        let isTooMuch = ObjectPruner.isTooMuch(
            resolvedPlan.unaskedDeletions,
            of: liveCount,
            allowed: request.options.allowedDeletions
        )
        guard isTooMuch else { return nil }
        let allowed = request.options.allowedDeletions ?? 0
        let excess = allowed > 0 ? ", more than the \(allowed) allowed" : ""
        return """
            \(needed) of \(liveCount) objects would be deleted\(excess); allow it with \
            `--allow-delete \(needed)`
            """
    }

    /// Services that would be deleted although somebody calls them, unless that many deletions were asked for.
    private var calledDeletions: [ObjectReference] {
        let deletions = resolvedPlan.unaskedDeletions
        guard ObjectPruner.removals(deletions) > request.options.allowedDeletions ?? 0 else { return [] }
        let going = Set(deletions.map(\.reference))
        return resolvedPlan.consumers.services.filter { going.contains($0) }
    }

    /// The report of a deploy that did not get the lock.
    func locked(
        by record: LeaseRecord,
        after duration: Duration,
        written: [ObjectReference]
    ) -> DeployReport {
        var report = DeployReport(
            outcome: .locked,
            services: resolvedPlan.services.map {
                ServiceReport(service: $0.service.name, outcome: .skipped)
            },
            plan: resolvedPlan.plan,
            duration: duration
        )
        let since = record.acquiredAt.map { ", since \($0)" } ?? ""
        report.written = written
        let end = written.isEmpty ? "" : "; \(report.extent)"
        report.stopped = "the lock is held by \(record.holder)\(since)\(end)"
        return report
    }

    private func refused(_ service: String, _ obstacles: [DeployPlan.Entry]) -> ServiceReport {
        let own = obstacles.filter { $0.service == service }
        let causes = missing[service] ?? []
        let isBlameless = own.isEmpty && causes.isEmpty
        var report = ServiceReport(service: service, outcome: isBlameless ? .skipped : .failed)
        report.cause = causes.first
        report.notes = causes.dropFirst().map { cause in
            let place = cause.span.map { " (\($0.file.path):\($0.start.line))" } ?? ""
            let remedy = cause.remedy.map { "; \($0)" } ?? ""
            return "also: \(cause.headline)\(place)\(remedy)"
        }
        var refusals: [(reason: String, objects: [String])] = []
        for entry in own {
            switch entry.change {
            case .conflict(let fields):
                report.outcome = .conflict
                report.conflicts += fields
            case .replaceNeeded(let reason), .refused(let reason):
                guard !causes.contains(where: { $0.headline == reason }) else { continue }
                if let index = refusals.firstIndex(where: { $0.reason == reason }) {
                    refusals[index].objects.append(entry.object.description)
                } else {
                    refusals.append((reason, [entry.object.description]))
                }
            default: break
            }
        }
        report.notes += refusals.map { "\(Self.few($0.objects)): \($0.reason)" }
        return report
    }

    /// Says of services that nothing is wrong with whose trouble keeps them from being deployed.
    private static func explained(_ reports: [ServiceReport]) -> [ServiceReport] {
        let blamed = reports.filter { $0.outcome != .skipped }.map { "`\($0.service)`" }
        guard !blamed.isEmpty else { return reports }
        let shown = blamed.count > 3 ? Array(blamed.prefix(2)) + ["\(blamed.count - 2) others"] : blamed
        let names = [shown.dropLast().joined(separator: ", "), shown.last ?? ""].filter { !$0.isEmpty }
        let reason = "not begun because of \(names.joined(separator: " and "))"
        return reports.map { report in
            var report = report
            if report.outcome == .skipped { report.notes.append(reason) }
            return report
        }
    }
}
