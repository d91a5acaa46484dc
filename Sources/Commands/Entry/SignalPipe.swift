// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

@preconcurrency import Dispatch
import Glibc

/// Carries signals out of their handlers, a byte for each: what comes before anybody reads waits in the pipe.
///
/// A dispatch source alone would need the signal to be ignored before it is listened to, and what came in between was lost.
struct SignalPipe: Sendable {
    private let exit: Int32

    /// Where handlers write; there is one pipe in a process, and it stays open for as long as a signal may come.
    ///
    /// Unsafe, because a handler may take no lock: it is written before the first handler is there, and only read afterwards.
    nonisolated(unsafe) private static var entry: Int32 = -1

    /// Opens it and lets signals write into it; `nil` where there are no more descriptors, and then all is as before.
    init?(for numbers: [Int32]) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        exit = ends[0]
        // Before the first handler can run.
        Self.entry = ends[1]
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { number in
            let before = errno
            var byte = UInt8(truncatingIfNeeded: number)
            _ = write(SignalPipe.entry, &byte, 1)
            errno = before
        }
        action.sa_flags = SA_RESTART
        for number in numbers { sigaction(number, &action, nil) }
    }

    /// Begins to hand on what comes, and what has come; ends when the source is cancelled.
    func source(_ handle: @escaping @Sendable (Int32) -> Void) -> any DispatchSourceRead {
        let source = DispatchSource.makeReadSource(fileDescriptor: exit, queue: .global())
        source.setEventHandler { [exit] in
            var byte: UInt8 = 0
            while read(exit, &byte, 1) == 1 { handle(Int32(byte)) }
        }
        source.resume()
        return source
    }
}
