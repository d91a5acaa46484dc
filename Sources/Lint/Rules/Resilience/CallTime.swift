// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

/// The longest time that one call can take with all its tries: W = n·t + Σ min(cap, b·2ⁱ) for i from 0 to n−2.
struct CallTime {
    let attempts: Int
    let perTry: Duration
    let waits: Duration

    var total: Duration { perTry * attempts + waits }

    /// `nil` when the call has no time limit, which is another rule's business.
    init?(_ call: ConsumedAPI, in context: LintContext) {
        guard let timeout = context.timeout(of: call), timeout > .zero else { return nil }
        let retries = call.retries?.value ?? context.system?.defaults?.value.call?.value.retries?.value
        attempts = (retries?.max?.value ?? 0) + 1
        perTry = timeout
        let cap = retries?.cap?.value ?? Retries.defaultCap
        var wait = min(retries?.backoff?.value ?? Retries.defaultBackoff, cap)
        var sum = Duration.zero
        for _ in 0..<min(max(attempts - 1, 0), 64) {
            sum += wait
            wait = min(wait * 2, cap)
        }
        waits = sum
    }

    /// The sum as people write it: "2 × 400ms + 50ms".
    var text: String {
        let tries = attempts == 1 ? perTry.manifestText : "\(attempts) × \(perTry.manifestText)"
        return waits > .zero ? "\(tries) + \(waits.manifestText) between tries" : tries
    }
}
