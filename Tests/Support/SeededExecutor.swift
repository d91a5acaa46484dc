// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Glibc
import NIOConcurrencyHelpers

/// Runs tasks on one thread, one job at a time, in an order that a seed chooses.
///
/// Tasks that prefer this executor, their child tasks and the default actors that these enter run here and nowhere else.
/// So it is known exactly when nothing can go on before time does, and the same seed gives the same interleaving. A task
/// made with `Task { }` prefers nothing: such tasks have to be handed the executor.
package final class SeededExecutor: TaskExecutor {
    /// Nothing can run, time brings nothing more, and the work has no end yet.
    package struct Stuck: Error, CustomStringConvertible {
        /// Why.
        package var description: String
    }

    private struct State {
        var jobs: [UnownedJob] = []
        /// Tasks that let others go first.
        var passing: [CheckedContinuation<Void, Never>] = []
        /// Who waits until nothing else can run.
        var quiet: CheckedContinuation<Void, Never>?
        var random: SeededNumbers?
        var isRunning = false

        mutating func next() -> Step {
            let count = jobs.count + passing.count
            guard count > 0 else {
                defer { quiet = nil }
                return quiet.map { .resume($0) } ?? .nothing
            }
            let choice = random?.next(below: count) ?? 0
            return choice < jobs.count
                ? .run(jobs.remove(at: choice)) : .resume(passing.remove(at: choice - jobs.count))
        }
    }

    private enum Step {
        case run(UnownedJob)
        case resume(CheckedContinuation<Void, Never>)
        case nothing
    }

    private static let turns = Turns()
    private let state: NIOLockedValueBox<State>

    /// Makes an executor that runs first what became runnable first, or with a seed anything that is runnable.
    package init(seed: UInt64? = nil) {
        state = NIOLockedValueBox(State(random: seed.map(SeededNumbers.init)))
    }

    /// Takes a job; called by the runtime.
    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        state.withLockedValue { $0.jobs.append(job) }
    }

    /// Lets anything else that is runnable go first, if the seed says so; a point where interleavings differ.
    package func pass() async {
        await withCheckedContinuation { continuation in
            let isRunning = state.withLockedValue { state in
                if state.isRunning { state.passing.append(continuation) }
                return state.isRunning
            }
            if !isRunning { continuation.resume() }
        }
    }

    /// Runs some work to its end; whenever nothing else can run, `passTime` brings something about.
    ///
    /// `passTime` returns why it cannot. Then the work is cancelled and ``Stuck`` is thrown.
    ///
    /// As many runs at a time in the whole process as there are cores, whichever executor they are of: more would only take
    /// each other's turns, and those of tests that go by a real clock. A run within a run may never begin.
    package func run<Output: Sendable>(
        _ work: @escaping @Sendable () async throws -> Output,
        passTime: @escaping @Sendable () async -> String?
    ) async throws -> Output {
        await Self.turns.take()
        defer { Self.turns.giveBack() }
        let result = NIOLockedValueBox<Result<Output, any Error>?>(nil)
        let reason = NIOLockedValueBox<String?>(nil)
        let task = Task(executorPreference: self) {
            do {
                let output = try await work()
                result.withLockedValue { $0 = .success(output) }
            } catch {
                result.withLockedValue { $0 = .failure(error) }
            }
        }
        let driver = Task(executorPreference: self) {
            while true {
                await self.quiet()
                guard result.withLockedValue({ $0 == nil }) else { return }
                guard let why = await passTime() else { continue }
                guard reason.withLockedValue({ $0 == nil }) else { return }
                reason.withLockedValue { $0 = why }
                task.cancel()
            }
        }
        await onThread { self.drain() }
        driver.cancel()
        if let reason = reason.withLockedValue({ $0 }) { throw Stuck(description: reason) }
        guard let result = result.withLockedValue({ $0 }) else {
            throw Stuck(description: "a task waits for something outside of this executor")
        }
        return try result.get()
    }

    private func quiet() async {
        await withCheckedContinuation { continuation in
            state.withLockedValue { $0.quiet = continuation }
        }
    }

    private func drain() {
        state.withLockedValue { $0.isRunning = true }
        defer { state.withLockedValue { $0.isRunning = false } }
        while true {
            switch state.withLockedValue({ $0.next() }) {
            case .run(let job): job.runSynchronously(on: asUnownedTaskExecutor())
            case .resume(let continuation): continuation.resume()
            case .nothing: return
            }
        }
    }

    /// A thread of its own, because jobs are not to be run from within another one.
    private func onThread(_ body: @escaping @Sendable () -> Void) async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let work = ThreadBody {
                body()
                continuation.resume()
            }
            var thread = pthread_t()
            let context = Unmanaged.passRetained(work).toOpaque()
            let code = pthread_create(&thread, nil, runThreadBody, context)
            precondition(code == 0, "no thread for tasks")
            pthread_detach(thread)
        }
    }
}

/// Lets a few at a time do something.
private final class Turns: Sendable {
    private let state = NIOLockedValueBox(
        (free: max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))), waiting: [CheckedContinuation<Void, Never>]())
    )

    func take() async {
        await withCheckedContinuation { continuation in
            let isMine = state.withLockedValue { state in
                guard state.free > 0 else {
                    state.waiting.append(continuation)
                    return false
                }
                state.free -= 1
                return true
            }
            if isMine { continuation.resume() }
        }
    }

    func giveBack() {
        let next = state.withLockedValue { state -> CheckedContinuation<Void, Never>? in
            guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
            state.free += 1
            return nil
        }
        next?.resume()
    }
}

private final class ThreadBody: Sendable {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) {
        self.run = run
    }
}

private func runThreadBody(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context else { return nil }
    Unmanaged<ThreadBody>.fromOpaque(context).takeRetainedValue().run()
    return nil
}
