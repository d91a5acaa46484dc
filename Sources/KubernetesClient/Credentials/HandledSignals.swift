// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Glibc
import NIOConcurrencyHelpers

/// The signals that this process handles or ignores: that outlives the start of a program, so programs get the defaults back.
///
/// One that was ignored when this process began is none of them: who has asked for that, as `nohup` does and a shell for a job
/// in the background of a script, means programs too.
package enum HandledSignals {
    private static let box = NIOLockedValueBox<[Int32]>([SIGINT, SIGTERM, SIGPIPE])

    /// Their numbers; signal handlers belong to the whole process, and so does this.
    package static var numbers: [Int32] { box.withLockedValue { $0 } }

    /// Says which they are.
    package static func set(_ numbers: [Int32]) { box.withLockedValue { $0 = numbers } }
}
