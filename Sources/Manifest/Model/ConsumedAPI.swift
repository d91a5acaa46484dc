// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics

/// A synchronous call from one service to an API or an external system.
package struct ConsumedAPI: Sendable, Hashable {
    /// The whole entry.
    package var span: SourceSpan
    /// Where it is declared, as a JSON pointer.
    package var pointer: String
    /// What is called.
    package var api: Located<APIReference>
    /// Whether the caller cannot answer without it.
    package var required: Located<Bool>?
    /// How long one try may take.
    package var timeout: Located<Duration>?
    /// What happens after a try without an answer.
    package var retries: Located<Retries>?
    /// When calling stops for a while; `nil` when not written, a value with `enabled` false when `breaker: false`.
    package var breaker: Located<Breaker>?
    /// What happens without an answer.
    package var fallback: Located<Fallback>?
    /// How many calls may wait at once.
    package var maxConcurrent: Located<Int>?
    /// The mean number of calls per inbound request.
    package var calls: Located<Double>?
    /// The operations used, as named in the contract.
    package var operations: [Located<String>]
    /// Calls with the same group run side by side.
    package var parallel: Located<String>?
    /// Whether repeating the call is harmless.
    package var idempotent: Located<Bool>?

    /// Whether the caller cannot answer without it; true by default.
    package var isRequired: Bool { required?.value ?? true }
    /// The mean number of calls per inbound request; 1 by default.
    package var meanCalls: Double { calls?.value ?? 1 }
    /// How many tries there are at most; 1 without retries.
    package var attempts: Int { (retries?.value.max?.value ?? 0) + 1 }
}

/// What happens after a try without an answer; a bare number is `max`.
package struct Retries: Sendable, Hashable {
    /// How many further tries there are.
    package var max: Located<Int>?
    /// The wait before the first retry; it doubles each time.
    package var backoff: Located<Duration>?
    /// The longest wait.
    package var cap: Located<Duration>?
    /// Whether waits are spread at random.
    package var jitter: Located<Bool>?
    /// What is worth a retry.
    package var on: [Located<RetryCondition>]
    /// The share of calls that may be retries.
    package var budget: Located<Percentage>?

    /// The wait before the first retry when none is written.
    package static let defaultBackoff: Duration = .milliseconds(50)
    /// The longest wait when none is written.
    package static let defaultCap: Duration = .seconds(2)
}

/// When calling stops for a while; `breaker: true` takes the defaults.
package struct Breaker: Sendable, Hashable {
    /// False for `breaker: false`.
    package var enabled: Bool
    /// The share of errors that opens it.
    package var errors: Located<Percentage>?
    /// The time over which errors are counted.
    package var window: Located<Duration>?
    /// How long it stays open.
    package var open: Located<Duration>?
}
