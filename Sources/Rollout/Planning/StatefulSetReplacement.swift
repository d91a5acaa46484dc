// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Kubernetes

/// Says which field of a StatefulSet would have to change that never can, and the way out of it.
///
/// The server's answer lists the fields that may change, and not the one that was meant.
enum StatefulSetReplacement {
    /// What a server lets change (apps/v1); everything else stays as the set was made.
    private static let changeable: Set<String> = [
        "minReadySeconds", "ordinals", "persistentVolumeClaimRetentionPolicy", "replicas",
        "revisionHistoryLimit", "template", "updateStrategy",
    ]

    /// The reason with the way out; `nil` for other objects, and when no such field can be found.
    static func reason(_ desired: DesiredObject, live: KubernetesObject?) -> String? {
        guard desired.object.kind == "StatefulSet", let live else { return nil }
        let changes = FieldDiff.changes(from: live, to: desired.object).filter(isFixed)
        guard !changes.isEmpty else { return nil }
        let fields = changes.map { text($0, desired) }.joined(separator: ", ")
        let place = desired.object.namespace.map { " -n \($0)" } ?? ""
        return "\(fields): a StatefulSet never changes that. "
            + "`kubectl delete statefulset \(desired.object.name)\(place) --cascade=orphan` deletes it and leaves its pods and "
            + "volumes; the next deploy makes it anew. Claims that are there stay as they are: a larger one is for "
            + "`kubectl edit pvc`"
    }

    /// Whether a wanted value is one that cannot come; what only the live object has are defaults.
    private static func isFixed(_ change: FieldChange) -> Bool {
        let tokens = change.pointer.split(separator: "/")
        guard tokens.count > 1, tokens[0] == "spec", !changeable.contains(String(tokens[1])),
            let after = change.after
        else { return false }
        guard let old = change.before?.string.flatMap({ Quantity($0) }),
            let new = after.string.flatMap({ Quantity($0) })
        else { return true }
        return old != new
    }

    private static func text(_ change: FieldChange, _ desired: DesiredObject) -> String {
        let line = desired.origin(of: change.pointer).map { " (\($0.file.path):\($0.start.line))" } ?? ""
        // Whole lists and objects say less than their name.
        let isPlain = [change.before, change.after].allSatisfy { $0?.array == nil && $0?.object == nil }
        guard isPlain, let after = change.after else { return "\(change.field)\(line)" }
        return "\(change.field) \(change.before?.text() ?? "unset") → \(after.text())\(line)"
    }
}
