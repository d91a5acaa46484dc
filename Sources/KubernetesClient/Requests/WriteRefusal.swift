// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Why a write is not sent, or is cut off, although it could go on; see ``ClusterClient/admitting(_:)``.
package enum WriteRefusal: Error, Sendable, Hashable, CustomStringConvertible {
    /// Whoever asked for it does not want it any more.
    case cancelled
    /// Whoever asked for it has lost the right to it, and how.
    case closed(String)

    /// The reason in words.
    package var description: String {
        switch self {
        case .cancelled: "cancelled"
        case .closed(let reason): reason
        }
    }
}
