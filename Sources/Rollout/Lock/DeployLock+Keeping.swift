// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes
import KubernetesClient

extension DeployLock {
    /// How long after a renewal that failed the next one is begun.
    private static let pause = Duration.seconds(2)

    /// Keeps the lock until the task is cancelled; returns early when it is lost.
    ///
    /// Whoever waits may take it once it has not been renewed for so long; the fence knows that time by itself.
    func keep(_ record: LeaseRecord, fence: DeployFence) async {
        var record = record
        while !Task.isCancelled, fence.closure(at: time.elapsed()) == nil {
            // The time of a lock that was slow to come, or to be renewed, has begun before its answer was here.
            let now = time.elapsed()
            let next = (fence.renewedAt ?? now) + LeaseRecord.renewal
            do {
                try await time.sleep(max(.zero, next - now))
            } catch {
                break
            }
            guard let renewed = await renewed(record, fence) else { return }
            record = renewed
        }
    }

    private enum Step: Sendable {
        case renewed(LeaseRecord, begun: Duration)
        case lost
        case failed(DeployError)
        /// Time has passed; only the latest of these counts.
        case due(Int)
    }

    /// Renews, as often as there is time for; `nil` if the lock is lost, or the task was cancelled.
    ///
    /// A renewal that hangs is not waited for, because its connection may be dead, and not given up, because the server
    /// may only be slow: others are begun beside it. Each writes on top of whatever state is ours, so that it does not
    /// matter which of them comes through.
    private func renewed(_ record: LeaseRecord, _ fence: DeployFence) async -> LeaseRecord? {
        await withTaskGroup(of: Step.self) { group in
            defer { group.cancelAll() }
            var latest = 0
            fence.asked(at: time.elapsed())
            group.addTask { await attempt(record) }
            group.addTask { await wait(record.patience, 0) }
            while !Task.isCancelled, fence.closure(at: time.elapsed()) == nil {
                switch await group.next() {
                case .renewed(var written, let begun):
                    let answer = time.elapsed() - begun
                    fence.renewed(written, at: begun, answeredIn: answer)
                    // It never gets shorter: of a renewal that was given up nobody knows whether it came through.
                    written.duration = max(written.duration, LeaseRecord.duration(forWritesOf: answer))
                    return written
                case .lost:
                    fence.close("another deploy has taken the lock")
                    return nil
                case .failed(let error):
                    fence.failed(error.inShort)
                    latest += 1
                    let number = latest
                    group.addTask { await wait(Self.pause, number) }
                case .due(latest):
                    latest += 1
                    let number = latest
                    group.addTask { await attempt(record) }
                    group.addTask { await wait(record.patience, number) }
                case .due: break
                case nil: return nil
                }
            }
            return nil
        }
    }

    private func attempt(_ record: LeaseRecord) async -> Step {
        let begun = time.elapsed()
        var record = record
        record.renewedAt = time.now()
        do throws(DeployError) {
            return try await renew(record).map { .renewed($0, begun: begun) } ?? .lost
        } catch {
            return .failed(error)
        }
    }

    private func wait(_ duration: Duration, _ number: Int) async -> Step {
        // Cancelled, it is over sooner, and so is whoever waits for it.
        try? await time.sleep(duration)
        return .due(number)
    }
}

extension DeployError {
    /// What has kept the lock from being renewed, in a few words.
    fileprivate var inShort: String {
        guard case .cluster(let error) = self else { return description }
        return error.httpStatus.map { "\(error.headline) (\($0))" } ?? error.headline
    }
}
