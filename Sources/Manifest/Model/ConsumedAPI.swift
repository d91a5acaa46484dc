// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics

/// A synchronous call from one service to an API or an external system.
package struct ConsumedAPI: Sendable, Hashable {
    /// The text of the whole entry.
    package var span: SourceSpan
    /// Where it is declared, as a JSON pointer.
    package var pointer: String
    /// What is called: an API with its version, or `external/` and a name of the System.
    package var api: Located<APIReference>
    /// Whether the caller cannot answer without it; `nil` means true.
    package var required: Located<Bool>?
    /// How long one try may take; `nil` for the default of the System, and without one there is no limit.
    package var timeout: Located<Duration>?
    /// What follows a try without an answer; `nil` for the default of the System, and without one nothing does.
    package var retries: Located<Retries>?
    /// When calling stops for a while; `nil` when not written, a value with `enabled` false when `breaker: false`.
    package var breaker: Located<Breaker>?
    /// What the caller does without an answer; where the call is not required, `no-fallback` asks for it.
    package var fallback: Located<Fallback>?
    /// How many calls may wait at once; `nil` means no bound.
    package var maxConcurrent: Located<Int>?
    /// The mean number of calls per inbound request; `nil` means 1.
    package var calls: Located<Double>?
    /// The operations used, as the contract names them; empty when the team does not say.
    package var operations: [Located<String>]
    /// The name of a group whose calls run side by side; without one, a call is taken to wait for those before
    /// it.
    package var parallel: Located<String>?
    /// Whether repeating the call is harmless; `nil` is a no for rules about retries.
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
    /// How many further tries there are after the first; `nil` means none.
    package var max: Located<Int>?
    /// The wait before the first retry, which doubles each time; `nil` means ``defaultBackoff``.
    package var backoff: Located<Duration>?
    /// The longest wait between two tries; `nil` means ``defaultCap``.
    package var cap: Located<Duration>?
    /// Whether waits are spread at random; `nil` means true.
    package var jitter: Located<Bool>?
    /// What is worth a retry; empty leaves it to the caller's code.
    package var on: [Located<RetryCondition>]
    /// The share of all calls that may be retries; `nil` means no bound.
    package var budget: Located<Percentage>?

    /// What ``backoff`` is when it is not written.
    package static let defaultBackoff: Duration = .milliseconds(50)
    /// What ``cap`` is when it is not written.
    package static let defaultCap: Duration = .seconds(2)
}

/// When calling stops for a while; `breaker: true` takes the defaults.
package struct Breaker: Sendable, Hashable {
    /// False for `breaker: false`, which also overrules a breaker of the System's defaults.
    package var enabled: Bool
    /// The share of errors that opens it; the caller's code acts on it, msctl does not.
    package var errors: Located<Percentage>?
    /// The time over which errors are counted; the caller's code acts on it, msctl does not.
    package var window: Located<Duration>?
    /// How long it stays open; the caller's code acts on it, msctl does not.
    package var open: Located<Duration>?
}
