// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import Rollout

/// A plan as people read it: what would change, field by field, and who stands in the way.
struct PlanText {
    let paint: Paint

    /// The lines of a plan; objects that stay as they are are only counted.
    func lines(_ plan: DeployPlan) -> [String] {
        let changed = plan.entries.filter { $0.change != .unchanged || !$0.notes.isEmpty }
        return changed.flatMap { lines($0, among: changed) } + [Self.summary(plan)]
    }

    /// An entry with all others that are refused for the same reason; nothing, where the first of those has said it.
    private func lines(_ entry: DeployPlan.Entry, among entries: [DeployPlan.Entry]) -> [String] {
        guard case .refused(let reason) = entry.change, entry.notes.isEmpty else { return lines(entry) }
        let alike = entries.filter { $0.change == .refused(reason) && $0.notes.isEmpty }
        guard alike.count > 1 else { return lines(entry) }
        guard alike.first?.object == entry.object else { return [] }
        let names = alike.prefix(3).map { paint(.strong, "\($0.object.type.kind) \($0.object.name)") }
        let rest = alike.count > 3 ? " and \(alike.count - 3) more" : ""
        return [
            "  \(mark(entry.change)) \(names.joined(separator: ", "))\(rest)",
            "      \(paint(.bad, LongText.shortened(reason)))",
        ]
    }

    /// `31 objects: 2 to create, 6 to change, 1 to delete, 22 unchanged`.
    static func summary(_ plan: DeployPlan) -> String {
        let words = [
            ("create", "to create"), ("update", "to change"), ("delete", "to delete"),
            ("conflict", "in conflict"), ("replace-needed", "to replace by hand"), ("refused", "refused"),
            ("unchanged", "unchanged"),
        ]
        let parts = words.compactMap { word, text -> String? in
            let count = plan.entries.count { $0.change.word == word }
            return count == 0 ? nil : "\(count) \(text)"
        }
        let objects = "\(plan.entries.count) object\(plan.entries.count == 1 ? "" : "s")"
        return parts.isEmpty ? objects : "\(objects): \(parts.joined(separator: ", "))"
    }

    private func lines(_ entry: DeployPlan.Entry) -> [String] {
        let name = "\(entry.object.type.kind) \(entry.object.name)"
        var lines = ["  \(mark(entry.change)) \(paint(.strong, name))"]
        var notes = entry.notes
        switch entry.change {
        case .create, .unchanged, .delete: break
        case .update(let fields): lines += fields.map { field($0, &notes) }
        case .conflict(let fields): lines += fields.map(owned)
        case .replaceNeeded(let reason), .refused(let reason):
            lines.append("      \(paint(.bad, LongText.shortened(reason)))")
        }
        return lines + notes.map { "      \($0)" }
    }

    private func mark(_ change: PlannedChange) -> String {
        switch change {
        case .create: paint(.good, "+")
        case .update: paint(.caution, "~")
        case .delete: paint(.bad, "-")
        case .unchanged: paint(.faint, "·")
        case .conflict, .replaceNeeded, .refused: paint(.bad, "!")
        }
    }

    private func field(_ change: FieldChange, _ notes: inout [String]) -> String {
        // A field that only changes hands keeps its value: what happens to it is in a note.
        let start = "`\(change.field)` is "
        if let value = change.before, value == change.after,
            let note = notes.firstIndex(where: { $0.hasPrefix(start) })
        {
            return "      \(change.field)  \(value.text()), \(notes.remove(at: note).dropFirst(start.count))"
        }
        let before = change.before.map { $0.text() } ?? "unset"
        let after = change.after.map { $0.text() } ?? "unset"
        return "      \(change.field)  \(paint(.bad, before)) → \(paint(.good, after))"
    }

    private func owned(_ field: OwnedField) -> String {
        let value = field.value.map { " is \($0.text())," } ?? ""
        let time = field.time.map { " at \($0)" } ?? ""
        let wanted = field.wanted.map { "; a deploy would set \($0.text())" } ?? ""
        return
            "      \(field.path)\(value) set by `\(field.manager)` (\(field.owner.rawValue))\(time)\(wanted)"
    }
}
