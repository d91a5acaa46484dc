// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Since when something holds a rollout up while nothing of it moves.
struct HeldTime: Sendable, Hashable {
    private var since: Duration?
    private var progress: [Int] = []

    /// Takes what is so now; `isFreeing` says that pods are stopping, which may make room.
    mutating func take(isHeld: Bool, progress: [Int], isFreeing: Bool, at now: Duration) {
        if !isHeld {
            since = nil
        } else if isFreeing || progress != self.progress {
            since = now
        }
        if isHeld { since = since ?? now }
        self.progress = progress
    }

    /// Whether it has been so since a moment, or longer.
    func began(by moment: Duration) -> Bool { since.map { $0 <= moment } ?? false }

    /// For how long it has been so.
    func lasting(at now: Duration) -> Duration { since.map { now - $0 } ?? .zero }
}
