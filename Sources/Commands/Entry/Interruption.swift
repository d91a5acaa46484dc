// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Dispatch
import Glibc
import KubernetesClient
import NIOConcurrencyHelpers

/// Turns SIGINT, SIGTERM and SIGHUP into the cancellation of the work, so that a deploy can finish the write in flight.
enum Interruption {
    /// Runs the work; a first signal cancels it, a later one ends the process at once.
    ///
    /// A command that writes, and whose end may take a while, has words for both; of others there is nothing to say.
    static func guarding(
        _ words: InterruptionWords,
        _ work: @escaping @Sendable () async -> ExitStatus
    ) async -> ExitStatus {
        let (signals, continuation) = AsyncStream<Int32>.makeStream()
        let patience = NIOLockedValueBox(SignalPatience())
        let handled = meant([SIGINT, SIGTERM, SIGHUP])
        // A reader that goes away must not end a deploy half-way: writes to it fail with EPIPE instead.
        let silenced = meant([SIGPIPE])
        for number in silenced { signal(number, SIG_IGN) }
        let pipe = SignalPipe(for: handled)
        HandledSignals.set((pipe == nil ? [] : handled) + silenced)
        let source = pipe?.source { number in
            let action = patience.withLockedValue { $0.receive(at: Monotonic.now()) }
            answer(
                number,
                action,
                words,
                cancel: { continuation.yield(number) },
                end: { end(with: number) }
            )
        }
        let status = await race(work, against: signals, words)
        source?.cancel()
        return status
    }

    /// Does what a signal means.
    ///
    /// The words on the first one are not waited for: the next one would be judged by the time at which it is looked at, and
    /// not by that at which it came.
    static func answer(
        _ number: Int32,
        _ action: SignalPatience.Action,
        _ words: InterruptionWords,
        cancel: () -> Void,
        end: () -> Void
    ) {
        switch action {
        case .cancel:
            words.receive(number)
            DispatchQueue.global().async { words.sayFirst() }
            cancel()
        case .ignore: break
        case .end:
            briefly { words.sayLast() }
            end()
        }
    }

    /// The signals that are not ignored.
    ///
    /// Whoever has started this process with one ignored has meant that: `nohup` for the end of its terminal, and a shell that
    /// runs a script for the Ctrl-C that is for what runs in the foreground.
    static func meant(_ numbers: [Int32]) -> [Int32] {
        numbers.filter { number in
            var present = sigaction()
            guard sigaction(number, nil, &present) == 0 else { return false }
            return unsafeBitCast(present.__sigaction_handler.sa_handler, to: Int.self)
                != unsafeBitCast(SIG_IGN, to: Int.self)
        }
    }

    /// Says something, and waits no longer than a second for whoever reads it: a pipe may be full.
    private static func briefly(_ say: @escaping @Sendable () -> Void) {
        let isSaid = DispatchSemaphore(value: 0)
        DispatchQueue.global().async {
            say()
            isSaid.signal()
        }
        _ = isSaid.wait(timeout: .now() + .seconds(1))
    }

    /// Ends the process as if the signal had never been handled: the caller's shell sees what it expects.
    private static func end(with number: Int32) {
        signal(number, SIG_DFL)
        kill(getpid(), number)
    }

    private static func race(
        _ work: @escaping @Sendable () async -> ExitStatus,
        against signals: AsyncStream<Int32>,
        _ words: InterruptionWords
    ) async -> ExitStatus {
        await withTaskGroup(of: Ending.self) { group in
            group.addTask { .worked(await work()) }
            group.addTask {
                for await _ in signals { break }
                return .signalled
            }
            while let result = await group.next() {
                switch result {
                case .worked(let status):
                    group.cancelAll()
                    return status == .stopped ? status : words.conclude(status)
                case .signalled: group.cancelAll()
                }
            }
            return words.conclude(.interrupted)
        }
    }

    private enum Ending: Sendable {
        case worked(ExitStatus)
        case signalled
    }
}
