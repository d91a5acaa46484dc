// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes

/// Something for a controller to look at.
struct Work: Sendable, Hashable {
    /// Who looks.
    let controller: any Controller.Type
    let key: ObjectKey

    static func == (left: Work, right: Work) -> Bool {
        left.controller == right.controller && left.key == right.key
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(ObjectIdentifier(controller))
        hasher.combine(key)
    }
}

/// Work by the moment when it is due; each piece waits at most once, for its earliest moment.
struct WorkQueue: Sendable {
    private struct Entry: Sendable {
        var due: Timestamp
        var order: Int
        var work: Work

        func precedes(_ other: Entry) -> Bool { (due, order) < (other.due, other.order) }
    }

    private var heap: [Entry] = []
    private var due: [Work: Timestamp] = [:]
    private var order = 0
    private var failures: [Work: Int] = [:]

    /// When the next piece is due.
    var next: Timestamp? { heap.first?.due }

    mutating func add(_ work: Work, due moment: Timestamp) {
        if let known = due[work], known <= moment { return }
        due[work] = moment
        order += 1
        heap.append(Entry(due: moment, order: order, work: work))
        var child = heap.count - 1
        while child > 0, heap[child].precedes(heap[(child - 1) / 2]) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    /// Adds a piece that failed, ever later up to about 16 minutes, as the controllers' work queues do.
    mutating func addRateLimited(_ work: Work, at now: Timestamp) {
        let attempt = failures[work, default: 0]
        failures[work] = attempt + 1
        add(work, due: now + .milliseconds(min(5 << min(attempt, 18), 1_000_000)))
    }

    /// How often a piece has failed since it last succeeded.
    func failureCount(of work: Work) -> Int { failures[work, default: 0] }

    /// Forgets that a piece failed, because it has succeeded.
    mutating func forget(_ work: Work) {
        failures[work] = nil
    }

    /// Takes the first piece that is due by `moment`.
    mutating func pop(by moment: Timestamp) -> (work: Work, due: Timestamp)? {
        while let first = heap.first, first.due <= moment {
            removeFirst()
            // An entry that was superseded by an earlier one is stale.
            if due[first.work] == first.due {
                due[first.work] = nil
                return (first.work, first.due)
            }
        }
        return nil
    }

    private mutating func removeFirst() {
        let last = heap.removeLast()
        guard !heap.isEmpty else { return }
        heap[0] = last
        var parent = 0
        while true {
            let left = parent * 2 + 1
            guard left < heap.count else { return }
            let right = left + 1
            let child = right < heap.count && heap[right].precedes(heap[left]) ? right : left
            guard heap[child].precedes(heap[parent]) else { return }
            heap.swapAt(child, parent)
            parent = child
        }
    }
}
