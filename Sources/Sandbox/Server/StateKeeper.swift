// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// What becomes of keeping a sandbox's state, for whoever runs it.
package enum SandboxStateNews: Sendable, Hashable {
    /// Changes cannot be kept from now on, and are refused.
    case failed(SandboxStateError)
    /// Changes are kept again.
    case recovered
}

/// Keeps the state of a cluster in a file, and says once when it cannot and once when it can again.
struct StateKeeper: Sendable {
    private var file: StateFile
    private let tell: @Sendable (SandboxStateNews) -> Void
    /// Why the last attempt did not succeed; `nil` while all is well.
    private(set) var failure: SandboxStateError?
    /// Whether it was changes that could not be kept, and not only that the disk did not take them.
    private var refuses = false
    /// The most that did not fit while changes are refused, in bytes.
    private var missed = 0
    private var nextFlush = ContinuousClock.now

    /// Goes on in a file that holds the state of the cluster.
    init(_ file: StateFile, tell: @escaping @Sendable (SandboxStateNews) -> Void) {
        self.file = file
        self.tell = tell
    }

    /// Whether something waits for the disk.
    var isDirty: Bool { file.isDirty }

    /// Whether it is time to force what was written to the disk.
    var wantsFlush: Bool { file.isDirty && ContinuousClock.now >= nextFlush }

    /// Keeps changes that a cluster has been through, all of them or none.
    mutating func keep(_ changes: [Change], of cluster: Cluster) throws(SandboxStateError) {
        let lines = Cluster.journal(changes)
        do throws(SandboxStateError) {
            if file.isSuspect { try file.begin(with: cluster.snapshot) } else { try file.append(lines) }
        } catch {
            note(error)
            refuses = true
            missed = max(missed, lines.count)
            throw error
        }
        // On an all but full disk something small still fits now and then, which is no end of the trouble.
        if refuses, file.hasRoom(for: missed) {
            refuses = false
            missed = 0
        }
        if !refuses { noteSuccess() }
        guard file.needsCompaction else { return }
        do throws(SandboxStateError) {
            try file.begin(with: cluster.snapshot)
        } catch {
            // Nothing is lost: the longer file holds the same.
            file.postponeCompaction()
        }
    }

    /// Forces what was written to the disk.
    mutating func flush(_ cluster: Cluster) {
        guard file.isDirty else { return }
        do throws(SandboxStateError) {
            if file.isSuspect { try file.begin(with: cluster.snapshot) } else { try file.sync() }
            nextFlush = ContinuousClock.now + StateFile.syncInterval
            if !refuses { noteSuccess() }
        } catch {
            nextFlush = ContinuousClock.now + .seconds(1)
            note(error)
        }
    }

    /// The state up to the last change that was kept.
    func kept() throws(SandboxStateError) -> [UInt8] { try file.kept() }

    private mutating func note(_ error: SandboxStateError) {
        if failure == nil { tell(.failed(error)) }
        failure = error
    }

    private mutating func noteSuccess() {
        if failure != nil { tell(.recovered) }
        failure = nil
    }
}
