// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Glibc

/// The clock of the kernel that only goes forward.
enum Monotonic {
    /// The time since some moment before the process began.
    static func now() -> Duration {
        var value = timespec()
        clock_gettime(CLOCK_MONOTONIC, &value)
        return .seconds(value.tv_sec) + .nanoseconds(value.tv_nsec)
    }
}
