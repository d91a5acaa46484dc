// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Glibc
import Synchronization

/// Pure work on many values, with every core that the process may use.
package enum Parallel {
    /// The results in the order of the inputs, whichever core computed them.
    ///
    /// The calling thread works too, and returns when everything is done. Threads rather than tasks: the functions that use
    /// this are pure and synchronous, and blocking a thread of the task pool until other tasks are done could leave
    /// none to do them.
    ///
    /// Inputs are taken one by one, so that a few slow ones do not hold up the rest; `work` may run on any thread.
    package static func map<Input: Sendable, Output: Sendable>(
        _ inputs: [Input],
        workers: Int = cores,
        _ work: @Sendable (Input) -> Output
    ) -> [Output] {
        guard workers > 1, inputs.count > 1 else { return inputs.map(work) }
        return withoutActuallyEscaping(work) { work in
            let job = Job(inputs, work)
            let threads = (1..<min(workers, inputs.count)).compactMap { _ in WorkerThread(job) }
            job.run()
            for thread in threads { thread.join() }
            return job.results
        }
    }

    /// How many cores the machine has.
    package static let cores = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
}

/// What a thread runs, whatever the types of its work.
private class Runnable {
    func run() {}
}

/// The inputs, what was made of them, and the next one to take.
///
/// Unchecked because of `slots`: each index is handed out once, by `next`, to the only thread that writes it; they are read after
/// all threads have been joined.
private final class Job<Input: Sendable, Output: Sendable>: Runnable, @unchecked Sendable {
    private let inputs: [Input]
    private let work: @Sendable (Input) -> Output
    private let slots: UnsafeMutableBufferPointer<Output?>
    private let next = Atomic<Int>(0)

    init(_ inputs: [Input], _ work: @escaping @Sendable (Input) -> Output) {
        self.inputs = inputs
        self.work = work
        slots = .allocate(capacity: inputs.count)
        slots.initialize(repeating: nil)
    }

    deinit {
        slots.deinitialize()
        slots.deallocate()
    }

    override func run() {
        while true {
            let index = next.add(1, ordering: .relaxed).oldValue
            guard index < inputs.count else { return }
            slots[index] = work(inputs[index])
        }
    }

    var results: [Output] { slots.compactMap(\.self) }
}

/// A thread that helps with a job.
private struct WorkerThread {
    private var thread: pthread_t

    /// Starts a thread; `nil` when the system has none to give, and the others do its part.
    init?(_ job: Runnable) {
        var thread = pthread_t()
        let box = Unmanaged.passRetained(job)
        let code = pthread_create(
            &thread,
            nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Runnable>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            },
            box.toOpaque()
        )
        guard code == 0 else {
            box.release()
            return nil
        }
        self.thread = thread
    }

    func join() { pthread_join(thread, nil) }
}
