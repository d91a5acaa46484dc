// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import NIOConcurrencyHelpers

/// Stops all writing of a deploy that has lost its lock.
final class DeployFence: Sendable {
    private let reason = NIOLockedValueBox<String?>(nil)

    /// Why nothing may be written any more; `nil` while it may.
    var closure: String? { reason.withLockedValue { $0 } }

    /// Lets nothing more through; the first reason stays.
    func close(_ why: String) {
        reason.withLockedValue { $0 = $0 ?? why }
    }
}
