// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// Decides whether a Namespace is one that a deploy may label.
///
/// Its labels hold for everybody in it: `pod-security.kubernetes.io/enforce` keeps pods of others from being made. So
/// they are set on a namespace that the system makes, and never on one that it finds.
enum NamespaceOwnership {
    private static let enforce = "pod-security.kubernetes.io/enforce"

    /// A namespace that somebody else has made, to be left as it is; `nil` for one of ours and for other kinds.
    static func left(_ desired: DesiredObject, live: KubernetesObject) -> ResolvedPlan.Item? {
        guard desired.object.kind == "Namespace", !isOurs(live, for: desired.object) else { return nil }
        var item = ResolvedPlan.Item(desired: desired, live: live, change: .unchanged)
        if let level = desired.object.label(enforce), live.label(enforce) == nil {
            item.notes = [
                "msctl has not made this namespace and leaves its labels alone; it enforces no pod security: "
                    + "`kubectl label namespace \(live.name) \(enforce)=\(level)` makes it, for the pods of others too"
            ]
        }
        return item
    }

    /// Whether the labels of a namespace are those that deploys of the same system have applied.
    private static func isOurs(_ live: KubernetesObject, for desired: KubernetesObject) -> Bool {
        let isApplied = (live[metadata: "managedFields"]?.array ?? []).contains { entry in
            FieldManager.isOurApply(entry)
                && entry[path: "fieldsV1", "f:metadata", "f:labels"]?["f:\(Label.managedBy)"] != nil
        }
        return isApplied && live.label(Label.system) == desired.label(Label.system)
    }
}
