// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

@preconcurrency import Dispatch
import Glibc
import NIOConcurrencyHelpers

/// Turns SIGINT and SIGTERM into the cancellation of the work, so that a deploy can finish the write in flight.
enum Interruption {
    /// Runs the work; a first signal cancels it, a later one ends the process at once.
    static func guarding(_ work: @escaping @Sendable () async -> ExitStatus) async -> ExitStatus {
        // A reader that goes away must not end a deploy half-way: writes to it fail with EPIPE instead.
        signal(SIGPIPE, SIG_IGN)
        let (signals, continuation) = AsyncStream<Int32>.makeStream()
        let patience = NIOLockedValueBox(SignalPatience())
        let sources = [SIGINT, SIGTERM].map { number in
            source(for: number) {
                switch patience.withLockedValue({ $0.receive(at: Monotonic.now()) }) {
                case .cancel: continuation.yield(number)
                case .ignore: break
                case .end: end(with: number)
                }
            }
        }
        let status = await race(work, against: signals)
        for source in sources { source.cancel() }
        return status
    }

    private static func source(
        for number: Int32,
        _ handler: @escaping @Sendable () -> Void
    ) -> any DispatchSourceSignal {
        signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler(handler: handler)
        source.resume()
        return source
    }

    /// Ends the process as if the signal had never been handled: the caller's shell sees what it expects.
    private static func end(with number: Int32) {
        signal(number, SIG_DFL)
        kill(getpid(), number)
    }

    private static func race(
        _ work: @escaping @Sendable () async -> ExitStatus,
        against signals: AsyncStream<Int32>
    ) async -> ExitStatus {
        await withTaskGroup(of: ExitStatus?.self) { group in
            group.addTask { await work() }
            group.addTask {
                for await _ in signals { return nil }
                return nil
            }
            var interrupted = false
            while let result = await group.next() {
                if let status = result {
                    group.cancelAll()
                    return interrupted && status != .stopped ? .interrupted : status
                }
                interrupted = true
                group.cancelAll()
            }
            return .interrupted
        }
    }
}
