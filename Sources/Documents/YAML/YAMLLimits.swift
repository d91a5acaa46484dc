// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// How much a YAML file may ask of msctl before it is refused; manifests are kilobytes.
package struct YAMLLimits: Sendable, Hashable {
    /// The size of a file in bytes.
    package var size = 10_000_000
    /// How deeply lists and mappings may be nested, aliases included.
    package var depth = 100
    /// The number of values in a file.
    package var nodes = 500_000
    /// The number of values that all aliases of a file together may stand for.
    package var aliasedNodes = 10_000

    /// The limits for files that users write.
    package static let standard = YAMLLimits()

    /// Starts from the standard limits.
    package init() {}
}
