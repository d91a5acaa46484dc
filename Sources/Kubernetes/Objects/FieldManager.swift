// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Documents

/// The names under which Kubernetes records who has written which field.
package enum FieldManager {
    /// Ours, for everything that a manifest says.
    package static let msctl = "msctl"
    /// That of the controllers that come with Kubernetes.
    package static let controllers = "kube-controller-manager"

    /// Whether an entry of `metadata.managedFields` is about what we have applied.
    package static func isOurApply(_ entry: JSONValue) -> Bool {
        entry["manager"]?.string == msctl && entry["operation"]?.string == "Apply"
    }
}
