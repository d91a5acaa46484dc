// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension DeployPlan {
    /// Holds a saved plan against today's; throws if it is for another place, or if it would now do something else.
    ///
    /// Returns what the user should know although the plan holds. What this run has `written` since it first held the plan
    /// is done by now, as the plan says.
    static func hold(
        _ saved: DeployPlan,
        against plan: DeployPlan,
        written: Set<ObjectReference> = []
    ) throws(DeployError) -> String? {
        if saved.scope != plan.scope {
            throw .foreignPlan("the plan is for \(place(saved)), not for \(place(plan))")
        }
        let isSameCluster = try isSameCluster(saved, plan)
        let before = Dictionary(saved.entries.map { ($0.object, $0) }, uniquingKeysWith: { $1 })
        let after = Dictionary(plan.entries.map { ($0.object, $0) }, uniquingKeysWith: { $1 })
        let moved = Set(before.keys).union(after.keys).filter { object in
            let (old, new) = (before[object], after[object])
            let isDone = written.contains(object) && new?.change == .unchanged
            return !isDone && (old?.change != new?.change || old?.content != new?.content)
        }
        let differences = moved.sorted().flatMap { object in
            PlanDifference.words(before[object]?.change, after[object]?.change).map { "\(object) \($0)" }
        }
        try refuseOtherServices(saved, plan, moved)
        if !moved.isEmpty { throw .planMoved(differences) }
        guard !isSameCluster else { return nil }
        return """
            whether this is the cluster that the plan was made for could not be checked: it needs the right to read \
            the namespace kube-system, or a namespace that was there already
            """
    }

    /// Throws if nothing has moved but that the plan is for other services than were asked for.
    private static func refuseOtherServices(
        _ saved: DeployPlan,
        _ plan: DeployPlan,
        _ moved: Set<ObjectReference>
    ) throws(DeployError) {
        let before = Set(saved.entries.compactMap(\.service))
        let now = Set(plan.entries.compactMap(\.service))
        let others = before.symmetricDifference(now)
        let entries = (saved.entries + plan.entries).filter { moved.contains($0.object) }
        guard !before.isEmpty, !now.isEmpty, !entries.isEmpty,
            entries.allSatisfy({ $0.service.map(others.contains) ?? false })
        else { return }
        throw .foreignPlan("the plan is for \(names(before)), and this deploy for \(names(now))")
    }

    private static func names(_ services: Set<String>) -> String {
        DeployError.few(services.sorted().map { "`\($0)`" }, 5).joined(separator: ", ")
    }

    private static func place(_ plan: DeployPlan) -> String {
        "`\(plan.scope.system)` in `\(plan.scope.environment)` (namespace \(plan.scope.namespace))"
    }

    /// Whether the identities say so; false if there are none that both plans know.
    private static func isSameCluster(_ saved: DeployPlan, _ plan: DeployPlan) throws(DeployError) -> Bool {
        if let before = saved.cluster, let now = plan.cluster {
            guard before == now else {
                throw .foreignPlan("the plan is for another cluster: \(before), and this one is \(now)")
            }
            return true
        }
        guard let before = saved.namespaceUID, let now = plan.namespaceUID else { return false }
        guard before == now else {
            throw .foreignPlan(
                "the plan is for another namespace `\(plan.scope.namespace)`: \(before), and this one is \(now)"
            )
        }
        return true
    }
}

/// What a saved plan and one of today say of one object, where that is not the same.
private enum PlanDifference {
    /// More of a value says less.
    private static let longestValue = 60

    /// One sentence for each field that differs, or one for the object.
    static func words(_ before: PlannedChange?, _ after: PlannedChange?) -> [String] {
        let (left, right) = (fields(before), fields(after))
        var said: Set<String> = []
        var words: [String] = []
        for name in (left + right).map(\.field) where said.insert(name).inserted {
            let old = left.first { $0.field == name }
            let new = right.first { $0.field == name }
            if let old, let new, old.before == new.before, old.after == new.after {
                if old.seal != new.seal {
                    words.append("`\(name)`: a value that is not shown is another one now than in the plan")
                }
                continue
            }
            words.append("`\(name)`: \(text(old, of: before)) in the plan, \(text(new, of: after)) now")
        }
        guard words.isEmpty else { return words }
        if before == .create, after == .create { return ["is made otherwise now than in the plan"] }
        return ["(\(text(nil, of: before)) in the plan, \(text(nil, of: after)) now)"]
    }

    private static func fields(_ change: PlannedChange?) -> [FieldChange] {
        if case .update(let fields)? = change { fields } else { [] }
    }

    private static func text(_ field: FieldChange?, of change: PlannedChange?) -> String {
        if let field {
            // A field that changes hands and nothing else.
            guard field.before != field.after else { return "\(text(field.before)) with another owner" }
            return "\(text(field.before)) → \(text(field.after))"
        }
        switch change {
        case nil: return "nothing"
        case .update?: return "as it is"
        case .some(let change): return change.explanation
        }
    }

    private static func text(_ value: JSONValue?) -> String {
        let text = value?.string ?? value?.text() ?? "unset"
        return text.count > longestValue ? "\(text.prefix(longestValue))…" : text
    }
}
