// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Whether writes may go out, asked anew each time; see ``ClusterClient/admitting(_:)``.
package struct WriteAdmission: Sendable {
    /// How often a write that waits or is under way asks again.
    static let glance = Duration.seconds(1)

    /// Why a write must not be sent now; `nil` while it may.
    package var refusal: @Sendable () -> WriteRefusal?
    /// Why a write that was sent must be cut off now; `nil` while it may go on.
    package var abortion: @Sendable () -> WriteRefusal?

    /// Makes an admission out of its two questions.
    package init(
        refusal: @escaping @Sendable () -> WriteRefusal?,
        abortion: @escaping @Sendable () -> WriteRefusal?
    ) {
        self.refusal = refusal
        self.abortion = abortion
    }
}
