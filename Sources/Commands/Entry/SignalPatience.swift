// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// What a signal means that asks the process to end.
///
/// The first one cancels the work, which then reports what was applied. Process supervisors (GNU `timeout`, pipeline
/// runners, a terminal's process group) deliver one wish as two signals within microseconds: the second is the same wish.
struct SignalPatience: Sendable {
    enum Action {
        case cancel
        case ignore
        case end
    }

    /// How long signals count as the first one.
    static let window = Duration.seconds(1)

    private var first: Duration?

    /// Takes the time of a signal, on a clock that only goes forward.
    mutating func receive(at time: Duration) -> Action {
        guard let first else {
            first = time
            return .cancel
        }
        return time - first < Self.window ? .ignore : .end
    }
}
