// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Has requests under way for many values at once, and keeps their order.
enum ConcurrentRequests {
    /// Where tasks run that are nobody's child; these do not inherit the preference of whoever makes them.
    @TaskLocal static var executor: (any TaskExecutor)?

    private static let width = 128

    /// The results in the order of the inputs; the first error ends the rest.
    ///
    /// How many requests are really under way is the client's concern, which adapts to the server and never lets more
    /// than ``width`` through: a task that could only wait for its turn is not made before that.
    static func map<Input: Sendable, Output: Sendable>(
        _ inputs: [Input],
        _ work: @escaping @Sendable (Input) async throws(DeployError) -> Output
    ) async throws(DeployError) -> [Output] {
        let results = await withTaskGroup(of: (Int, Result<Output, DeployError>).self) { group in
            var results: [Int: Result<Output, DeployError>] = [:]
            var rest = inputs.enumerated().makeIterator()
            var open = 0
            var hasFailed = false
            while true {
                while open < width, !hasFailed, let (index, input) = rest.next() {
                    open += 1
                    group.addTask {
                        do throws(DeployError) {
                            return (index, .success(try await work(input)))
                        } catch {
                            return (index, .failure(error))
                        }
                    }
                }
                guard let (index, result) = await group.next() else { return results }
                open -= 1
                results[index] = result
                guard case .failure = result else { continue }
                hasFailed = true
                group.cancelAll()
            }
        }
        // Work that was cancelled because of an error must not hide it.
        if let reason = results.sorted(by: { $0.key < $1.key }).compactMap({ $0.value.realFailure }).first {
            throw reason
        }
        var outputs: [Output] = []
        for index in inputs.indices {
            guard case .success(let output)? = results[index] else { throw DeployError.interrupted }
            outputs.append(output)
        }
        return outputs
    }

    /// Finishes a piece of work even if the surrounding task is cancelled: for a write that is under way.
    static func shielded<Output: Sendable>(
        _ work: @escaping @Sendable () async throws(DeployError) -> Output
    ) async throws(DeployError) -> Output {
        // A task of its own does not inherit cancellation; it is awaited at once, so nothing outlives the caller.
        let result = await Task(executorPreference: executor) { () -> Result<Output, DeployError> in
            do throws(DeployError) {
                return .success(try await work())
            } catch {
                return .failure(error)
            }
        }.value
        return try result.get()
    }
}

extension Result where Failure == DeployError {
    fileprivate var realFailure: DeployError? {
        guard case .failure(let error) = self, !error.isCancellation else { return nil }
        return error
    }
}
