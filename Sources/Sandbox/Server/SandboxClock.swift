// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Glibc
package import Kubernetes

/// Where a sandbox has its time from.
package enum SandboxClock: Sendable, Hashable {
    /// The machine's clock: things happen by themselves while the sandbox runs.
    case system
    /// A clock that stands still until it is advanced, from this moment on.
    case manual(Timestamp)

    /// The moment on the machine's clock.
    static var systemTime: Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(seconds: Int64(time.tv_sec), nanoseconds: Int32(time.tv_nsec))
    }
}
