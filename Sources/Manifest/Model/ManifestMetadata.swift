// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics

/// A named value of a mapping, in the order written.
package struct NamedValue<Value: Sendable & Hashable>: Sendable, Hashable {
    /// The key.
    package var name: Located<String>
    /// What stands under it.
    package var value: Located<Value>
    /// Where it stands in its document, as a JSON pointer.
    package var pointer: String
}

/// The `metadata` that every kind of manifest has.
package struct ManifestMetadata: Sendable, Hashable {
    /// The name, unique among manifests of the same kind in a system.
    package var name: Located<DNSLabel>
    /// What it is, for people; on objects the annotation `msctl.dev/description`.
    package var description: Located<String>?
    /// Labels that every object of it gets; those that msctl needs itself win.
    package var labels: [NamedValue<String>]
    /// Annotations that every object of it gets; those that msctl writes itself win.
    package var annotations: [NamedValue<String>]
}
