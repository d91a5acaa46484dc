// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Manifest

/// The words for the longest time of one call: its tries and the waits between them.
enum CallTime {
    /// The sum as people write it: "2 × 400ms + 50ms between tries = 850ms".
    static func text(of edge: CallEdge, in system: ServiceSystem) -> String? {
        guard let total = system.worstCaseTime(of: edge), let timeout = edge.resolved.timeout?.value else {
            return nil
        }
        let attempts = edge.resolved.attempts.value
        guard attempts > 1 else { return timeout.manifestText }
        let waits = total - timeout * attempts
        let pauses = waits > .zero ? " + \(waits.manifestText) between tries" : ""
        return "\(attempts) × \(timeout.manifestText)\(pauses) = \(total.manifestText)"
    }
}
