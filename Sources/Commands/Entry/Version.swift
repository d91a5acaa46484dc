// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// The version of msctl: the one place where it is written.
package enum Version {
    /// Semantic version of this source tree.
    package static let current = "0.1.0"
}
