// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// The labels and annotations by which msctl knows its own objects.
enum Label {
    static let name = "app.kubernetes.io/name"
    static let system = "app.kubernetes.io/part-of"
    static let managedBy = "app.kubernetes.io/managed-by"
    static let service = "msctl.dev/service"
    /// What a record records.
    static let record = "msctl.dev/record"
    /// The number of a record, and on other objects the revision that last wrote them.
    static let revision = "msctl.dev/revision"
    /// Fingerprint of what was last applied.
    static let applied = "msctl.dev/applied"
    static let proven = "msctl.dev/proven"
    static let scaleOverride = "msctl.dev/scale-override"
    static let scaleManifest = "msctl.dev/scale-manifest"
    /// What the holder of a lock is about to do.
    static let operation = "msctl.dev/operation"
    /// The ApplySet that an object is a member of: `kubectl apply --prune` deletes by it, and msctl never sets it.
    static let applySet = "applyset.kubernetes.io/part-of"
    static let withheld = "msctl.dev/withheld"

    /// Selects what msctl has made for a system.
    static func selector(system name: String) -> String { "\(managedBy)=msctl,\(system)=\(name)" }
}
