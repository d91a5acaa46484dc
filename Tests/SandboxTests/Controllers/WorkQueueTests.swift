// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import Testing

@testable import Sandbox

@Suite struct WorkQueueTests {
    private let start = Timestamp(seconds: 1_800_000_000)

    private func work(_ controller: any Controller.Type = JobController.self, _ name: String = "a") -> Work {
        Work(controller: controller, key: ObjectKey(resource: .jobs, namespace: "default", name: name))
    }

    /// The names of everything that is due within a minute, in the order in which it is done.
    private func names(of queue: inout WorkQueue) -> [String] {
        var names: [String] = []
        while let (work, _) = queue.pop(by: start + .seconds(60)) { names.append(work.key.name) }
        return names
    }

    @Test func doesFirstWhatIsDueFirstAndThenWhatWasAskedForFirst() {
        var queue = WorkQueue()
        for (name, delay) in [("late", 2), ("b", 1), ("a", 1), ("never", 61)] {
            queue.add(work(JobController.self, name), due: start + .seconds(delay))
        }
        #expect(names(of: &queue) == ["b", "a", "late"])
        #expect(queue.next == start + .seconds(61))
    }

    @Test func aPieceWaitsOnceForItsEarliestMoment() {
        var queue = WorkQueue()
        for delay in [3, 1, 2] { queue.add(work(), due: start + .seconds(delay)) }
        let first = queue.pop(by: start + .seconds(60))
        #expect(first?.due == start + .seconds(1))
        #expect(names(of: &queue).isEmpty)
    }

    @Test func oneObjectIsAnotherPieceForAnotherController() {
        var queue = WorkQueue()
        queue.add(work(JobController.self), due: start)
        queue.add(work(CronJobController.self), due: start)
        #expect(names(of: &queue) == ["a", "a"])
    }

    @Test func triesAgainEverLaterUntilItSucceeds() {
        var queue = WorkQueue()
        func wait() -> Duration? {
            queue.addRateLimited(work(), at: start)
            return queue.pop(by: start + .seconds(3600)).map { $0.due - start }
        }
        let waits = (0..<3).map { _ in wait() }
        #expect(waits == [.milliseconds(5), .milliseconds(10), .milliseconds(20)])
        for _ in 0..<30 { _ = wait() }
        #expect(wait() == .seconds(1000))
        queue.forget(work())
        #expect(wait() == .milliseconds(5))
    }

    @Test func doesNoMoreThanItIsAllowedTo() {
        var cluster = Cluster(options: SandboxOptions(), now: start)
        for second in 1...3 {
            let key = ObjectKey(resource: .leases, namespace: "default", name: "\(second)")
            cluster.enqueue(LooksOnly.self, key, at: start + .seconds(second))
        }
        #expect(cluster.advance(to: start + .seconds(9), atMost: 2) == 2)
        #expect(cluster.now == start + .seconds(2))
        #expect(cluster.nextDeadline == start + .seconds(3))
        #expect(cluster.advance(to: start + .seconds(9), atMost: 2) == 1)
        #expect(cluster.now == start + .seconds(9))
    }

    @Test func aControllerThatSucceededTriesAgainSoonWhenItFailsLater() throws {
        var cluster = Cluster(options: SandboxOptions(), now: start)
        let key = ObjectKey(resource: .leases, namespace: "default", name: "a")
        func wait() throws -> Duration {
            cluster.advance(to: cluster.now)
            return try #require(cluster.nextDeadline) - cluster.now
        }
        cluster.enqueue(FailsWithoutItsObject.self, key, at: cluster.now)
        #expect(try wait() == .milliseconds(5))
        cluster.setClock(to: cluster.now + .milliseconds(5))
        #expect(try wait() == .milliseconds(10))

        cluster.commit(["metadata": ["name": "a", "namespace": "default"]], at: key)
        cluster.advance(to: cluster.now + .seconds(1))
        cluster.erase(key)
        cluster.advance(to: cluster.now + .seconds(1))
        cluster.enqueue(FailsWithoutItsObject.self, key, at: cluster.now)
        #expect(try wait() == .milliseconds(5))
    }
}

/// Fails as long as its object does not exist.
private enum FailsWithoutItsObject: Controller {
    static func observe(_ change: Change, in cluster: inout Cluster) {}

    static func reconcile(_ key: ObjectKey, in cluster: inout Cluster) {
        if cluster.store[key] == nil { cluster.retry(Self.self, key) }
    }
}

/// Has nothing to do.
private enum LooksOnly: Controller {
    static func observe(_ change: Change, in cluster: inout Cluster) {}

    static func reconcile(_ key: ObjectKey, in cluster: inout Cluster) {}
}
