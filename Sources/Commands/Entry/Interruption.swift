// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

@preconcurrency import Dispatch
import Glibc

/// Turns SIGINT and SIGTERM into the cancellation of the work, so that a deploy can finish the write in flight.
enum Interruption {
    /// Runs the work; a first signal cancels it, a second one ends the process at once.
    static func guarding(_ work: @escaping @Sendable () async -> ExitStatus) async -> ExitStatus {
        // A reader that goes away must not end a deploy half-way: writes to it fail with EPIPE instead.
        signal(SIGPIPE, SIG_IGN)
        let (signals, continuation) = AsyncStream<Int32>.makeStream()
        let sources = [SIGINT, SIGTERM].map { number in source(for: number, into: continuation) }
        let status = await race(work, against: signals)
        for source in sources { source.cancel() }
        return status
    }

    private static func source(
        for number: Int32,
        into continuation: AsyncStream<Int32>.Continuation
    ) -> any DispatchSourceSignal {
        signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler { @Sendable in continuation.yield(number) }
        source.resume()
        return source
    }

    private static func race(
        _ work: @escaping @Sendable () async -> ExitStatus,
        against signals: AsyncStream<Int32>
    ) async -> ExitStatus {
        await withTaskGroup(of: ExitStatus?.self) { group in
            group.addTask {
                await withTaskGroup(of: ExitStatus.self) { inner in
                    inner.addTask { await work() }
                    return await inner.next() ?? .defect
                }
            }
            group.addTask {
                for await _ in signals { return nil }
                return nil
            }
            var interrupted = false
            while let result = await group.next() {
                if let status = result {
                    group.cancelAll()
                    return interrupted ? .interrupted : status
                }
                if !interrupted, !Task.isCancelled {
                    interrupted = true
                    group.cancelAll()
                    restoreDefaults()
                }
            }
            return .interrupted
        }
    }

    private static func restoreDefaults() {
        signal(SIGINT, SIG_DFL)
        signal(SIGTERM, SIG_DFL)
    }
}
