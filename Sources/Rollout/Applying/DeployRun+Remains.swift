// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

extension DeployRun {
    /// What the lock has to say when it is given back, of this run and of one that was killed before it; `nil` if nothing.
    ///
    /// A service that is half-way back looks to everybody else as if nothing were wrong with it: the lock alone tells.
    ///
    /// `held` is the lock as it was taken, `found` as it was before, if that said anything.
    func remains(_ held: LeaseRecord, found: LeaseRecord?, after report: DeployReport) -> LeaseRecord? {
        guard hasBegun else { return found }
        let done = Set(report.services.filter(\.isInOrder).map(\.service)).union(vanished)
        var operations = held.operations.filter { !done.contains($0.service) }
        // What the lock said of a service that was selected and never reached is as true as before.
        let unreached = Set(report.services.filter(\.isUnreached).map(\.service))
        operations += (found?.operations ?? []).filter { note in
            unreached.contains(note.service) && !operations.contains { $0.service == note.service }
        }
        // As long as something of a run that was killed is undone, the next one has to look for it.
        var rest = found ?? held
        if undone.isSubset(of: done) { rest.holder = "" }
        rest.operations = operations
        return rest.isBlank ? nil : rest
    }
}

extension ServiceReport {
    /// Whether this run has written nothing of it.
    fileprivate var isUnreached: Bool { [.skipped, .interrupted].contains(outcome) && applied.isEmpty }

    /// Whether it is wholly on one revision, so that nothing of what was to be done with it is left to do.
    fileprivate var isInOrder: Bool {
        switch outcome {
        case .succeeded, .unchanged: true
        case .failed: rollback != nil
        case .deadlinePassed, .unconfirmed, .conflict, .skipped, .interrupted: false
        }
    }
}
